"""The Chinese YAML data file into an Evaluation; all mistakes at once, each with file, line and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.located import Located, explain, read_located
from assistant.model import Evaluation
from assistant.reading import fold

_MOST_INDICATORS = 2000


def read_evaluation(path: Path) -> Evaluation:
    """Reads a data file. Raises InputError with one Chinese line for each mistake in it."""
    located = read_located(path)
    if not isinstance(located.tree, dict):
        raise InputError(f"{path}:1：文件开头应是“项目:”这样的一组键，请照 jixiao new 的样式写")
    mistakes = list(_lists(located))
    try:
        evaluation = Evaluation.model_validate(located.tree)
    except ValidationError as error:
        raise InputError(*mistakes, *explain(error, located, Evaluation)) from None
    mistakes += _alike(evaluation, located)
    if mistakes:
        raise InputError(*mistakes)
    return evaluation


def _lists(located: Located) -> Iterator[str]:
    indicators = located.tree.get("指标")
    if isinstance(indicators, list) and not indicators:
        yield f"{located.name}:{located.line(('指标',))}：指标：一条也没有，请至少写一条"
    if isinstance(indicators, list) and len(indicators) > _MOST_INDICATORS:
        yield (
            f"{located.name}:{located.line(('指标',))}：指标：有 {len(indicators)} 条，"
            f"超过上限 {_MOST_INDICATORS} 条，请分项目填写"
        )


def _alike(evaluation: Evaluation, located: Located) -> Iterator[str]:
    """Rows of the same level and name cannot be told apart, in the tables or when edits come back."""
    seen: dict[tuple[str, str, str], int] = {}
    for i, row in enumerate(evaluation.indicators):
        key = (row.level1, row.level2, fold(row.name))
        line = located.line(("指标", i))
        if not row.name:
            yield f"{located.name}:{line}：指标[{i + 1}].名称：是空的，请写三级指标的名称"
        elif key in seen:
            yield (
                f"{located.name}:{line}：指标[{i + 1}]：与第{seen[key]}行的指标“{row.name}”重复，"
                "请删去一条或改名"
            )
        seen.setdefault(key, line)
    sources: dict[str, int] = {}
    for i, fund in enumerate(evaluation.funds.sources if evaluation.funds else ()):
        line = located.line(("资金", "明细", i))
        if fund.source in sources:
            yield f"{located.name}:{line}：资金.明细[{i + 1}]：来源“{fund.source}”与第{sources[fund.source]}行重复，请合并"
        sources.setdefault(fund.source, line)
