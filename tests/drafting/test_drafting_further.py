"""Sections that the data file gives to the model (起草: …: 模型): told anew, complete, and nothing added."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_endpoint import FakeEndpoint, Reply, Request, sentences

from assistant.config import Config, Limits
from assistant.drafting.by_model.writer import write_draft
from assistant.facts import gather
from assistant.intake.yaml import read_evaluation
from assistant.llm.endpoint import choose
from assistant.model.draft import VERIFY, Draft
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

DATA = """\
项目: {名称: 县博物馆免费开放项目, 年度: 2022, 主管部门: 县文化和旅游局, 实施单位: 县博物馆}
起草: {总体完成情况: 模型, 效益分析: 模型, 满意度分析: 不写, 资金管理: 模型, 结果应用: 规则}
总体目标: {预期: 全年免费开放不少于300天, 实际: 全年免费开放231天}
资金:
  单位: 万元
  管理: 按《县级财政专项资金管理办法》单独核算，2022年11月县审计局抽查未发现问题
  明细: [{来源: 财政拨款, 年初预算: 50, 全年预算: 50, 到位: 50, 执行: 50}]
指标:
  - {一级: 产出, 二级: 数量, 名称: 全年开放天数, 目标: ≥300天, 实际: 231天, 原因: 两次闭馆共69天}
  - {一级: 效益, 二级: 社会效益, 名称: 参观人次, 目标: ≥10万人次, 实际: 10.5万人次}
  - {一级: 效益, 二级: 社会效益, 名称: 研学活动场次, 目标: ≥20场, 实际: 21场}
  - {一级: 满意度, 二级: 服务对象满意度, 名称: 观众满意度, 目标: ≥90%, 实际: 96%}
"""
QUICK = Config(limits=Limits(attempts=2, first_token=60, concurrency=1))
BENEFIT = (
    "参观人次10.5万人次，超过不低于10万人次的目标；研学活动场次21场，超过不低于20场的目标。",
)
MANAGED = "本项目按《县级财政专项资金管理办法》单独核算，2022年11月县审计局抽查未发现问题。"
GOAL = "年度总体目标是全年免费开放不少于300天。"
CAME = "实际完成情况为全年免费开放231天。"


def written(folder: Path, endpoint: FakeEndpoint, **answers: tuple[str, ...]) -> Draft:
    """The draft where the model gives those answers for the sections, and honest ones for the rest."""
    path = folder / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, folder))
    honest = {"benefit": BENEFIT, "managed": (MANAGED,), "goal": (GOAL, CAME)}
    given = honest | answers

    def answer(request: Request) -> Reply:
        prompt = request.body["messages"][1]["content"]
        for key, word in (
            ("benefit", "参观人次"),
            ("managed", "抽查未发现"),
            ("goal", "年度总体目标"),
            ("propose", "拟一条建议"),
        ):
            if word in prompt and key in given:
                return sentences(*given[key])
        return sentences("不知道。")

    endpoint.script(answer, forever=True)
    return write_draft(card, gather(card), choose(None), config=QUICK, backoff=0)


def told(draft: Draft, section: str, source: str = "llm") -> str:
    """The text of a section's paragraphs of that source."""
    return "".join(p.text for p in draft.section(section).paragraphs if p.source == source)


def test_the_chosen_sections_are_the_models_and_the_others_are_not(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    draft = written(tmp_path, fake_endpoint)
    assert told(draft, "benefit").startswith("参观人次10.5万人次，超过")
    assert "研学活动场次21场，超过不低于20场的目标" in told(draft, "benefit")
    assert told(draft, "funds_management") == MANAGED
    assert GOAL in told(draft, "overall")
    assert CAME in told(draft, "overall")
    assert draft.section("satisfaction").paragraphs == ()
    assert told(draft, "application") == ""


def test_what_stands_on_facts_has_those_of_the_sentence_it_tells_anew(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    draft = written(tmp_path, fake_endpoint)
    [sentence] = draft.section("funds_management").paragraphs[0].sentences
    assert sentence.facts
    assert sentence.verdict == "supported"


def test_a_label_before_the_sentence_is_dropped_and_a_missing_name_put_in(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    draft = written(tmp_path, fake_endpoint, managed=(f"事实F9表明，{MANAGED}",))
    assert told(draft, "funds_management") == MANAGED


FAULTY = {
    "no subject": ("benefit", ("完成2项。", "目标不低于10万人次，实际10.5万人次。")),
    "a row left out": (
        "benefit",
        (BENEFIT[0], "其中，参观人次10.5万人次，目标不低于10万人次。"),
    ),
    "a title left out": (
        "managed",
        ("县级预算单位单独核算了专项资金，2022年11月县审计局抽查未发现问题。",),
    ),
    "praise": ("benefit", (BENEFIT[0] + "社会效益显著，群众文化生活明显改善。",)),
    "the goal reached": ("goal", (GOAL, "全年免费开放231天，完成总体绩效目标。")),
    "another section": ("goal", ("参观人次年度指标值为不低于10万人次，实际为10.5万人次。",)),
}


@pytest.mark.parametrize(("key", "answer"), FAULTY.values(), ids=FAULTY)
def test_what_is_wrong_or_incomplete_gives_way_to_the_rules(
    fake_endpoint: FakeEndpoint, tmp_path: Path, key: str, answer: tuple[str, ...]
) -> None:
    draft = written(tmp_path, fake_endpoint, **{key: answer})
    whole = "".join(p.text for s in draft.sections for p in s.paragraphs)
    assert "完成2项。" not in whole
    assert "显著" not in whole
    assert "明显改善" not in whole
    assert "完成总体" not in whole
    # nothing that the rules tell is lost
    for words in (
        "《县级财政专项资金管理办法》",
        "研学活动场次21场",
        "全年免费开放231天",
        "免费开放不少于300天",
    ):
        assert words in whole


@pytest.mark.parametrize(
    ("proposal", "stands"),
    [
        ("针对“全年开放天数”，建议增加闭馆天数，以弥补差距。", False),
        ("针对“全年开放天数”，建议两次闭馆合并后。", False),
        ("针对“全年开放天数”，建议调整两次闭馆为60天。", False),
        ("针对“全年开放天数”，建议缩短闭馆时间，两次闭馆合并安排。", True),
    ],
)
def test_a_proposal_that_makes_the_reason_worse_is_left_out(
    fake_endpoint: FakeEndpoint, tmp_path: Path, proposal: str, stands: bool
) -> None:
    draft = written(tmp_path, fake_endpoint, propose=(proposal,))
    section = draft.section("improvement_measures")
    marked = [s.text for p in section.paragraphs for s in p.sentences if s.text.endswith(VERIFY)]
    assert bool(marked) is stands
    assert bool(section.refused) is not stands
