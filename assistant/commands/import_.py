"""`jixiao import`: what staff have, as a data file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.app import ForceFlag, JsonFlag, app
from assistant.errors import InputError
from assistant.files import keep_copy, write_whole
from assistant.naming import as_typed

if TYPE_CHECKING:
    from assistant.forms.read.imported import Imported

#: characters of a line on the terminal; the data file has the whole
_LONGEST_LINE = 200
_TO_RUN = "请运行："


@app.command("import")
def import_command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="文件", help="自评表或报告：.xlsx、.xls、.csv、.docx", show_default=False
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="数据.yaml", help="写到哪里，缺省打印出来", show_default=False
        ),
    ] = None,
    project: Annotated[
        str,
        typer.Option(
            "--project", metavar="名称", help="文件里有几个项目时只取这一个", show_default=False
        ),
    ] = "",
    ask: Annotated[bool, typer.Option("--ask", help="拿不准的列在终端里问")] = False,
    model: Annotated[
        str,
        typer.Option(
            "--model", metavar="模型", help="请模型建议各列是什么，由人确认", show_default=False
        ),
    ] = "",
    take_scores: Annotated[
        bool,
        typer.Option(
            "--take-scores", help="定性、逾期的指标按表内自评得分记“评分比例”，不再逐条问"
        ),
    ] = False,
    as_json: JsonFlag = False,
    force: ForceFlag = False,
) -> None:
    """把现有的自评表或报告转成数据文件，注明每个值的出处，说明哪些没有读懂。

    例：jixiao import 自评表.xlsx -o 数据.yaml
    """
    from assistant.intake import choose, read_all
    from assistant.intake.write_yaml import to_yaml

    found = read_all(source)
    if ask or model:
        found = _settled(source, found, model, output or source)
    if project:
        found = (choose(found, source, project),)
    again = _again(source, output, project)
    found = tuple(_judged(imported, ask, take_scores, again) for imported in found)
    texts = [to_yaml(imported) for imported in found]
    if as_json and output is None:
        raise InputError("--json 打印的是读入的情况，数据要另写成文件：请加 -o 数据.yaml")
    _write(texts, output, force)
    if as_json:
        typer.echo(_as_json(found, output))
        return
    for number, imported in enumerate(found, 1):
        _tell(imported, number if len(found) > 1 else 0, _named(output, number, len(found)))


def _again(source: Path, output: Path | None, project: str) -> str:
    """The command that takes the printed points too, as it is to be typed."""
    words = ["jixiao", "import", str(source), "--take-scores"]
    words += ["--project", project] if project else []
    words += ["-o", str(output), "--force"] if output is not None else []
    return as_typed(*words)


def _named(output: Path | None, number: int, count: int) -> Path | None:
    """One project goes to the name given; several are numbered: names from a file are never paths."""
    if output is None or count == 1:
        return output
    return output.with_name(f"{output.stem}-{number}{output.suffix or '.yaml'}")


def _write(texts: list[str], output: Path | None, force: bool) -> None:
    if output is None:
        # several data files in one stream: YAML's own border between them
        typer.echo("---\n".join(texts), nl=False)
        return
    from assistant.intake import YAML_SUFFIXES
    from assistant.workspace import Workspace

    if output.suffix.lower() not in YAML_SUFFIXES:
        raise InputError(f"{output}：只能写成 .yaml 数据文件，如 -o 数据.yaml")
    targets = [_named(output, i, len(texts)) or output for i in range(1, len(texts) + 1)]
    there = [t for t in targets if t.exists() or t.is_symlink()]
    if there and not force:
        raise InputError(
            f"{there[0]}：已有这个文件，请换一个名字，或加 --force 覆盖（先留一份 .bak）"
        )
    for target, text in zip(targets, texts, strict=True):
        with Workspace.beside(target).beside_others(f"import -o {target.name}"):
            if target.exists():
                keep_copy(target)
            write_whole(target, text.encode())


def _as_json(found: tuple[Imported, ...], output: Path | None) -> str:
    """One object: {"projects": [{"name", "output", "indicators", "funds", "missing", "doubts", "not_understood"}]}, nothing cut."""
    import json

    told = [
        {
            "name": one.name,
            "output": str(_named(output, number, len(found))),
            "indicators": _rows_of(one),
            "funds": _funds_of(one),
            "missing": one.missing,
            "doubts": one.doubts,
            "not_understood": one.not_understood,
        }
        for number, one in enumerate(found, 1)
    ]
    return json.dumps({"projects": told}, ensure_ascii=False)


def _rows_of(imported: Imported) -> int:
    return len({v.place[1] for v in imported.values if v.place[0] == "指标"})


def _funds_of(imported: Imported) -> int:
    return len({v.place[2] for v in imported.values if v.place[:2] == ("资金", "明细")})


def _tell(imported: Imported, number: int, target: Path | None) -> None:
    """What came of it, what to look at, what was not understood: all on stderr."""
    from assistant.values.printing import on_a_line

    which = f"项目 {number}：" if number else ""
    where = f" → {target}" if target else ""
    typer.echo(
        f"{which}{imported.name or '（无名称）'}：{_rows_of(imported)} 条指标，{_funds_of(imported)} 个资金来源{where}",
        err=True,
    )
    if imported.missing:
        typer.echo(f"缺少：{'、'.join(imported.missing)}，请在数据文件里补上", err=True)
    for title, lines in (
        ("需要核对", imported.doubts),
        ("没有读懂、没有写入", imported.not_understood),
    ):
        if lines:
            typer.echo(f"{title}（{len(lines)} 处）：", err=True)
            for line in lines:
                whole_line = _TO_RUN in line  # a command that is cut cannot be run
                typer.echo(f"  {line if whole_line else on_a_line(line, _LONGEST_LINE)}", err=True)
            if any(len(line) > _LONGEST_LINE and _TO_RUN not in line for line in lines):
                whole = "数据文件末尾的注释里" if target else "所打印数据末尾的注释里"
                typer.echo(f"  （以“…”结尾的是长的，全文在{whole}）", err=True)


def _judged(imported: Imported, ask: bool, take: bool, again: str) -> Imported:
    """Printed human points as 评分比例, on one yes for all; without it they are only listed."""
    from dataclasses import replace

    from assistant.forms.read.proposals import proposals, taken

    offered = proposals(imported)
    if not offered:
        return imported
    if not take and ask and sys.stdin.isatty():
        for proposal in offered:
            typer.echo(proposal.words, err=True)
        question = f"以上 {len(offered)} 条要由人评定，按表内自评得分记“评分比例”吗？输入“是”采用，回车不采用："
        try:
            take = _answer(question).strip() in {"是", "y", "yes"}
        except EOFError:
            take = False
    if take:
        return taken(imported, offered)
    lines = [f"{p.words}，没有采用" for p in offered]
    lines.append(f"采用以上 {len(offered)} 条评分比例{_TO_RUN}{again}")
    return replace(imported, doubts=(*imported.doubts, *lines))


def _settled(
    source: Path, found: tuple[Imported, ...], model: str, beside: Path
) -> tuple[Imported, ...]:
    """The file read again with what a person said of its doubtful columns. Without a terminal nobody is asked."""
    from assistant.intake import read_all
    from assistant.intake.asking import settle

    columns = [c for imported in found for c in imported.columns]
    if not columns:
        typer.echo("没有拿不准的列，不用问", err=True)
        return found
    if not sys.stdin.isatty():
        typer.echo("不在终端里，不提问；拿不准的列列在下面", err=True)
        return found
    proposed = {}
    if model:
        from assistant.commands.import_model import propose

        proposed = propose(columns, model, beside, source)
    settled = settle(columns, answer=_answer, say=_say, proposed=proposed)
    return read_all(source, settled)


def _answer(question: str) -> str:
    typer.echo(question, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _say(text: str) -> None:
    typer.echo(text, err=True)
