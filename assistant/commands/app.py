"""The typer app: Chinese help, shared parameters. Commands register themselves on `app`.

Typer's own words (Usage, Options …) have no translation of their own, so the finished help text is
put into Chinese here. Nothing heavy is imported: `jixiao --help` must stay quick.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from assistant import __version__
from assistant.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.models import CommandFunctionType

    Context = Any

_WORDS = (
    (regex(r"^Usage: ", re.M), "用法："),
    (regex(r"^Options:$", re.M), "选项："),
    (regex(r"^Arguments:$", re.M), "参数："),
    (regex(r"^Commands:$", re.M), "命令："),
    (regex(r"\[OPTIONS\]"), "[选项]"),
    (regex(r"COMMAND \[ARGS\]\.\.\."), "命令 [参数]…"),
    (regex(r"\[default: ([^\]]*)\]"), r"[默认：\1]"),
    (regex(r"\[env var: ([^\]]*)\]"), r"[环境变量：\1]"),
    (regex(r"; required\]|\[required\]"), "[必填]"),
    (regex(r"Show this message and exit\."), "显示这份帮助"),
    (regex(r"Install completion for the current\s+shell\."), "给当前的命令行装上 Tab 补全"),
    (
        regex(
            r"Show\s+completion\s+for\s+the\s+current\s+shell,\s+to\s+copy\s+it\s+or\s+customize\s+the\s+installation\."
        ),
        "显示补全脚本，可自行复制",
    ),
)


def _chinese(text: str) -> str:
    for pattern, words in _WORDS:
        text = pattern.sub(words, text)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help is in Chinese throughout."""

    def get_help(self, ctx: Context) -> str:
        """The help text of one command."""
        return _chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """A group whose help is in Chinese throughout."""

    def get_help(self, ctx: Context) -> str:
        """The help text of the group."""
        return _chinese(super().get_help(ctx))


class App(typer.Typer):
    """Typer with our command class, so that no command has to name it."""

    def command(
        self, name: str | None = None, **settings: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Registers a command; same parameters as typer's own."""
        settings.setdefault("cls", ChineseCommand)
        return super().command(name, **settings)


def new_group(**settings: Any) -> App:
    """A typer app of ours: Chinese help, -h, no rich (its import costs more than a score does)."""
    return App(
        cls=ChineseGroup,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        **settings,
    )


app = new_group(
    no_args_is_help=True,
    help="绩效：项目支出绩效自评报告的起草助手。分数由程序按办法计算，文字由模型依事实起草，最后由人定稿。\n\n"
    "例：jixiao score 数据.yaml\n\n例：jixiao draft 数据.yaml -o 报告.docx",
)

DataFile = Annotated[
    Path,
    typer.Argument(
        metavar="数据", help="数据文件（.yaml），也可以是 .xlsx、.docx", show_default=False
    ),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 对象")]
RulesOption = Annotated[
    str,
    typer.Option(
        "--rules", metavar="规则", help="改用这套评分规则（编号或 .yaml 文件）", show_default=False
    ),
]
PlaceOption = Annotated[
    str,
    typer.Option(
        "--place", metavar="地方", help="用这个地方当年的规则，如 湖北", show_default=False
    ),
]
ForceFlag = Annotated[bool, typer.Option("--force", help="已有的文件也覆盖（先留一份 .bak）")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"jixiao {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="显示版本"),
    ] = False,
) -> None:
    """Holds the options of the program itself."""
