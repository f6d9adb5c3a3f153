"""What is still to be done, told in place of what was: 改造卫生户厕那条现在只差12户没装 is the target less twelve."""

from __future__ import annotations

from decimal import Decimal

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, number_value, wanted_at
from assistant.chat.mentions import best, find_keys, find_names
from assistant.chat.naming import row_names, row_path, split
from assistant.chat.understanding.places import kind_of, units_of
from assistant.chat.understanding.questions_put import is_question
from assistant.patterns import regex
from assistant.values.numerals import print_number
from assistant.values.quantity import AtLeast, Exactly, Unsigned
from assistant.values.spoken import Spoken, amounts_in, unit_fits

_LEFT = regex(r"(?:只|就|仅|还|现在|目前)+(?:差|剩|欠|缺)(?:下|了|到|起)?\s*$")
_UNDONE = regex(r"\s*(?:没|未|冇|还没)(?P<verb>[\u4e00-\u9fff]{1,2}?)(?:完|好|上|成|到位|够)?")
_CHANGES = regex(r"改|更新|更正|现在|目前|还是老数")


def lacking_acts(text: str, state: State) -> tuple[Act, ...]:
    """实际 of the one row named (or asked about), worked out from its target; () where the line says anything else."""
    amounts = amounts_in(text, units_of(state))
    if len(amounts) != 1 or not _LEFT.search(text[: amounts[0].start]) or is_question(text):
        return ()
    if not _UNDONE.match(text, amounts[0].end) or not _CHANGES.search(text) or find_keys(text, "fund"):  # fmt: skip
        return ()
    names = row_names(state.evaluation)
    found = best(find_names(text[: amounts[0].start], names))
    listed, asked, _ = split(state.pointed or state.asking)
    if len(found) != 1 and not (not found and listed and asked in names):
        return ()
    name = names[found[0].index] if found else asked
    path = row_path(name, "实际")
    wanted = wanted_at(state.evaluation, path)
    if wanted.kind != "number" or wanted.row is None or wanted.unit == "%":
        return ()
    target = wanted.row.readings(state.evaluation.project.year).wanted
    if not isinstance(target, AtLeast | Exactly | Unsigned) or not unit_fits(amounts[0].unit, wanted.unit):  # fmt: skip
        return ()
    whole = next(iter(amounts_in(wanted.row.target, {wanted.unit})), None)
    if whole is None or amounts[0].unit.lstrip("万亿") != amounts[0].unit or whole.unit[:1] in "万亿":  # fmt: skip
        return ()
    left = whole.value - amounts[0].value
    if left <= Decimal(0):
        return ()
    made = number_value(wanted, Spoken(0, 0, left, wanted.unit))
    if not isinstance(made, Value):
        return ()
    note = f"按指标值{whole.text}减去没做的{print_number(amounts[0].value)}{wanted.unit}算，是吗？"
    return (Act(kind_of(path, state, changed=True), path, made.text, say=note),)
