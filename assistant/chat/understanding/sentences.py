"""Wishes for the draft's words; 第六句责任单位改成计财股 is a change of what that sentence is about."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import NoValue, read_value
from assistant.chat.mentions import Key, find_keys, find_names
from assistant.chat.naming import row_names, row_path
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.wording import LINK, SENTENCE, bare_of
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.spoken import amounts_in


def section_of(words: str) -> str:
    """The section that the words name, or empty; the longest name wins."""
    from assistant.model.sections import SECTIONS

    named = [
        (len(name), record.id) for record in SECTIONS for name in record.words if name in words
    ]
    if named:
        return max(named)[1]
    return next((r.id for r in SECTIONS if r.seen and re.search(r.seen, words)), "")


_NUMBERED_PART = regex(r"第[一二三四五六七八九十\d]{1,2}(?:部分|节|段|章)")


#: 第3句改成：…: behind a colon or an opening quote the rest of the line is the sentence itself
_OWN_WORDS = regex(
    rf"^[^，,。；;：:“\"「]{{0,16}}?{SENTENCE.pattern}[^，,。；;：:“\"「]{{0,6}}?(?:改成|改为|写成|换成)\s*[:：“\"「]"
)


#: 写一句：…, 加上一段话“…”: a sentence of the person's own, with no word of where it goes
_NEW_SENTENCE = regex(
    r"(?:请|帮我|给我|再|另外)*(?:写|加|添|补)上?一?[句段](?:话)?(?:上去|进去)?\s*[:：“\"「]"
)


def own_sentence(line: str, text: str) -> Act | None:
    """第3句改成：三是…，…。: the person's own sentence, to the end of the line, as it was typed."""
    if _NEW_SENTENCE.match(text):
        told = "要改草稿里的哪一句？请说“第几句改成：……”；要另写一段请说“其他说明：……”。/看 可看全文的句号。"
        return Act("unclear", name="which", say=told)
    match = _OWN_WORDS.search(text)
    if match is None:
        return None
    head, _, said = line.strip().partition(re.search(r"改成|改为|写成|换成", line)[0])  # type: ignore[index]
    act = revision(text)
    verb = line.strip()[len(head) : len(line.strip()) - len(said)]
    return replace(act, text=f"{head}{verb}{said}")


#: 写得轻一点, 改短些: how the words are to be, whatever the adjective
_WISH = regex(
    r"(?:写|改|说|讲|弄|搞)(?:得|的)?(?:再|更|稍微?)?[\u4e00-\u9fff]{1,2}一?[点些](?:吧|嘛|儿|哈)*$"
)
_SHORT_WISH = 18  # letters of a wish that holds no words of its own for the draft


def revising(text: str, state: State) -> Act | None:
    """A wish for the draft's words; 第六句责任单位改成计财股 is a change of what that sentence is about."""
    sentence = SENTENCE.search(text)
    style = [w for w in lexicon("conversation_commands")["style"] if w in text]
    part = re.search(r"(?:那|这|的)?(?:一)?(?:节|段|部分|章)|语气|措辞|全文|文字|报告", text)
    if sentence is not None:
        keys = [k for k in find_keys(text, "indicator") if k.start >= sentence.end()]
        own = re.search(r"改成|改为|写成|换成", text)
        if keys and own and keys[0].start < own.start() and state.draft is not None:
            return _about_sentence(text, sentence, keys[0], state)
        if style or own or re.search(r"改|写|删|数字", text):
            return revision(text)
        return None
    if is_question(text):
        return None
    if (
        _WISH.search(text)
        and (part or section_of(text) or re.match(r"第[一二三四五六七八九十\d]{1,2}条", text))
        and len(bare_of(text)) <= _SHORT_WISH
        and not re.search(r"指标|那[条项]", text)
    ):
        return revision(text)
    whole = re.search(r"(?:那|这|的)?(?:一)?[节段]|部分", text)
    named = section_of(text) or _NUMBERED_PART.search(text)
    if state.draft is None and not (
        style and whole and named and (not state.asking or len(bare_of(text)) <= _SHORT_WISH)
    ):
        return None
    if (
        style
        and (part or section_of(text))
        and not [a for a in amounts_in(text) if text[a.end : a.end + 1] != "字" and a.unit != "字"]
        and not re.search(r"[条项]|指标", text)
    ):
        return revision(text)
    if (
        style
        and len(bare_of(text)) <= 12  # noqa: PLR2004
        and not find_names(text, row_names(state.evaluation))
        and not state.asking
        and re.search(r"写|改|语气|一点|点$", text)
    ):
        return revision(text)
    return None


def revision(words: str) -> Act:
    from assistant.values.numerals import read_number

    found = SENTENCE.search(words)
    number = read_number(found["number"]) if found else None
    wish = re.split(r"改成|改为|写成", words)[0]  # the new words may name other sections
    return Act("revise", section=section_of(wish), number=int(number or 0), text=words)


def _about_sentence(text: str, sentence: re.Match[str], key: Key, state: State) -> Act:
    from assistant.chat.drafted import rows_of_sentence
    from assistant.values.numerals import read_number

    number = int(read_number(sentence["number"]) or 0)
    section = section_of(text[: sentence.start()]) or state.section
    rows = rows_of_sentence(state, section, number)
    value = re.sub(rf"^{LINK}", "", text[key.end :])
    if not rows:
        say = (
            f"第{number}句说的不是哪一项指标，请说指标的名称。"
            if rows is not None
            else f"草稿里没有第{number}句。"
        )
        return Act("unclear", name="which", say=say)
    paths = tuple(row_path(name, key.name) for name in rows)
    if len(paths) > 1:
        return Act("unclear", name="which", options=paths, value=value)
    made = read_value(state.evaluation, paths[0], value, state.today)
    if isinstance(made, NoValue):
        return Act("unclear", paths[0], say=made.why, name="value")
    return Act("change", paths[0], made.text, say=made.note)
