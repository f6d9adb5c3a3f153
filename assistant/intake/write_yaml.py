"""An import as a data file: ruamel.yaml writes it, each value with its origin behind it.

What the form prints beside the data (得分, 执行率 …) stands in comments, and what was not understood at
the end of the file, so that nothing is lost when the terminal is closed. The text is read back and
compared before it is handed out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from assistant.errors import InputError
from assistant.forms.read.imported import Imported, Printed, Value, tree
from assistant.intake.yaml_splice import IMPORTED
from assistant.located import Place, parse
from assistant.model.evaluation import (
    Fund,
    Funds,
    Goal,
    Indicator,
    Project,
    Report,
    ScoringChoice,
)
from assistant.model.row import Row
from assistant.patterns import regex
from assistant.yaml_writing import dumped, round_trip

_LINE = regex(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
#: plain scalars that mean "no value" to YAML; as texts they need quotes
_NULL = "tag:yaml.org,2002:null"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_GROUPS: dict[str, type[Row]] = {
    "项目": Project, "报告": Report, "评分": ScoringChoice, "资金": Funds, "明细": Fund, "总体目标": Goal,
    "指标": Indicator,
}  # fmt: skip
_KEYS = {
    group: [info.alias or name for name, info in model.model_fields.items()]
    for group, model in _GROUPS.items()
}
_TOP = tuple(group for group in _GROUPS if group != "明细")


def to_yaml(imported: Imported) -> str:
    """The data file's text. Raises InputError where it would not read back as the same data."""
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    class Texts(VersionedResolver):
        """Every plain scalar is a text, as our reader has it: 2021 needs no quotes to stay what it is.

        But for an empty one, which is the missing value that the user is to fill in.
        """

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is ScalarNode:
                return _NULL if value in _NULLS else self.DEFAULT_SCALAR_TAG
            return super().resolve(kind, value, implicit)

    root = _commented(imported)
    yaml = round_trip()
    yaml.Resolver = Texts
    text = _head(imported) + dumped(root, yaml) + _tail(imported)
    meant = tree(imported.values)
    for key in imported.missing:
        group, _, name = key.partition(".")
        if name:
            meant.setdefault(group, {})[name] = None
        else:
            meant[group] = None
    if parse(text, imported.source).tree != meant:
        raise InputError(
            f"{imported.source}：有些文字写不成数据文件，请把该表另存一份，去掉特殊符号再试"
        )
    return text


@dataclass(frozen=True, slots=True)
class _Comments:
    """What is said behind each value."""

    said: dict[Place, str]

    def of(self, place: Place) -> str:
        return self.said.get(place, "")


def _comments(imported: Imported) -> _Comments:
    said: dict[Place, list[str]] = {}
    for value in imported.values:
        note = f"（{value.note}）" if value.note else ""
        said[value.place] = [f"{value.origin}{note}"]
    for figure in imported.printed:
        if figure.indicator is not None:
            place = _beside(said, figure)
            said.setdefault(place, []).append(f"表内{figure.kind} {figure.text}（{figure.origin}）")
    return _Comments({place: _one_line("；".join(parts)) for place, parts in said.items()})


def _beside(said: dict[Place, list[str]], figure: Printed) -> Place:
    keys = ("分值", "实际", "名称") if figure.kind == "得分" else ("实际", "名称")
    places: list[Place] = [("指标", figure.indicator or 0, key) for key in keys]
    return next((p for p in places if p in said), places[-1])


def _one_line(text: str) -> str:
    return _LINE.sub(" ", text).strip()


def _commented(imported: Imported) -> Any:
    from ruamel.yaml.comments import CommentedMap

    comments = _comments(imported)
    plain = tree(_in_model_order(imported.values))
    for key in imported.missing:
        group, _, name = key.partition(".")
        if name:
            plain.setdefault(group, {})[name] = None
        else:
            plain[group] = None
    root = CommentedMap()
    for key in _TOP:
        if key in plain:
            root[key] = _node(plain[key], (key,), comments, root, key)
            if len(root) > 1:
                root.yaml_set_comment_before_after_key(key, before="\n")
    return root


def _node(value: Any, place: Place, comments: _Comments, parent: Any, key: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        made = CommentedMap()
        for name, item in value.items():
            made[name] = _node(item, (*place, name), comments, made, name)
        return made
    if isinstance(value, list):
        items = CommentedSeq()
        for number, item in enumerate(value):
            items.append(None)
            items[number] = _node(item, (*place, number), comments, items, number)
        return items
    said = comments.of(place)
    if value is None:
        said = "表内没有找到，请补上"
    if said:
        parent.yaml_add_eol_comment(said, key=key, column=0)
    return _scalar(value)


def _scalar(value: str | None) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if value is None:
        return None
    return DoubleQuotedScalarString(value) if value in _NULLS else value


def _in_model_order(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Groups and keys as the model and the examples have them, rows as the form has them."""

    def rank(value: Value) -> tuple[int, ...]:
        group, *rest = value.place
        keys = [*_KEYS[str(group)], *_KEYS["明细"]]
        # a list's numbers and a group's names never meet at one depth
        return (_TOP.index(str(group)), *(p if isinstance(p, int) else keys.index(p) for p in rest))

    return tuple(sorted(values, key=rank))


def _head(imported: Imported) -> str:
    lines = [
        f"{IMPORTED}“{PurePath(imported.source).name}”读入；每个值后面是它在原件中的位置。",
        "# 请对照原件核对，再运行 jixiao score、jixiao draft。",
    ]
    printed = [p for p in imported.printed if p.indicator is None]
    if printed:
        told = "；".join(f"{p.part}{p.kind} {p.text}（{p.origin}）" for p in printed)
        lines.append(f"# 原件所印、不作数据的数：{told}")
    return "\n".join(_one_line(line) for line in lines) + "\n"


def _tail(imported: Imported) -> str:
    parts = (("需要核对：", imported.doubts), ("没有读懂、没有写入的：", imported.not_understood))
    lines: list[str] = []
    for title, told in parts:
        if told:
            lines += ["", f"# {title}", *(f"#   {_one_line(line)}" for line in told)]
    return "\n".join(lines) + "\n" if lines else ""
