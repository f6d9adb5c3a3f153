"""Whether words are about the talk and not about the project: not known, scolding, a sigh, the weather."""

from __future__ import annotations

import re

from assistant.lexicon import lexicon
from assistant.patterns import regex

_FEW = 8  # letters
_TELLS = regex(r"原因|影响|因素|停|延|误|晚|迟|未|没|坏|断")


_LITTLE = 7  # letters


def is_not_known(text: str) -> bool:
    """Whether the line says that the person does not know: 不晓得 anywhere, 莫得 and 忘了 where little else is said."""
    words = lexicon("conversation")["not_known"]
    short = len(re.findall(r"\w", text)) <= _LITTLE
    return any(w in text for w in words["anywhere"]) or (
        short and any(w in text for w in words["alone"])
    )


def is_rude(text: str) -> bool:
    """Whether the line scolds: by words that do nothing else, or by 垃圾 and the like said of somebody."""
    words = lexicon("conversation")["small_talk"]
    things = "|".join(words["rude_of_somebody"])
    of_somebody = rf"(?:^|真|太|是|破|么|啥|个|这|你|够|纯|像)(?:{things})(?:$|[，,。；;！!？?\s吧啊了]|软件|程序|东西|玩意|系统|死)"
    return any(w in text for w in words["rude"]) or bool(re.search(of_somebody, text))


def is_remark(text: str) -> bool:
    """Whether the words are about the talk and not about the project: 我问问, 你看着办, 太难了."""
    words = lexicon("conversation")
    folded = text.strip()
    if is_not_known(folded) or folded.startswith(tuple(words["not_known"]["starts"])):
        return True
    talk = words["small_talk"]
    if is_rude(folded) or any(w in folded for w in talk["feelings"]):
        return True
    # 天气, 彩票, 电影 are things that projects are about too: off topic only where little else is said
    if (
        len(folded) <= _FEW
        and not _TELLS.search(folded)
        and any(w in folded for w in talk["topics"])
    ):
        return True
    if re.search(
        r"(?:[要会得能怕被]|不少|多少|几)[^，,。；;]{0,4}(?:扣|减|丢|拿|得)[^，,。；;]{0,4}分(?!别|析|批|配|段|包|类)",
        folded,
    ):
        return True
    if re.search(
        r"数(?:字|据)?(?:[^，,。；;]{0,3}[报填写弄搞]错了|都?(?:不对|错了|有误|不准))"
        r"|^(?:行|好|得|知道|晓得|明白|懂)了(?:$|[，,。；;\s]|行了|好了)|^[^，,。；;]{0,6}差不多了$",
        folded,
    ):
        return True
    if re.search(r"没[啥什](?:么)?(?:好|可|得)?[写说讲填的]|无话可说|没有?啥", folded):
        return True
    return bool(
        re.search(
            r"(?<![自])我(?!这[儿里边]|那[儿里边]|[们县市区局校馆站省镇乡村院中所单国])|你|您|领导说|敏感|同上|上面压|没办法",
            folded,
        )
    )
