"""What is to be done about one comment, as far as its own words say it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.word.edited import Remark

_QUOTED = r"[“\"「『](?P<{0}>[^”\"」』]{{1,200}})[”\"」』]"
_REPLACE = re.compile(
    rf"(?:把|将)?\s*{_QUOTED.format('old')}\s*(?:应|宜|请)?\s*(?:改为|改成|换成|替换为)\s*{_QUOTED.format('new')}"
)
_INSTEAD = re.compile(
    rf"^\s*(?:应|宜|请|建议)?\s*(?:改为|改成|换成|写成)\s*[:：]?\s*{_QUOTED.format('new')}\s*[。.]?\s*$"
)
_DELETE = re.compile(
    r"^\s*(?:请|建议|应|宜)?(?:把)?(?:这|此|该|本)?(?:句|段|处|部分|里)?(?:话|内容)?\s*(?:可以?|应|请)?\s*(?:删去|删掉|删除|去掉|不要)[了吧。！!]*\s*$"
)


#: between the parts of a comment, and round them: nothing that is asked for
_JOINTS = re.compile(
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


def by_rules(remark: Remark, sentence: str, words: str) -> Proposal | None:
    """Deletions and replacements that a comment spells out; None for anything else."""
    asked = remark.replies[-1].text if remark.replies else remark.text
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
        return Proposal("deleted", words or sentence, "", "已按批注标为删去，请审定。")
    return None


def _rest(words: str) -> str:
    """What is left of a comment once its parts are done; empty where only joints are."""
    return words.strip(" ，,。.；;、\n\t") if len(_JOINTS.sub("", words)) >= _FEWEST_LEFT else ""
