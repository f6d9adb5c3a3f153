"""What a person's line says to a proposal. Only a plain yes, standing alone, is a yes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.values.reading import fold

_END = r"[了吧啊呀的。，,.!！~ ]*"
_YES = re.compile(
    rf"(?:确认|确认写入|确认采用|确定|是|是的|好|好的|行|可以|同意|对|对的|没问题|就这样|采用|写入|y|yes|ok){_END}"
)
_NO = re.compile(
    rf"(?:取消|不|不要|不用|不行|不对|不写|不采用|否|算了|放弃|先不|先别|别改|拒绝|n|no){_END}"
)
_EDIT = re.compile(r"(?:改成|改为|应该是|应为|写成|编辑)[:：]?\s*(?P<text>.+)", re.S)
_OPEN = re.compile(rf"(?:编辑|我来改|自己改|e|edit){_END}")


@dataclass(frozen=True, slots=True)
class Consent:
    """`edit` carries the person's own words, or none where they want an editor; `other` is another matter."""

    kind: Literal["yes", "no", "edit", "other"]
    text: str = ""


def read_consent(line: str) -> Consent:
    """Yes, no, own words, or something else."""
    plain = fold(line)
    if _YES.fullmatch(plain.lower()):
        return Consent("yes")
    if _NO.fullmatch(plain.lower()):
        return Consent("no")
    if _OPEN.fullmatch(plain.lower()):
        return Consent("edit")
    own = _EDIT.fullmatch(line.strip())
    if own:
        return Consent("edit", own["text"].strip().strip("“”").strip())
    return Consent("other")
