"""`jixiao score`: the scores, with formula and clause."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.commands.app import DataFile, JsonFlag, RulesOption, app
from assistant.errors import EXIT_FINDINGS


@app.command("score")
def score_command(
    data: DataFile,
    as_json: JsonFlag = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="每条指标给出规则、代入的算式和条款")
    ] = False,
    rules: RulesOption = "",
) -> None:
    """按评分规则计算各项得分、总分和等级。

    例：jixiao score 数据.yaml --explain
    """
    from assistant.intake import read
    from assistant.rules.loader import for_data
    from assistant.scoring import score

    evaluation = read(data)
    card = score(evaluation, for_data(evaluation, data, rules))
    if as_json:
        from assistant.scoring.scorecard_json import dump, to_json

        typer.echo(dump(to_json(card)))
    else:
        from assistant.scoring.scorecard_table import print_card

        print_card(card, explain=explain)
    if any(finding.severity == "error" for finding in card.findings):
        raise typer.Exit(EXIT_FINDINGS)
