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


@dataclass(frozen=True, slots=True)
class Proposal:
    """`before` is replaced by `text`; `question` goes to the staff; `reply` into the thread."""

    done: Literal["revised", "deleted", "asked", "noted"]
    before: str = ""
    text: str = ""
    reply: str = ""
    question: str = ""
    facts: tuple[str, ...] = ()

    def only_said(self) -> Proposal:
        """The same where the text could not be marked: the words go into the reply."""
        if self.before == self.text:
            return replace(self, done="noted", reply="按现有数据，这句话没有可改之处。")
        words = f"建议改为：{self.text}" if self.text else "建议删去这一处。"
        return replace(self, done="noted", reply=f"没有能在文中标出修订。{words}")


def by_rules(remark: Remark, sentence: str, words: str) -> Proposal | None:
    """Deletions and replacements that a comment spells out; None for anything else."""
    asked = remark.replies[-1].text if remark.replies else remark.text
    swap = _REPLACE.search(asked)
    if swap and swap["old"] in sentence:
        after = sentence.replace(swap["old"], swap["new"], 1)
        return Proposal(
            "revised", sentence, after, f"已按批注把“{swap['old']}”改为“{swap['new']}”，请审定。"
        )
    instead = _INSTEAD.match(asked)
    if instead and words and words in sentence:
        after = sentence.replace(words, instead["new"], 1)
        return Proposal("revised", sentence, after, f"已按批注改为“{instead['new']}”，请审定。")
    if _DELETE.match(asked) and (words or sentence):
        return Proposal("deleted", words or sentence, "", "已按批注标为删去，请审定。")
    return None
