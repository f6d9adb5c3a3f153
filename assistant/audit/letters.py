"""退回修改意见: one letter a unit, with what its projects are asked to check. It asks; it never accuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.audit.book import off, taken_off
from assistant.audit.cases import Case, Shelf
from assistant.audit.judging import Judged, shown
from assistant.report.compiled import Block, Compiled, Table, Text, Title, compiled
from assistant.values.deadlines import print_day
from assistant.values.printing import percent
from assistant.word.write.marks import wanted

_MOST = 12  # items a project; the rest are in the table of the review


@dataclass(frozen=True, slots=True)
class Letter:
    """One unit's letter, and how many projects and items it tells of."""

    unit: str
    projects: int
    items: int
    data: bytes


def letters(shelf: Shelf, cases: Sequence[Case], signed: str, day: date | None) -> Iterator[Letter]:
    """A letter for every unit that has something to check, by the order of its first project."""
    of_unit: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        of_unit[case.owner].append(case)
    for unit, some in of_unit.items():
        told = [
            (case, files[0], items)
            for case, files in shelf.all(some)
            if (items := list(_items(case, files)))
        ]
        if told:
            yield _letter(unit, len(some), told, signed, day)


def _items(case: Case, files: Sequence[Judged]) -> Iterator[str]:
    """What is asked, each a line that stands alone: scores first, then faults, then likenesses."""
    for line in taken_off(files[0].lines):
        yield f"得分：{off(line)}。{line.why}。请核实。"
    blank = [line.name for line in files[0].lines if line.status == "缺实际值"]
    if blank:
        yield f"实际完成值：{'、'.join(f'“{name}”' for name in blank)}没有填写，得分无法复核，请补充。"
    told: set[str] = set()
    handed_in = [judged for judged in files if judged.kind != "数据"]
    for judged in handed_in or files:
        for f in judged.findings:
            if f.severity == "info" or f.message in told or f.code in {"F09", "F33"}:
                continue  # points are told above, blanks too
            told.add(f.message)
            where = f"（{f.location}）" if f.location else ""
            mend = f"{f.suggestion.rstrip('。')}。" if f.suggestion else "请核实。"
            yield f"{f.message.rstrip('。')}{where}。{mend}"
    for cross in sorted(case.cross, key=lambda c: c.code):
        where = f"（{cross.place}）" if cross.place else ""
        yield f"{cross.message}{where}。"


def _letter(
    unit: str,
    handed_in: int,
    told: list[tuple[Case, Judged, list[str]]],
    signed: str,
    day: date | None,
) -> Letter:
    years = sorted({c.identity.year for c, _, _ in told if c.identity.year})
    year = f"{'、'.join(map(str, years))}年度" if years else ""
    rules = "、".join(dict.fromkeys(f"《{m.ruleset.strip('《》')}》" for _, m, _ in told))
    blocks: list[Block] = [
        Text(
            f"你单位报送的{handed_in}个项目的{year}绩效自评材料，已按{rules}复核。其中{len(told)}个项目有需要核实或修改的"
            "事项，现将意见告知如下。得分由程序按规则重新计算，定性指标的得分沿用自评结果，由人核定。"
        ),
        Title("复核情况"),
        Table(
            "需要核实的项目",
            ("序号", "项目名称", "自评得分", "复核得分", "偏离度", "事项数"),
            [
                (
                    str(i), case.identity.name, shown(main.stated), shown(main.own),
                    percent(main.deviation) if main.deviation is not None else "—", str(len(items)),
                )
                for i, (case, main, items) in enumerate(told, 1)
            ],
            (5, 26, 9, 9, 9, 7),
            left=(1,),
            note="偏离度＝（自评得分－复核得分）÷自评得分。",
        ),
        Title("需要核实或修改的事项"),
    ]  # fmt: skip
    for case, _, items in told:
        blocks.append(Title(case.identity.name, 2))
        blocks += [Text(f"{i}. {item}") for i, item in enumerate(items[:_MOST], 1)]
        if len(items) > _MOST:
            blocks.append(Text(f"另有{len(items) - _MOST}项，见复核表“问题”“跨项目核对”。"))
    blocks += [
        Title("修改和反馈"),
        Text(
            "请逐项核实：填报有误的，改正后重新报送；情况属实的，附书面说明和佐证材料。文字与其他材料相同或相近的，"
            f"请核实是否为本项目的实际情况。请于{wanted('反馈日期')}前反馈，联系人{wanted('联系人和电话')}。"
        ),
    ]
    data = compiled(
        Compiled(
            (f"关于核实修改{year}项目支出", "绩效自评材料的意见"),
            blocks,
            addressee=unit,
            signed=signed or wanted("署名"),
            dated=print_day(day) if day else wanted("成文日期"),
        )
    )
    return Letter(unit, len(told), sum(len(items) for _, _, items in told), data)
