"""What the report marks 【待补充】 and what stands on /缺项 are one: no key can lack in one of them alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from chat_project import Talk

from assistant.chat.project import View, open_project
from assistant.chat.questions import questions
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.model.draft import SUPPLY, VERIFY
from assistant.report import tables
from assistant.report.story import own_lines
from assistant.yaml_writing import dumped, round_trip

EXAMPLES = Path(__file__).parents[2] / "examples"
BLIND = Path(__file__).parent / "blind"
#: asked for, though a report without them is whole: it cites no notice, and the 实施单位 signs it
NO_MARK = {"报告.通知", "报告.署名"}
MARKED = (SUPPLY[:-1], VERIFY[:-1])


def marks(view: View) -> set[str]:
    """Every mark of the report by rules: in its text, around it, and in its tables."""
    draft = draft_by_rules(view.card, view.facts)
    found = {s.text for part in draft.sections for s in part.sentences if s.text.startswith(MARKED)}
    found |= {line for line in own_lines(view.evaluation, draft).values() if SUPPLY[:-1] in line}
    for table in (tables.funds, tables.completion):
        for number, row in enumerate(table(view.card).rows):
            cells = [n for n, cell in enumerate(row.cells) if SUPPLY in cell.text]
            found |= {f"{table.__name__} {number} {n}" for n in cells}
    return found


def listed(view: View) -> set[str]:
    """Every place that an item of the list is about."""
    return {path for q in questions(view.card) for path in (q.path, *q.with_it)}


def _seen(tree: Any, folder: Path) -> View:
    path = folder / "数据.yaml"
    path.write_text(dumped(tree), encoding="utf-8")
    return open_project(path).look()


def _places(tree: Any) -> list[tuple[tuple[Any, ...], str]]:
    """Every optional key of the data: its place, and its path by name."""
    found: list[tuple[tuple[Any, ...], str]] = []
    for group in ("项目", "报告", "总体目标", "资金"):
        keys = set(tree.get(group, {})) - {"名称", "年度", "明细", "单位", "提纲"}
        found += [((group, key), f"{group}.{key}") for key in sorted(keys)]
    for place, name in ((("资金", "明细"), "来源"), (("指标",), "名称")):
        rows = tree[place[0]][place[1]] if len(place) > 1 else tree[place[0]]
        for n, row in enumerate(rows):
            keys = set(row) - {"来源", "名称", "一级", "二级"}
            where = f"{'.'.join(place)}[{row[name]}]"
            found += [((*place, n, key), f"{where}.{key}") for key in sorted(keys)]
    return found


@pytest.mark.parametrize(
    "data", [EXAMPLES / "yanchi-2021/数据.yaml", EXAMPLES / "multi/数据.yaml", BLIND / "nursery.yaml"],
    ids=lambda path: path.parent.name + path.stem,
)  # fmt: skip
def test_a_key_taken_away_is_marked_in_the_report_just_where_it_comes_on_the_list(
    data: Path, tmp_path: Path
) -> None:
    def load() -> Any:
        return round_trip().load(data.read_text(encoding="utf-8"))

    before = _seen(load(), tmp_path)
    had = marks(before)
    apart = {}
    for place, path in _places(load()):
        tree = load()
        parent = tree
        for step in place[:-1]:
            parent = parent[step]
        del parent[place[-1]]
        view = _seen(tree, tmp_path)
        marked = bool(marks(view) - had)
        if marked != (path in listed(view)) and path not in NO_MARK:
            apart[path] = marked
    assert apart == {}


def test_a_source_of_which_nothing_was_planned_or_spent_is_not_asked_about(tmp_path: Path) -> None:
    tree = round_trip().load((BLIND / "nursery.yaml").read_text(encoding="utf-8"))
    tree["资金"]["明细"].append({"来源": "其他资金", "年初预算": 0, "全年预算": 0, "执行": 0})
    view = _seen(tree, tmp_path)
    assert not any("其他资金" in path for path in listed(view))
    assert view.card.execution.arrived is not None


def test_why_an_amount_is_asked_for_is_true_of_that_amount(tmp_path: Path) -> None:
    tree = round_trip().load((BLIND / "nursery.yaml").read_text(encoding="utf-8"))
    del tree["资金"]["明细"][0]["到位"]
    first = questions(_seen(tree, tmp_path).card)[0]
    assert first.path.endswith(".到位")
    assert "执行率" not in first.why


def test_what_nobody_is_asked_for_is_told_of_at_the_end_and_answered_by_its_number(
    tmp_path: Path,
) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text((EXAMPLES / "multi/数据.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    talk = Talk(data)
    assert not talk.memory.asking
    assert "巡视、审计" in talk.told("/缺项")
    assert talk.proposed("1. 没有") == {"报告.其他说明": "无"}
    talk.say("是")
    assert talk.told("/缺项") == "该有的都有了。"


def test_office_and_deadline_that_a_measure_tells_are_put_before_the_person_not_asked_for(
    tmp_path: Path,
) -> None:
    tree = round_trip().load((BLIND / "nursery.yaml").read_text(encoding="utf-8"))
    row = next(row for row in tree["指标"] if row.get("措施"))
    row["措施"] = "由县农技站组织补栽，在2026年3月底前完成"
    for key in ("责任单位", "完成时限"):
        row.pop(key, None)
    data = tmp_path / "数据.yaml"
    data.write_text(dumped(tree), encoding="utf-8")
    talk = Talk(data)
    path = f"指标[{row['名称']}]"
    told = {c.path: c.new for p in talk.memory.pending for c in p.changes}
    assert told == {f"{path}.责任单位": "县农技站", f"{path}.完成时限": "2026年3月底前"}
    assert "2026年3月底前" not in talk.text.replace(row["措施"], "")
    talk.say("不")
    assert not talk.memory.pending
    answer = "林业站，4月底前"
    assert talk.proposed(answer)[f"{path}.责任单位"] == "林业站"
    talk.say("是")
    assert talk.value(f"{path}.完成时限").endswith("4月底前")
