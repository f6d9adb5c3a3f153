"""Measures of many drafts as a table, a page and a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measures import Measures


@dataclass(frozen=True, slots=True)
class Column:
    """A row of the table: its title, its value, and whether it is a share."""

    title: str
    value: Callable[[Sequence[Measures]], float]
    share: bool = True

    def shown(self, part: Sequence[Measures]) -> str:
        """As printed."""
        value = self.value(part)
        if value != value:  # noqa: PLR0124 - not a number: nothing to count
            return "—"
        return f"{value * 100:.1f}%" if self.share else f"{value:,.0f}"


def _sum(part: Sequence[Measures], name: str) -> float:
    return float(sum(getattr(m, name) for m in part))


def _share(above: str, below: str) -> Callable[[Sequence[Measures]], float]:
    def value(part: Sequence[Measures]) -> float:
        whole = _sum(part, below)
        return _sum(part, above) / whole if whole else float("nan")

    return value


def _useful(part: Sequence[Measures]) -> float:
    whole = _sum(part, "kept") + _sum(part, "refused")
    return _sum(part, "kept") / whole if whole else float("nan")


def _count(name: str) -> Callable[[Sequence[Measures]], float]:
    return lambda part: _sum(part, name)


COLUMNS = (
    Column("核对前：有依据的句子", _share("said_supported", "said")),
    Column("核对前：数字、日期、文件无依据的句子", _share("said_numbers", "said")),
    Column("核对前：原因无依据的句子", _share("said_causes", "said")),
    Column("核对前：做法、名称无依据的句子", _share("said_acts", "said")),
    Column("核对后：模型句子留用", _useful),
    Column("核对后：留用句子中有依据的", _share("supported", "kept")),
    Column("核对后：留用句子中数字无依据的（句）", _count("numbers"), share=False),
    Column("核对后：留用句子中原因无依据的（句）", _count("causes"), share=False),
    Column("成稿全文：数字无依据的（句）", _count("document_numbers"), share=False),
    Column("偏离有原因或标明待补充", _share("reasoned", "deviations")),
    Column("偏离有对应措施（不含待补充）", _share("answered", "deviations")),
    Column("没有对应偏离的措施（句）", _count("idle_measures"), share=False),
    Column("两节中待补充、待核实的句子", _share("blanks", "lines")),
    Column("模型句子（句）", _count("said"), share=False),
    Column("调用次数", _count("calls"), share=False),
    Column("词元（读）", _count("prompt_tokens"), share=False),
    Column("词元（写）", _count("completion_tokens"), share=False),
    Column("秒", _count("seconds"), share=False),
    Column("没有写成的项目", lambda part: float(sum(bool(m.failed) for m in part)), share=False),
)


def table(results: dict[str, list[Measures]]) -> list[list[str]]:
    """Title row, then one row a column: the models stand side by side."""
    rows = [["指标", *results]]
    rows += [[c.title, *(c.shown(part) for part in results.values())] for c in COLUMNS]
    return rows


def page(results: dict[str, list[Measures]], day: str, detector: str, picture: str) -> str:
    """The note that is kept beside the figures."""
    cases = "，".join(f"{name} {len(part)} 个" for name, part in results.items())
    lines = [f"# 起草质量测评（{day}）", "", f"项目（`evals/cases/`）：{cases}。", ""]
    rows = table(results)
    lines += ["| " + " | ".join(rows[0]) + " |", "| " + " | ".join("---" for _ in rows[0]) + " |"]
    lines += ["| " + " | ".join(row) + " |" for row in rows[1:]]
    lines += [
        "",
        f"![核对前后]({picture})",
        "",
        "## 核对本身的准确率和召回率",
        "",
        "```",
        detector,
        "```",
        "",
    ]
    return "\n".join(lines)


def chart(results: dict[str, list[Measures]], path: Path) -> None:
    """Before and after, a group of bars a model. Chinese labels need a Chinese font; else English."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import font_manager, pyplot

    fonts = {f.name for f in font_manager.fontManager.ttflist}
    chinese = next((f for f in ("Noto Sans CJK SC", "Noto Serif CJK SC", "Noto Sans CJK JP", "Noto Serif CJK JP",
                                "SimSun", "Microsoft YaHei", "AR PL UMing CN") if f in fonts), "")  # fmt: skip
    if chinese:
        pyplot.rcParams["font.family"] = chinese
    wanted = (
        ("核对前有依据", "said: supported", COLUMNS[0]),
        ("核对前数字无依据", "said: numbers", COLUMNS[1]),
        ("核对前原因无依据", "said: causes", COLUMNS[2]),
        ("模型句子留用", "kept", COLUMNS[4]),
        ("留用中有依据", "kept: supported", COLUMNS[5]),
        ("偏离有原因", "reasoned", COLUMNS[9]),
        ("偏离有措施", "answered", COLUMNS[10]),
        ("待补充待核实", "marked", COLUMNS[12]),
    )
    figure, axes = pyplot.subplots(figsize=(11, 4.5), dpi=110)
    width = 0.8 / max(1, len(results))
    for k, (model, part) in enumerate(results.items()):
        values = [column.value(part) * 100 for *_, column in wanted]
        places = [i + k * width for i in range(len(wanted))]
        bars = axes.bar(places, [0 if v != v else v for v in values], width, label=model)  # noqa: PLR0124
        axes.bar_label(bars, ["—" if v != v else f"{v:.0f}" for v in values], fontsize=8)  # noqa: PLR0124
    axes.set_xticks([i + 0.4 - width / 2 for i in range(len(wanted))])
    axes.set_xticklabels([zh if chinese else en for zh, en, _ in wanted], fontsize=9)
    axes.set_ylim(0, 110)
    axes.set_ylabel("%")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.13), ncols=3, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)
