"""Private words out of a text and back: stable tokens like [人员1] for what must not leave the machine.

A value has the same token wherever it stands in one project's facts, so that the model can still tell
one person from another. The map lives in memory only.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv6Address

_IPV6 = re.compile(
    r"(?<![0-9A-Za-z:])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{4,39}(?![0-9A-Za-z:])"
)
_DEGREES = (
    r"\d{1,3}\s*[°度]\s*(?:\d{1,2}(?:\.\d+)?\s*[′'’分]\s*)?(?:\d{1,2}(?:\.\d+)?\s*[″\"”秒]\s*)?"
)
#: in this order: the longer and more certain forms first
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("邮箱", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("坐标", re.compile(
        rf"(?:(?:东经|西经|北纬|南纬|[EWNS])\s*{_DEGREES}[EWNS]?(?:\s*[,，、]?\s*)?)+"
        rf"|{_DEGREES}[EWNS](?:\s*[,，、]?\s*{_DEGREES}[EWNS])?"
        r"|(?:东经|西经|北纬|南纬|经度|纬度)\s*[:：]?\s*\d{1,3}\.\d+"
        r"|(?<![\d.])\d{1,3}\.\d{4,}\s*[,，、]\s*\d{1,3}\.\d{4,}(?![\d.])"
    )),
    ("网址", _IPV6),
    ("网址", re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?::\d{1,5})?(?![\d.])")),
    ("证件", re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx](?![0-9A-Za-z])")),
    ("证件", re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}\d{2}[01]\d[0-3]\d{4}(?![0-9A-Za-z元万亿%％.])")),
    ("证件", re.compile(r"(?<![0-9A-Za-z])[EGDSPH][A-Za-z]?\d{8}(?!\d)")),
    ("账号", re.compile(r"(?<![\d.])\d{4}(?:[ -]\d{4}){2,6}(?:[ -]\d{1,4})?(?![\d.元万亿])")),
    ("账号", re.compile(r"(?<![\d.])\d{12,30}(?![\d.元万亿%％])")),
    ("电话", re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")),
    ("电话", re.compile(r"(?<!\d)(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3})[-－— ]?[2-9]\d{6,7}(?:[-转]\d{1,5})?(?![\d.元万])")),
    ("电话", re.compile(r"(?<=电话)[:：]?\s*[2-9]\d{6,7}(?!\d)")),
    ("车牌", re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z]\s?[·•.-]?\s?"
        r"(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])"
    )),
)  # fmt: skip

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗凤方俞任"
    "袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮齐康伍余元顾孟黄穆萧尹姚邵湛汪祁毛狄米贝明臧计伏成戴谈宋茅"
    "庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯卢莫房解应宗丁宣邓郁"
    "单杭洪包诸左石崔吉龚程邢裴陆翁荀惠曲封储靳段富巫焦巴牧谷车侯全班秋仲宫宁仇栾甘厉祖武符刘景詹束龙叶幸司黎白怀"
    "蒲索赖卓蔺屠蒙池乔阴胥能苍闻党翟谭申冉雍桑桂牛边燕尚农温庄晏柴瞿阎连习容向古易廖终居衡步耿满匡文寇广东欧沃利"
    "越师巩聂晁冷辛简饶曾关查红游权益公肖覃付代原哈拜纳"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|南宫|轩辕"
_TITLES = (
    "同志|同学|先生|女士|局长|副局长|政委|主任|副主任|科长|副科长|股长|副股长|队长|大队长|中队长|所长|副所长|处长|书记|"
    "镇长|乡长|县长|市长|区长|部长|院长|校长|站长|会计|出纳|民警|辅警|警官|工程师|经理|教授|医生|老师|主席|委员"
)
_NAME = rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
_AFTER_ROLE = re.compile(
    rf"(?:联系人|负责人|经办人|填报人|责任人|审核人|承办人|法人代表|法定代表人|姓名|当事人|嫌疑人|受害人|被害人|户主|"
    rf"对接人|报告人|签字人|民警|辅警|局长|主任|科长|股长|队长|所长|会计|出纳)(?:[:：为是]|\s)+(?P<name>{_NAME}?)"
    rf"(?=[\s,，。、；;（(）)和及与等\d]|$|负责|电话|手机|[\u4e00-\u9fff])"
)
_BEFORE_TITLE = re.compile(
    rf"(?P<name>(?:{_COMPOUND}|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}?)(?={_TITLES})"
)
_SPELT = re.compile(
    r"[\[［【〔]\s*(?P<kind>[\u4e00-\u9fff]{2})\s*(?P<number>[0-9０-９]{1,4})\s*[\]］】〕]"
)
_KINDS = ("词语", "人员", "电话", "证件", "车牌", "网址", "邮箱", "账号", "坐标")


class Redaction:
    """The map of one project. `private` are the unit's own words."""

    def __init__(
        self, private: Iterable[str] = (), *, names: Callable[[str], Iterator[str]] | None = None
    ):
        words = sorted({word for word in private if word}, key=lambda w: (-len(w), w))
        self._private = re.compile("|".join(map(re.escape, words))) if words else None
        self._names = names or find_names
        self._tokens: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens in use."""
        return tuple(self._values)

    def learn(self, texts: Iterable[str]) -> None:
        """Gives tokens in the order of these texts, so that they are the same on every run."""
        everything = list(texts)
        for text in everything:
            # a text that has [人员1] of its own must come back as it was
            self._taken.update(f"[{m['kind']}{int(m['number'])}]" for m in _SPELT.finditer(text))
        for text in everything:
            self.hide(text)

    def hide(self, text: str) -> str:
        """The text with every private value replaced by its token."""
        with self._lock:
            if self._private:
                text = self._outside(text, self._by(self._private, "词语"))
            for kind, pattern in _PATTERNS:
                text = self._outside(text, self._by(pattern, kind))
            for name in sorted(set(self._names(text)), key=len, reverse=True):
                self._token("人员", name)
            known = sorted(self._tokens, key=len, reverse=True)
            if known:
                anywhere = re.compile("|".join(map(re.escape, known)))
                text = self._outside(
                    text, lambda part: anywhere.sub(lambda m: self._tokens[m.group()], part)
                )
        return text

    def _by(self, pattern: re.Pattern[str], kind: str) -> Callable[[str], str]:
        def token(found: re.Match[str]) -> str:
            value = found.group()
            return value if pattern is _IPV6 and not _is_ipv6(value) else self._token(kind, value)

        return lambda part: pattern.sub(token, part)

    def _outside(self, text: str, change: Callable[[str], str]) -> str:
        """Changes what is not a token already."""
        parts = re.split(r"(\[[\u4e00-\u9fff]{2}\d+\])", text)
        return "".join(p if p in self._values or p in self._taken else change(p) for p in parts)

    def restore(self, text: str) -> str:
        """The text with every token, however its brackets were spelt, put back to its value."""
        return _SPELT.sub(lambda m: self._values.get(self._plain(m), m.group()), text)

    def strange(self, text: str) -> tuple[str, ...]:
        """Tokens in the text that stand for nothing: the model made them up."""
        return tuple(
            m.group()
            for m in _SPELT.finditer(text)
            if m["kind"] in _KINDS
            and self._plain(m) not in self._values
            and self._plain(m) not in self._taken
        )

    @staticmethod
    def _plain(found: re.Match[str]) -> str:
        return f"[{found['kind']}{int(found['number'])}]"

    def _token(self, kind: str, value: str) -> str:
        if value in self._tokens:
            return self._tokens[value]
        while True:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            token = f"[{kind}{self._counts[kind]}]"
            if token not in self._taken:
                break
        self._tokens[value] = token
        self._values[token] = value
        return token


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def find_names(text: str) -> Iterator[str]:
    """Names of persons in a text: by the role or title beside them, and by the segmenter's judgement."""
    for pattern in (_AFTER_ROLE, _BEFORE_TITLE):
        for found in pattern.finditer(text):
            if found["name"]:
                yield found["name"]
    if not re.search(rf"[{SURNAMES}]", text):
        return
    from assistant.drafting.by_model.segmenting import person_names

    yield from person_names(text)
