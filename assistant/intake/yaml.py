"""The Chinese YAML data file into an Evaluation.

All mistakes at once, in the order of the file, each a line with file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.explaining import known_keys
from assistant.located import Located, explain, read_located
from assistant.model.evaluation import Evaluation, Indicator
from assistant.values.reading import fold, read_text

_MOST_INDICATORS = 2000
_MOST_SHOWN = 60


def read_evaluation(path: Path, *, unfinished: bool = False) -> Evaluation:
    """Reads a data file. Raises InputError with one Chinese line for each mistake in it.

    `unfinished`: a file that is being filled in by talk may have no indicator yet.
    """
    located = read_located(path, known_keys(Evaluation))
    if not isinstance(located.tree, dict):
        raise InputError(*_not_a_group(located))
    _inherit(located, path)
    _outline_file(located, path)
    evaluation, mistakes = None, list(faults_of_rows(located, unfinished=unfinished))
    try:
        evaluation = evaluation_of(located.tree)
    except ValidationError as error:
        mistakes += explain(error, located, Evaluation)
    if evaluation is None or mistakes:
        raise InputError(*_in_file_order(mistakes, located.name))
    return evaluation


def evaluation_of(tree: Any) -> Evaluation:
    """The tree as an Evaluation; rows that stand as they stood a moment ago are not validated again.

    Raises pydantic's ValidationError. `tree` is left as it is.
    """
    rows = tree.get("指标") if isinstance(tree, dict) else None
    if not isinstance(rows, list):
        return Evaluation.model_validate(tree)
    for known, indicators in reversed(_lately):
        if len(known) == len(rows):
            beside = zip(rows, known, indicators, strict=True)
            rows = [done if row == was else row for row, was, done in beside]
            break
    made = Evaluation.model_validate({**tree, "指标": rows})
    _lately[:] = [*_lately[1 - _LATELY :], (tree["指标"], made.indicators)]
    return made


#: the rows that were read last, beside what they came to
_lately: list[tuple[list[Any], tuple[Indicator, ...]]] = []
_LATELY = 3


def _inherit(located: Located, path: Path) -> None:
    """Takes in what 单位.yaml beside the file says for all projects of the unit."""
    from assistant.intake.unit import NAME, inherit, read_unit

    shared = path.with_name(NAME)
    if path.name != NAME and shared.is_file():
        inherit(located.tree, read_unit(shared))


def _outline_file(located: Located, path: Path) -> None:
    """报告.提纲 that names a file: the outline in it takes the name's place in the tree.

    Raises InputError where the file is no outline; its place is looked for from the data file's folder.
    """
    report = located.tree.get("报告")
    named = report.get("提纲") if isinstance(report, dict) else None
    if not isinstance(report, dict) or not isinstance(named, str):
        return
    if named.lower().endswith((".yaml", ".yml")):
        from assistant.intake.outline_file import read_outline_file

        report["提纲"] = read_outline_file(path.parent / named)


def _not_a_group(located: Located) -> list[str]:
    if located.mistyped:
        return [f"{located.name}:{line}：{message}" for line, message in located.mistyped]
    return [f"{located.name}:1：文件开头应是“项目:”这样的一组键，请照 jixiao new 生成的样式写"]


def _in_file_order(mistakes: list[str], name: str) -> list[str]:
    """By line, each once; a file that is wrong all over is not told line by line to its end."""

    def line(mistake: str) -> int:
        number = mistake.removeprefix(f"{name}:").partition("：")[0]
        return int(number) if number.isdecimal() else 0

    ordered = sorted(dict.fromkeys(mistakes), key=line)
    left = len(ordered) - _MOST_SHOWN
    return ordered if left <= 0 else [*ordered[:_MOST_SHOWN], f"{name}：还有 {left} 处，改后再查"]


def faults_of_rows(located: Located, *, unfinished: bool = False) -> Iterator[str]:
    """What no single row shows: none (unless the file is `unfinished`), too many, or two alike."""
    indicators = located.tree.get("指标")
    here = f"{located.name}:{located.line(('指标',))}：指标："
    if isinstance(indicators, list) and not indicators and not unfinished:
        yield f"{here}一条也没有，请至少写一条"
    if isinstance(indicators, list) and len(indicators) > _MOST_INDICATORS:
        yield (f"{here}有 {len(indicators)} 条，超过上限 {_MOST_INDICATORS} 条，请分项目填写")
    yield from _alike(located, ("指标",), ("一级", "二级", "名称"), "请删去一条或改名")
    yield from _alike(located, ("资金", "明细"), ("来源",), "请合并成一行")


def _alike(
    located: Located, place: tuple[str, ...], keys: tuple[str, ...], mend: str
) -> Iterator[str]:
    """Rows alike in `keys` cannot be told apart, in the tables or when edits come back."""
    seen: dict[tuple[str, ...], int] = {}
    for i, row in enumerate(_list_at(located.tree, place)):
        values = tuple(_plain(row.get(key)) for key in keys) if isinstance(row, dict) else ()
        if not values or not values[-1]:
            continue
        line = located.line((*place, i))
        if values in seen:
            yield (
                f"{located.name}:{line}：{'.'.join(place)}[{i + 1}]："
                f"{keys[-1]}“{read_text(row[keys[-1]])}”与第{seen[values]}行重复，{mend}"
            )
        seen.setdefault(values, line)


def _list_at(tree: Any, place: Iterable[str]) -> list[Any]:
    for key in place:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if isinstance(tree, list) else []


def _plain(value: object) -> str:
    """As rows are compared: 产出 and 产出指标 are one class."""
    if isinstance(value, (dict, list)) or value is None:
        return ""
    return fold(read_text(value)).removesuffix("指标")
