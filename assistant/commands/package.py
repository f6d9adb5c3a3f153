"""`jixiao package` and `jixiao verify`: the proof package, and its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import DataFile, ForceFlag, JsonFlag, RulesOption, app
from assistant.errors import EXIT_FINDINGS, InputError
from assistant.files import keep_copy, write_whole


@app.command("package")
def package_command(
    data: DataFile,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="送审包.zip", help="写到哪里", show_default=False),
    ],
    redacted: Annotated[
        bool,
        typer.Option("--redacted", help="公开版：隐去人名、号码和保密词，不含历史、调用记录和佐证"),
    ] = False,
    rules: RulesOption = "",
    force: ForceFlag = False,
) -> None:
    """做送审包：报告、自评表、事实依据表、检查结果、首稿、历次改动、调用记录和佐证，加清单和封。

    例：jixiao package 数据.yaml -o 送审包.zip
    """
    from assistant.proof.package import pack
    from assistant.workspace import Workspace

    if output.suffix.lower() != ".zip":
        raise InputError(f"{output}：送审包是 .zip 文件，如 -o 送审包.zip")
    if output.exists() and not force:
        raise InputError(
            f"{output}：已有这个文件，请换一个名字，或加 --force 覆盖（先留一份 .bak）"
        )
    made = pack(data, redacted=redacted, rules=rules)
    if output.exists():
        keep_copy(output)
    write_whole(output, made.data)
    typer.echo(
        f"已写出 {output}，{len(made.parts) - 1}个文件和1份清单；对方可用 jixiao verify {output.name} 核验",
        err=True,
    )
    if waiting := len(Workspace.beside(data).load_threads()):
        typer.echo(f"提示：领导的批注还有{waiting}条没有办结（批注不放进送审包）", err=True)
    for line in made.missing:
        typer.echo(f"没有找到佐证文件：{line}", err=True)


@app.command("verify")
def verify_command(
    package: Annotated[
        Path, typer.Argument(metavar="送审包", help="要核验的送审包（.zip）", show_default=False)
    ],
    as_json: JsonFlag = False,
) -> None:
    """核验送审包：每个文件是否被改动，得分能否重新算出，报告和依据是否与数据一致。不用网络。

    例：jixiao verify 送审包.zip
    """
    from assistant.proof.proving import prove

    proof = prove(package)
    if as_json:
        import json

        typer.echo(json.dumps(proof.as_json(), ensure_ascii=False))
    else:
        about = proof.about
        typer.echo(
            f"{about.get('项目', '')}　{about.get('年度', '')}年度　{about.get('种类', '')}　{about.get('程序', '')}　{about.get('制作', '')}"
        )
        for one in proof.held:
            typer.echo(f"{'✓' if one.holds else '✗'} {one.what}：{one.told}")
        missing = about.get("缺少的佐证", []) or []
        for line in missing:
            typer.echo(f"　缺少佐证：{line}")
        without = f"另有{len(missing)}份佐证没有放进包里，没有核验。" if missing else ""
        typer.echo(("包里的内容全部一致。" if proof.holds else "有不一致的地方，见上。") + without)
    if not proof.holds:
        raise typer.Exit(EXIT_FINDINGS)
