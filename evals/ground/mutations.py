"""False sentences made from true ones by one change: a figure, a date, a polarity, an owner, an added clause."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

_FIGURE = re.compile(
    r"(?<![\d.年月])(\d+(?:\.\d+)?)(?=%|万|亿|个|公里|人|座|户|次|件|台|天|起|元|吨|亩|页|分)"
)
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")
#: polarity and completion, one way and back
_POLARITY = (
    ("未能", "已经"), ("没有", "已经"), ("尚未", "已经"), ("暂未", "已"), ("已退回", "未退回"),
    ("低于", "高于"), ("少于", "多于"), ("晚于", "早于"), ("达到", "未达到"), ("高于", "低于"),
)  # fmt: skip
_DONE = (("将", "已"), ("拟", "已"), ("计划", "已"), ("负责", "已经完成了"))
_ADDED = {
    "cause": ("，同时人员配备不足", "，也与前期谋划不充分有关", "，加之市场价格上涨", "，根源在于责任心不强"),
    "praise": ("，取得了良好的社会效益", "，成效明显", "，受到群众一致好评", "，走在全市前列"),
    "promise": ("，并建立长效机制", "，确保明年全面完成", "，同时追加预算资金", "，并严肃追责问责"),
    "law": ("，符合预算法的规定", "，严格执行《政府采购法》"),
    "money": ("，结余资金已上缴国库", "，剩余资金结转下年使用"),
    "body": ("，并经审计局审计", "，由第三方机构核实"),
    "compare": ("，比上年有所提高", "，高于全省平均水平"),
    "rank": ("，排名全市第一", "，位居全县前三"),
    "quantifier": ("，涉及绝大多数单位", "，占总数的八成"),
}  # fmt: skip
_OWNER = re.compile(r"(?:由|责任单位为)(?P<who>[^，。]{3,14}?)(?=负责|，|。|在)")


def mutated(text: str, seed: int) -> Iterator[tuple[str, str]]:
    """Kind and false text. The same seed makes the same ones."""
    draw = random.Random(seed)  # noqa: S311 - test data
    figures = list(_FIGURE.finditer(text))
    if figures:
        hit = draw.choice(figures)
        wrong = f"{float(hit[0]) * 1.37:.1f}" if "." in hit[0] else str(int(hit[0]) * 3 + 7)
        yield "number", text[: hit.start()] + wrong + text[hit.end() :]
    months = list(_MONTH.finditer(text))
    if months:
        hit = draw.choice(months)
        yield "date", f"{text[: hit.start(1)]}{(int(hit[1]) + 3) % 12 + 1}{text[hit.end(1) :]}"
    for kind, pairs in (("polarity", _POLARITY), ("done", _DONE)):
        there = [pair for pair in pairs if pair[0] in text]
        if there:
            one, other = draw.choice(there)
            yield kind, text.replace(one, other, 1)
    owner = _OWNER.search(text)
    if owner:
        yield "owner", text[: owner.start("who")] + "县财政局" + text[owner.end("who") :]
    for kind in draw.sample(sorted(_ADDED), 3):
        yield kind, text.rstrip("。") + draw.choice(_ADDED[kind]) + "。"
