"""How satisfaction was asked for: 满意度是去年11月发了420份问卷，收回398份."""

from __future__ import annotations

from datetime import date

from assistant.chat.acts import Act, State
from assistant.chat.mentions import best, find_names
from assistant.chat.naming import row_names, row_path
from assistant.chat.understanding.places import kind_of
from assistant.chat.understanding.questions_put import is_question
from assistant.patterns import regex
from assistant.values.spoken import days_in

_ASKED_PEOPLE = regex(r"(?:发|放|收|回|做|问|打|访)[^，,。；;]{0,8}\d+[^，,。；;]{0,4}[份人户张个]")
_OPENING = regex(r"^(?:的|那个|这个|那条|调查|测评|依据|佐证|数|是|：|:|，|,|\s)+")


def surveyed(text: str, state: State) -> tuple[Act, ...]:
    """The 佐证 of the row of satisfaction that heads the line, where the line tells of people asked and of no rate."""
    rows = zip(row_names(state.evaluation), state.evaluation.indicators, strict=True)
    names = [name for name, row in rows if "满意" in row.level1]
    found = best(find_names(text, names))
    if len(found) != 1 or min(found[0].chars) > 1 or is_question(text):
        return ()
    name, end = names[found[0].index], max(i for i in found[0].chars if i < len(text)) + 1
    if "问卷" not in text or not _ASKED_PEOPLE.search(text, end) or "%" in text or "百分" in text:
        return ()
    said = _OPENING.sub("", text[end:])
    # a report is written in the year behind the evaluated one, so that 去年 is counted from there at the latest
    now = min(state.today, date(state.evaluation.project.year + 1, 12, 31))
    for day in reversed(days_in(said, now, past=True, year=state.evaluation.project.year)):
        said = said[: day.start] + day.text + said[day.end :]
    path = row_path(name, "佐证")
    return (Act(kind_of(path, state, changed=False), path, said.strip("。 ")),)
