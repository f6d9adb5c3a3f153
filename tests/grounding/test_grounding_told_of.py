"""A clause of a note keeps what it has: its amounts, its body, its count, its source of money, its members."""

from __future__ import annotations

import pytest

from assistant.grounding import ground
from evals.ground.measure import facts_of

YAOCAI, TITIAN, TUSHU, ZHUCAN = (
    "64-yaocai-2024",
    "62-titian-2023",
    "63-tushu-2022",
    "66-zhucan-2023",
)


@pytest.mark.parametrize(
    ("case", "section", "indicator", "true", "false"),
    [
        (YAOCAI, "deviation_reasons", "建育苗大棚", "中标企业建完9座后弃标退场。", "中标企业建完3座后弃标退场。"),
        (TUSHU, "funds_management", "", "9月县审计局抽查，指出2张发票没有附验收单。", "9月县财政局抽查，指出2张发票没有附验收单。"),
        (TUSHU, "funds_management", "", "9月县审计局抽查，指出2张发票没有附验收单。", "9月县审计局抽查，未发现发票没有附验收单的情况。"),
        (YAOCAI, "funds_management", "", "8月自查发现一家合作社重复申报种苗补助1.8万元。", "8月自查发现部分合作社重复申报种苗补助1.8万元。"),
        (TITIAN, "funds_management", "", "要求把2笔共3.6万元的招待费退回。", "要求把2笔各3.6万元的招待费退回。"),
        (ZHUCAN, "deviation_reasons", "新建助餐点", "槐树、东门两个社区因产权有争议，9月才签下租约。", "柳庄、东门两个社区因产权有争议，9月才签下租约。"),
        (YAOCAI, "deviation_reasons", "建育苗大棚", "年内来不及重新招标。", "其后已重新招标。"),
        (YAOCAI, "improvement_measures", "建育苗大棚", "2025年6月底前再建3座育苗大棚。", "2025年6月底前再建12座育苗大棚。"),
    ],
)  # fmt: skip
def test_what_a_clause_has_stays_with_it(
    case: str, section: str, indicator: str, true: str, false: str
) -> None:
    facts = facts_of(case)
    assert ground(true, facts, section=section, indicator=indicator).verdict == "supported"
    assert ground(false, facts, section=section, indicator=indicator).verdict == "unsupported"


def test_the_same_facts_are_read_once() -> None:
    from assistant.grounding.evidence import evidence

    facts = facts_of(TITIAN)
    assert evidence(facts) is evidence(facts)
    assert evidence(facts) is evidence((*facts[:1], *facts[1:]))
