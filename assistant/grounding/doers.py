"""Who does it: the doer in the words before a deed, and whether two of them are one."""

from __future__ import annotations

from assistant.patterns import regex

_LEAD = regex(
    r"^(?:[一二三四五六七八九]是|[一-鿿]{2,6}?(?:过|之|以)?后(?!勤)(?=[一-鿿]{2})|[\d年月日初底末上中下旬]+|经|由|被|并|且|又|再|既有|既|也有|才|获|其中|要求|后|时|因|使|令|是|系|有|另|(?:问题|原因|症结|关键)?在于)+"
)
_FOUND = regex(r"发现|指出|查出|查明|反映")
#: with whom, for whom, where and how it is done is told after the doer
_WITH = regex(
    r"(?<=.)(?:会同|[与和同])|[为给向对在于到赴按以把拟将须应被已未没不]|有所|全部|无偿|免费|统一|及时|自行|擅自|联合|\d"
)
_SHORTEST = 2
#: what bodies and people are called by
_DOER = regex(
    r"(?:[局委办院站所科股室组厅馆处镇乡村会社队厂商户员民师生方班校区]|中心|银行|政府|企业|单位|街道|公司|部门|监理|厂家|群众|平台|老人|家长|业主|窑|矿|妇联|工会|残联)$"
)


def doer(words: str) -> str:
    """和平镇烘干中心拟由县供电公司 → 县供电公司; empty where no doer is named."""
    words = _FOUND.split(words.rsplit("由", 1)[-1])[-1]
    words = _WITH.split(_LEAD.sub("", words))[0]
    return words if len(words) >= _SHORTEST and _DOER.search(words) else ""


def core(words: str) -> str:
    """The same, whatever it is called by: 设计代表赴 → 设计代表."""
    return _WITH.split(_LEAD.sub("", words.rsplit("由", 1)[-1]))[0]


def alike(one: str, two: str) -> bool:
    """Whether they may be one body: a part of the other's name, or its short form (县妇联 of 县妇女联合会)."""
    if one in two or two in one:
        return True
    short, long = sorted((one, two), key=len)
    return _within(short, long) or (one[:2] == two[:2] and one[-2:] == two[-2:])


def _within(short: str, long: str) -> bool:
    """Whether its characters stand in the other in this order, from the first on."""
    if short[0] != long[0]:
        return False
    at = 0
    for c in short:
        at = long.find(c, at) + 1
        if not at:
            return False
    return True
