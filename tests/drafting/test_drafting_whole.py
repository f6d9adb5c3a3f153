"""A capable model: a section in one call, held to its facts, repaired once, and never the poorer for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fake_endpoint import FakeEndpoint, Reply, Request, text

from assistant.config import Config, Limits
from assistant.drafting.by_model.writer import write_draft
from assistant.drafting.probing import probe, remember, tier
from assistant.facts import gather
from assistant.intake.yaml import read_evaluation
from assistant.llm.client import Client
from assistant.llm.endpoint import choose
from assistant.model.draft import SUPPLY, Draft
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

DATA = """\
项目: {名称: 乡镇路灯建设, 年度: 2023, 实施单位: 河口镇人民政府}
资金:
  单位: 万元
  明细: [{来源: 县级财政, 年初预算: 60, 全年预算: 60, 到位: 60, 执行: 48}]
  原因: 质保金12万元按合同在2024年11月支付
指标:
  - {一级: 产出, 二级: 数量, 名称: 安装路灯数量, 目标: ≥120盏, 实际: 108盏, 原因: 电缆到货晚，12盏路灯没有装上, 措施: 督促供货单位补齐电缆并安装, 责任单位: 村镇建设办, 完成时限: 2024年3月底前}
  - {一级: 满意度, 二级: 服务对象满意度, 名称: 群众满意度, 目标: ≥90%, 实际: 86%, 原因: 部分路段照明时间短, 佐证: 2023年12月问卷150份}
"""
QUICK = Config(limits=Limits(attempts=2, first_token=60, concurrency=1))
REASONS = [
    ["2023年预算执行率为80%，还有12万元没有执行，主要是质保金12万元按合同在2024年11月支付。"],
    [
        "安装路灯数量实际为108盏，比年度指标值少12盏。",
        "没有装上的原因是电缆到货晚。",
    ],
    ["群众满意度为86%，比年度指标值低4个百分点，主要原因是部分路段照明时间短。"],
]
MEASURES = [["安装路灯数量方面，督促供货单位补齐电缆并安装，由村镇建设办负责，2024年3月底前完成。"]]
LIE = "上述问题主要是项目管理不到位造成的。"


@pytest.fixture
def project(tmp_path: Path):
    path = tmp_path / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, tmp_path))
    return card, gather(card)


def passages(paragraphs: list[list[str]], request: Request) -> Reply:
    """An answer of that shape; every sentence cites all facts of the prompt."""
    ids = re.findall(r"^(F\d+) ", request.prompt, re.M)
    rows = [{"sentences": [{"text": t, "facts": ids} for t in p]} for p in paragraphs]
    return text(json.dumps({"paragraphs": rows}, ensure_ascii=False))


def written(project, endpoint: FakeEndpoint, **answers: list[list[str]]) -> Draft:
    given = {"reasons": REASONS, "measures": MEASURES} | answers

    def step(request: Request) -> Reply:
        prompt = request.prompt
        if "错处" in prompt:
            return text(json.dumps({"sentences": [{"text": "不改。", "facts": []}] * 3}))
        which = (
            "measures" if "下一步改进措施" in prompt or "由村镇建设办负责" in prompt else "reasons"
        )
        return passages(given[which], request)

    endpoint.script(step, forever=True)
    card, facts = project
    return write_draft(
        card, facts, choose(config=Config()), config=QUICK, backoff=0.01, capable=True
    )


def words(draft: Draft, section: str, source: str = "llm") -> str:
    return "".join(p.text for p in draft.section(section).paragraphs if p.source == source)


def test_a_section_is_one_call_and_stands_in_the_models_words(
    fake_endpoint: FakeEndpoint, project
) -> None:
    draft = written(project, fake_endpoint)
    for sentence in (s for p in REASONS for s in p):
        assert sentence in words(draft, "deviation_reasons")
    assert MEASURES[0][0] in words(draft, "improvement_measures")
    assert all(s.facts for p in draft.section("deviation_reasons").paragraphs for s in p.sentences)
    labels = [r.prompt.count("自评报告“") for r in fake_endpoint.requests]
    assert sum(labels) == 2  # one first call a section


def test_a_lie_in_it_is_sent_back_and_then_left_out(fake_endpoint: FakeEndpoint, project) -> None:
    draft = written(project, fake_endpoint, reasons=[*REASONS[:1], [*REASONS[1], LIE], REASONS[2]])
    assert LIE not in words(draft, "deviation_reasons")
    assert [r.text for r in draft.section("deviation_reasons").refused] == [LIE]
    assert any("错处" in r.prompt for r in fake_endpoint.requests)


def test_what_the_model_leaves_untold_stands_in_the_words_of_the_rules(
    fake_endpoint: FakeEndpoint, project
) -> None:
    draft = written(project, fake_endpoint, reasons=REASONS[:2])
    by_rules = words(draft, "deviation_reasons", "rules")
    assert "群众满意度" in by_rules
    assert "部分路段照明时间短" in by_rules
    assert "质保金" not in by_rules


def test_marked_lines_are_kept(fake_endpoint: FakeEndpoint, project) -> None:
    draft = written(project, fake_endpoint)
    assert SUPPLY in words(draft, "improvement_measures", "rules")


def test_an_answer_of_no_use_gives_way_to_sentence_by_sentence(
    fake_endpoint: FakeEndpoint, project
) -> None:
    fake_endpoint.script(text("我不知道。"), forever=True)
    card, facts = project
    with pytest.raises(Exception, match="模型"):
        write_draft(card, facts, choose(config=Config()), config=QUICK, backoff=0.01, capable=True)
    assert any("照这个句式" in r.prompt for r in fake_endpoint.requests)


def test_a_project_that_reached_everything_asks_no_model(
    fake_endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(
        "项目: {名称: 甲, 年度: 2023}\n指标: [{一级: 产出, 二级: 数量, 名称: 巡检, 目标: 2次, 实际: 2次}]\n",
        encoding="utf-8",
    )
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, tmp_path))
    write_draft(
        card, gather(card), choose(config=Config()), config=QUICK, backoff=0.01, capable=True
    )
    assert fake_endpoint.requests == []


def test_the_tier_is_as_set_or_as_tried(
    fake_endpoint: FakeEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    choice = choose(config=Config())
    assert tier(choice, Config()) == "small"
    assert tier(choice, Config.model_validate({"模型": {"档次": "强"}})) == "capable"
    good = [
        ["2023年预算执行率为77.5%，未执行18万元，主要原因是两处广场的质保金18万元到2024年10月支付。"],
        ["维修广场数量实际为10处，比年度指标值少2处。", "主要原因是两处广场11月遇连续降雨，面层没有铺完。"],
    ]  # fmt: skip
    fake_endpoint.script(lambda request: passages(good, request), forever=True)
    with Client(choice, limits=QUICK.limits) as client:
        assert probe(choice, client) == "capable"
    assert tier(choice, Config()) == "capable"
    bad = [["项目成效显著，群众一致好评。", "各项工作圆满完成。", "资金使用规范。"]]
    fake_endpoint.script(lambda request: passages(bad, request), forever=True)
    with Client(choice, limits=QUICK.limits) as client:
        assert probe(choice, client) == "small"
    assert tier(choice, Config()) == "small"
    remember(choice, "capable")
    assert tier(choice, Config.model_validate({"模型": {"档次": "普通"}})) == "small"
