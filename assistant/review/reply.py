"""What is to be done about one comment, as far as its own words say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.patterns import regex
from assistant.review.alignment import key
from assistant.review.text_changes import figure_key
from assistant.values.figures import figures
from assistant.word.edited import PROGRAMS, Remark

_QUOTED = r"[“\"「『](?P<{0}>[^”\"」』]{{1,200}})[”\"」』]"
_REPLACE = regex(
    rf"(?:把|将)?\s*{_QUOTED.format('old')}\s*(?:应|宜|请)?\s*(?:改为|改成|换成|替换为)\s*{_QUOTED.format('new')}"
)
_INSTEAD = regex(
    rf"^\s*(?:应|宜|请|建议)?\s*(?:改为|改成|换成|写成)\s*[:：]?\s*{_QUOTED.format('new')}\s*[。.]?\s*$"
)
_DELETE = regex(
    r"^\s*(?:请|建议|应|宜)?(?:把)?(?:这|此|该|本)?(?:句|段|处|部分|里)?(?:话|内容)?\s*(?:可以?|应|请)?\s*(?:删去|删掉|删除|去掉|不要)[了吧。！!]*\s*$"
)
#: 这句删去, said of a few words of it: the sentence, and not those words
_WHOLE = regex(r"[这此该本整]一?(?:句|整句)")
#: 应为97%: what stands right before the figure that is to stand
_SHALL_BE = regex(
    r"(?P<old>[“\"]?)\s*(?:应当?|应该|宜|请|需|要)?\s*(?:改为|改成|换成|替换为|更正为|写成|写为|[应该当](?:为|是))\s*[:：]?\s*[“\"]?$"
)
_TAKEN_BACK = regex(r"[不别勿]|算了|保留")
_WRONG = regex(
    r"(?:这|此|该)?(?:个|条|项|里|处)?(?:的)?(?:数字?|数据|数值|比例|比率|金额|日期|时间)?(?:有误|有错|不对|不准确?|错了|写错了)"
)
#: between the parts of a comment, and round them: nothing that is asked for
_JOINTS = regex(
    r"[\s，,。.；;、：:！!？?]+|另外|并且?|同时|还有|此外|然后|再|请|其[一二三]|[一二三四1-4][、.．]"
)
_FEWEST_LEFT = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """`before` is replaced by `text`; `question` goes to the staff; `reply` into the thread.

    `left` are the words of the comment that this does nothing about.
    """

    done: Literal["revised", "deleted", "asked", "noted"]
    before: str = ""
    text: str = ""
    reply: str = ""
    question: str = ""
    facts: tuple[str, ...] = ()
    left: str = ""

    def only_said(self) -> Proposal:
        """The same where the text could not be marked: the words go into the reply."""
        if self.before == self.text:
            return replace(self, done="noted", reply="按现有数据，这句话没有可改之处。")
        words = f"建议改为：{self.text}" if self.text else "建议删去这一处。"
        return replace(self, done="noted", reply=f"没有能在文中标出修订。{words}")


def unanswered(remark: Remark) -> tuple[Remark, ...]:
    """What people said in the thread since the program last spoke, in order."""
    said = [remark, *remark.replies]
    last = max((n for n, one in enumerate(said) if one.author in PROGRAMS), default=-1)
    return tuple(said[last + 1 :]) or (remark,)


def asker(remark: Remark) -> str:
    """Who asks: whoever spoke first since then."""
    return unanswered(remark)[0].author


def all_said(remark: Remark) -> str:
    """All that people said since then, without their names."""
    return "\n".join(one.text for one in unanswered(remark))


def asked_words(remark: Remark) -> str:
    """What is asked; what others said to it stands behind, with their names."""
    first, *rest = unanswered(remark)
    words = first.text
    for one in rest:
        own = one.author == first.author
        words += f"\n{one.text}" if own else f"（{one.author or '另有人'}回复：{one.text}）"
    return words


def by_rules(remark: Remark, sentence: str, words: str) -> Proposal | None:
    """Deletions and replacements that a comment spells out; None for anything else."""
    for one in reversed(unanswered(remark)):
        made = _by_words(one.text, sentence, words)
        if made is not None or _TAKEN_BACK.search(one.text):
            return made
    return None


def _by_words(asked: str, sentence: str, words: str) -> Proposal | None:
    swaps = [swap for swap in _REPLACE.finditer(asked) if swap["old"] in sentence]
    if swaps:
        after, left = sentence, asked
        for swap in swaps:
            after = after.replace(swap["old"], swap["new"], 1)
            left = left.replace(swap[0], "，", 1)
        done = "、".join(f"把“{swap['old']}”改为“{swap['new']}”" for swap in swaps)
        return Proposal("revised", sentence, after, f"已按批注{done}，请审定。", left=_rest(left))
    instead = _INSTEAD.match(asked)
    if instead and words and words in sentence:
        after = sentence.replace(words, instead["new"], 1)
        return Proposal("revised", sentence, after, f"已按批注改为“{instead['new']}”，请审定。")
    if _DELETE.match(asked) and (words or sentence):
        whole = _WHOLE.search(asked) is not None and key(words) in key(sentence)
        struck = sentence if whole else words or sentence
        return Proposal("deleted", struck, "", "已按批注标为删去，请审定。")
    return _by_figure(asked, sentence, words)


def _by_figure(asked: str, sentence: str, words: str) -> Proposal | None:
    """93.5%改为93.8%, 这个数应为97%: the figure named, else the only one of its kind that the comment is on."""
    for new in figures(asked):
        verb = _SHALL_BE.search(asked[: new.start])
        if verb is None:
            continue
        there = figures(sentence)
        named = [f for f in figures(asked) if f.end == verb.start()]
        if named:
            old = [f for f in there if figure_key(f) == figure_key(named[0])]
        else:
            on = {figure_key(f) for f in figures(words)}
            alike = [f for f in there if (f.kind, f.unit, f.tail) == (new.kind, new.unit, new.tail)]
            old = [f for f in alike if figure_key(f) in on] or alike
        if len(old) != 1 or figure_key(old[0]) == figure_key(new):
            continue
        after = sentence[: old[0].start] + new.words + sentence[old[0].end :]
        start = named[0].start if named else verb.start()
        left = _WRONG.sub("", asked[:start]) + "，" + asked[new.end :].lstrip('”"')
        done = f"已按批注把“{old[0].words}”改为“{new.words}”，请审定。"
        return Proposal("revised", sentence, after, done, left=_rest(left))
    return None


def _rest(words: str) -> str:
    """What is left of a comment once its parts are done; empty where only joints are."""
    return words.strip(" ，,。.；;、\n\t") if len(_JOINTS.sub("", words)) >= _FEWEST_LEFT else ""
