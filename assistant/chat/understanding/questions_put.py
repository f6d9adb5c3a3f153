"""Whether a line asks."""

from __future__ import annotations

import re

from assistant.chat.remarks import is_not_known
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.numerals import CHINESE

#: 92还是93, 按户还是按人: two of one kind in one clause
_EITHER = regex(r"\d[%\w]{0,3}还是\s*\d|([^\d\W])[^，,。；;]{1,10}还是\1")


_INTERROGATIVE = regex(r"(?<![没无不])(?:啥|什么|咋|谁|哪(?!怕)|多少)")


#: 花没花完, 都到位了吧
_OR_NOT = regex(
    r"(?P<verb>[花用付拨到完做报齐够])没(?P=verb)|都[^，,。；;\d]{0,4}(?:到位|到账|完|付|拨|够|达标|齐|填|报)了吧$"
)


#: 110台算完成没, 去年装了好多台: what asks by its end alone
_AT_THE_END = regex(
    r"(?:算|达标|完成|合格|够|填|写|改|报|交|[得行对要有])[^，,。；;的]{0,3}没$|好多[个台户家人场公里亩元分万条项所处]{1,2}$"
)


_INDEFINITE = regex(
    r"(?:啥|什么|谁|哪|多少|咋个?|怎么)[^，,。；;]{0,4}[都也]|(?:啥|什么)的(?:$|[，,。；;])|多少有|好多少"
)


#: 还能是谁, 哪还有别人: asks nothing
_RHETORICAL = regex(
    r"[，,\s]*(?:不然)?还[能会]+(?:是|有|咋|怎)[^，,。；;\s]{1,3}$|[，,\s]*不?然(?:还|呢)[^，,。；;\s]{0,3}$"
)


def is_question(text: str) -> bool:
    """Whether the line asks: by its words, by its end, or by a choice (92还是93来着)."""
    marks = lexicon("conversation")["marks_of_question"]
    if any(word in text for word in marks["not_before"]):
        return False
    plain = _RHETORICAL.sub("", text).rstrip("。.!！~ ") or text
    if (
        is_not_known(plain)
        and not plain.endswith(("?", "吗", "么"))
        and not re.search("咋|怎", plain)
    ):
        return False
    if plain.endswith(tuple(str(e) for e in marks["ends"])) or "?" in plain[-3:]:
        return True
    if re.search(marks["choice"], plain) or _EITHER.search(plain):
        return True
    if _INTERROGATIVE.search(plain) and not _INDEFINITE.search(plain):
        return True
    if _AT_THE_END.search(plain) or _OR_NOT.search(plain):
        return True
    if plain.endswith(("多少", "几个", "几")) or (plain.endswith("不") and len(plain) > 3):  # noqa: PLR2004
        return True
    if re.search(r"(?<!不)(?P<verb>[^\s不]{1,4})不(?P=verb)|没得$", plain) and not re.search(
        r"不[得能]不", plain
    ):
        return True
    plain = re.sub(rf"样本\s*(?=\d|[{CHINESE}])", "", plain)  # 样本五百份 asks for no sample
    plain = re.sub(r"(?:咋个?|怎么)[^，,。；;]{0,4}[都也]", "", plain)  # 咋个劝都不干
    return any(word in plain for word in marks["anywhere"]) or bool(
        re.search(r"能?[查填写算用]不$", plain)
    )


def question_mark(text: str) -> bool:
    return text.rstrip().endswith(("?", "吗", "么")) or bool(
        re.search(r"行不行|(?<!不)对不对|好不好|可不可以", text)
    )
