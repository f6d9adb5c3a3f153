"""`jixiao draft`: one shot from data to a Word report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.app import DataFile, ForceFlag, JsonFlag, RulesOption, app
from assistant.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from assistant.oneshot import Order, Outcome

ModelOption = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="模型",
        help="none（规则起草）、local（本机模型）、模型名称，或地址 http://…/v1#名称",
        show_default=False,
    ),
]


@app.command("draft")
def draft_command(
    data: DataFile,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="报告", help="写成的 Word 文件，缺省为“数据名-自评报告.docx”"
        ),
    ] = None,
    model: ModelOption = "",
    as_json: JsonFlag = False,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="模板", help="套用本单位的 Word 模板"),
    ] = None,
    annex: Annotated[
        list[str] | None,
        typer.Option(
            "--annex", metavar="附件", help="scores（计分明细）或 form（自评表），可写多次"
        ),
    ] = None,
    force: ForceFlag = False,
    show_prompt: Annotated[
        bool, typer.Option("--show-prompt", help="只显示会发给模型的全部文字，不发送，不写报告")
    ] = False,
    allow_marked: Annotated[
        bool, typer.Option("--allow-marked", help="材料有密级标志字样（属误判）时仍发往外部模型")
    ] = False,
    redo: Annotated[
        list[str] | None,
        typer.Option(
            "--redo",
            metavar="节",
            help="这一节不要人写的了，重新起草（如“结果应用情况”，可写多次）；原来的在 jixiao history 里",
        ),
    ] = None,
    rules: RulesOption = "",
) -> None:
    """计算得分，起草各节文字，写成 Word 报告；人改过的句子都保留。

    例：jixiao draft 数据.yaml -o 报告.docx
    """
    from assistant.llm.progress import for_stderr
    from assistant.oneshot import Order, produce

    order = Order(
        data=data,
        output=output or data.with_name(f"{data.stem}-自评报告.docx"),
        model=model,
        rules=rules,
        template=template,
        annexes=tuple(annex or ()),
        force=force,
        allow_marked=allow_marked,
        redo=tuple(redo or ()),
    )
    if show_prompt:
        _show(order, as_json)
        return
    outcome = produce(order, for_stderr())
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
    else:
        _tell(outcome)
    if any(finding.severity == "error" for finding in outcome.card.findings):
        raise typer.Exit(EXIT_FINDINGS)


def _show(order: Order, as_json: bool) -> None:
    from assistant.oneshot import shown_prompts

    who, shown = shown_prompts(order)
    if as_json:
        rows = [{"label": label, "prompt": prompt} for label, prompt in shown]
        typer.echo(json.dumps({"model": who, "prompts": rows}, ensure_ascii=False))
        return
    if not shown:
        typer.echo(f"{who}：不向任何模型发送文字", err=True)
    for i, (label, prompt) in enumerate(shown, 1):
        typer.echo(f"──── {i}/{len(shown)} {label}（发往 {who}）────\n{prompt}\n")


def _tell(outcome: Outcome) -> None:
    draft = outcome.draft
    for line in outcome.flags:
        typer.echo(line, err=True)
    typer.echo(f"已写成 {outcome.output}，起草：{draft.model}（{outcome.why}）", err=True)
    usage = draft.usage
    if usage.calls:
        refused = sum(len(section.refused) for section in draft.sections)
        typer.echo(
            f"调用模型 {usage.calls} 次，用时 {usage.seconds:.0f} 秒；模型写的句子里有 {refused} 句与数据不符，没有采用",
            err=True,
        )
    typer.echo(f"每句话的依据：{outcome.grounds}", err=True)
    left = outcome.standing()
    if left.asked.words:
        typer.echo(f"请在 Word 里处理：{left.asked.words}", err=True)
    if outcome.remarks:
        typer.echo(
            f"有{outcome.remarks}条批注没有办结，照样写在新稿里；办好后在 Word 里标为已解决，或删去",
            err=True,
        )
    found, errors = left.findings, left.errors
    if found:
        typer.echo(
            f"检查：错误{errors}处，提醒和说明{len(found) - errors}处，请用 jixiao check {outcome.output} 查看",
            err=True,
        )
