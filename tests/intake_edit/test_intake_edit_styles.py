"""One value changed in a file of any style of YAML: the bytes outside the value stay, the value reads back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.intake.edit_yaml import Change, apply, stored

_WORDS = (
    "校舍维修",
    "10所",
    "≥95%",
    "县教育局：基建股",
    "12月完成，逾期3天",
    "#1楼 至 #3楼",
    "是",
    "1,200.50",
    "2024-03-20",
    "'引号'",
    "“九成”",
)
_COMMENTS = ("", " # 与批复一致", "   # 国库：支付系统导出 {不是映射}")


def _scalar(draw: st.DrawFn, text: str, *, flow: bool, pad: str) -> str:
    """A text in one of the styles of YAML that read back as it."""
    plain = text
    try:
        bare = f"{{k: {text}}}" if flow else f"k: {text}"
        fits = yaml.load(bare, yaml.BaseLoader) == {"k": text}  # noqa: S506 - text alone
    except yaml.YAMLError:
        fits = False
    styles = [
        "single",
        "double",
        *(["plain", "plain"] if fits else []),
        *([] if flow else ["literal", "folded"]),
    ]
    match draw(st.sampled_from(styles)):
        case "single":
            return "'" + text.replace("'", "''") + "'"
        case "double":
            return '"' + text.replace('"', '\\"') + '"'
        case "literal":
            return f"|-\n{pad}    {text}"
        case "folded":
            return f">-\n{pad}    {text}"
    return plain


@st.composite
def files(draw: st.DrawFn) -> tuple[str, tuple[Any, ...], str]:
    """A data file, the place of a value in it, and the value."""
    gap = st.sampled_from((" ", "  ", "    "))
    values = {
        ("项目", "名称"): draw(st.sampled_from(_WORDS)), ("项目", "实施单位"): draw(st.sampled_from(_WORDS)),
        ("报告", "署名"): draw(st.sampled_from(_WORDS)),
        **{("指标", n, key): draw(st.sampled_from(_WORDS)) for n in (0, 1) for key in ("原因", "措施")},
    }  # fmt: skip
    lines: list[str] = []

    def mapping(pairs: list[tuple[str, Any, bool]], pad: str, first: str) -> None:
        """`pairs` are key, value or place, and whether it is a place."""
        if draw(st.booleans()):
            inner = []
            for key, value, place in pairs:
                shown = _scalar(draw, values[value], flow=True, pad=pad) if place else value
                inner.append(f"{key}:{draw(gap)}{shown}")
            joint = draw(st.sampled_from((", ", " ,  ", f",   # 行内注释\n{pad}   ")))
            lines.append(f"{first}{{{joint.join(inner)} }}{draw(st.sampled_from(_COMMENTS))}")
            return
        for number, (key, value, place) in enumerate(pairs):
            shown = _scalar(draw, values[value], flow=False, pad=pad) if place else value
            note = "" if shown.startswith(("|", ">")) else draw(st.sampled_from(_COMMENTS))
            lines.append(f"{first if not number else pad}{key}:{draw(gap)}{shown}{note}")
            if draw(st.booleans()):
                lines.append(f"{pad}# 隔开的注释")

    def group(name: str, pairs: list[tuple[str, Any, bool]]) -> None:
        lines.append(f"{name}:{draw(st.sampled_from(_COMMENTS))}")
        mapping(pairs, "  ", "  ")

    group(
        "项目",
        [
            ("名称", ("项目", "名称"), True),
            ("年度", "2023", False),
            ("实施单位", ("项目", "实施单位"), True),
        ],
    )
    group("报告", [("署名", ("报告", "署名"), True)])
    lines.append("指标:")
    for n in (0, 1):
        mapping(
            [("一级", "产出指标", False), ("二级", "数量指标", False), ("名称", f"第{n}项", False), ("目标", "≥95%", False),
             ("原因", ("指标", n, "原因"), True), ("措施", ("指标", n, "措施"), True)],
            "    ", "  - ",
        )  # fmt: skip
    end = draw(st.sampled_from(("\n", "\r\n")))
    place = draw(st.sampled_from(sorted(values, key=str)))
    return end.join("\n".join(lines).split("\n")) + end, place, values[place]


def _span(text: str, place: tuple[Any, ...]) -> tuple[int, int]:
    """Where the value stands, by PyYAML."""
    node = yaml.compose(text)
    for step in place:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next(value for key, value in node.value if key.value == step)
    return node.start_mark.index, node.end_mark.index


@settings(max_examples=100, deadline=None)
@given(
    made=files(),
    new=st.sampled_from(
        (*_WORDS, "null", "甲: 乙", "- 丙", "[丁]", "& 戊", "己 #庚", "第一行，第二行", "95%")
    ),
    head=st.sampled_from((b"", b"\xef\xbb\xbf")),
)
def test_the_bytes_outside_the_value_stay_in_any_style(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, tuple[Any, ...], str], new: str, head: bytes,
) -> None:  # fmt: skip
    text, place, old = made
    path = tmp_path_factory.mktemp("style") / "数据.yaml"
    path.write_bytes(head + text.encode())
    assert stored(path, place) == old
    try:
        apply(path, [Change(place, old, new)])
    except InputError:
        assert path.read_bytes() == head + text.encode()
        raise
    after = path.read_bytes().removeprefix(head).decode()
    assert path.read_bytes().startswith(head)
    start, end = _span(text, place)
    tail = text[end:]
    assert after.startswith(text[:start])
    # the line end after a block text is the value's own
    assert after.endswith(tail) or after.endswith(tail.lstrip("\r\n")), (
        text[start:end],
        after[start:],
    )
    assert stored(path, place) == new
