"""What `jixiao rules diff` says: rules that differ, and on given data the points that move and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.model.evaluation import Evaluation
from assistant.rules.loader import load
from assistant.rules.ruleset import RuleSet
from assistant.rules.showing import differences
from assistant.scoring.comparison import Comparison, Move, compare
from assistant.scoring.scorecard_json import dump
from assistant.values.printing import plain


@dataclass(frozen=True, slots=True)
class Difference:
    """Two rule sets; `comparison` where data were given."""

    one: RuleSet
    two: RuleSet
    comparison: Comparison | None

    def as_text(self) -> str:
        """Lines for people."""
        lines = [f"甲：{self.one.id}　{self.one.name}", f"乙：{self.two.id}　{self.two.name}", ""]
        changed = differences(self.one, self.two)
        lines += ["不同的规则：" if changed else "两套规则的参数没有不同"]
        for name, before, after in changed:
            lines += [f"【{name}】", f"　甲：{before}", f"　乙：{after}"]
        if self.comparison is not None:
            lines += ["", *_points(self.comparison)]
        return "\n".join(lines)

    def as_json(self) -> str:
        """One JSON object: `rules` that differ, `moves` and totals on the data."""
        found = self.comparison
        rules = [
            {"name": n, "before": a, "after": b} for n, a, b in differences(self.one, self.two)
        ]
        body: dict[str, object] = {"one": self.one.id, "two": self.two.id, "rules": rules}
        if found is not None:
            body["moves"] = [_as_dict(move) for move in found.moves]
            body["total"] = [found.before.total.score, found.after.total.score]
            body["grade"] = [found.before.grade, found.after.grade]
        return dump(body)


def tell(one: str, two: str, evaluation: Evaluation | None) -> Difference:
    """Loads both rule sets, by the year of the data where given, and compares."""
    year = None if evaluation is None else evaluation.project.year
    first, second = load(one, year=year), load(two, year=year)
    comparison = None if evaluation is None else compare(evaluation, first, second)
    return Difference(first, second, comparison)


def _points(found: Comparison) -> list[str]:
    lines = ["得分变动：" if found.moves else "在这份数据上得分没有变动"]
    for move in found.moves:
        by = move.by
        change = "" if by is None else f"（{'+' if by > 0 else ''}{plain(by)}）"
        shown = f"{_shown(move.scores[0])} → {_shown(move.scores[1])}{change}"
        lines += [f"{move.id} {move.name}".strip() + f"：{shown}", f"　　{move.why}"]
    before, after = found.before.total, found.after.total
    lines.append(
        f"合计：{_shown(before.score)}/{_shown(before.available)} → "
        f"{_shown(after.score)}/{_shown(after.available)}；"
        f"等级：{found.before.grade or '不评'} → {found.after.grade or '不评'}"
    )
    return lines


def _shown(value: Decimal | None) -> str:
    return "—" if value is None else plain(value)


def _as_dict(move: Move) -> dict[str, object]:
    return {
        "id": move.id,
        "name": move.name,
        "weight": list(move.weights),
        "score": list(move.scores),
        "by": move.by,
        "why": move.why,
    }
