"""Lines of the labelled and the blind set said in another way: a mutated line may ask, never propose a wrong thing.

A mutation keeps what the line means (a homophone in a name, punctuation or a unit dropped, a particle more, the
value before the name, a name cut short, a number in Chinese, two lines in one breath), so that the label holds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from labelled_utterances import Labelled, opened, proposed, same, utterances

from assistant.chat.acts import Act, State
from assistant.chat.mentions import sounds
from assistant.chat.naming import fund_names, row_names
from assistant.chat.understanding import understand
from assistant.chat.understanding.places import value_at

_PARTICLES = ("噻", "嘛", "哈", "咯", "哦", "撒", "哟", "哇", "嘞", "哈子", "得嘛", "的嘛", "呗")
_OPENINGS = (
    "那个",
    "诶",
    "嗯那个",
    "我跟你说",
    "麻烦你",
    "哦对了",
    "还有个事",
    "小张",
    "听好了",
    "老师",
)
_DIGITS = "零一二三四五六七八九"
_NUMBER = re.compile(r"(?<![\d.〔\-/])\d{1,5}(?:\.\d{1,2})?(?![\d.〕\-/年月日号])")
_UNIT = re.compile(
    r"(?<=\d)(?:公里|平方米|万元|米|%|人次|人|户|台|套|亩|吨|所|个|处|场|辆|册|头|栋|份)(?=$|[，,。；\s])"
)


@dataclass(frozen=True)
class Mutated:
    """A line said in another way in the state of the one it comes from."""

    how: str
    say: str
    of: tuple[Labelled, ...]
    core: str  # without the particles and openings that were added

    @property
    def expected(self) -> dict[str, str]:
        """What the lines it is made of say of the data."""
        return {k: v for item in self.of for k, v in item.expected.items()}


@cache
def _alike() -> dict[str, str]:
    """Every character of the first level of GB 2312 with those that sound the same."""
    by_sound: dict[tuple[str, ...], str] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                c = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            by_sound[sounds(c)] = by_sound.get(sounds(c), "") + c
    return {c: chars for chars in by_sound.values() for c in chars}


def _names(state: State) -> tuple[str, ...]:
    return (*row_names(state.evaluation), *fund_names(state.evaluation))


def _named(say: str, state: State) -> Iterator[tuple[str, int, int]]:
    """Pieces of names of three characters or more that stand in the line, each with its name."""
    for name in _names(state):
        best = max(
            (
                (i, j)
                for i in range(len(name))
                for j in range(i + 2, len(name) + 1)
                if name[i:j] in say
            ),
            key=lambda span: span[1] - span[0],
            default=None,
        )
        if best:
            at = say.index(name[best[0] : best[1]])
            yield name, at, at + best[1] - best[0]


def _homophone(say: str, state: State, dice: random.Random) -> str:
    spans = [span for span in _named(say, state) if span[2] - span[1] > 2]
    if not spans:
        return say
    _, start, end = dice.choice(spans)
    at = dice.randrange(start, end)
    others = [
        c for c in _alike().get(say[at], "") if c != say[at] and c not in _DIGITS + "两十百千万亿"
    ]
    return say[:at] + dice.choice(others) + say[at + 1 :] if others else say


def _unpunctuated(say: str, state: State, dice: random.Random) -> str:
    return re.sub(r"[，,。；;]", dice.choice(["", " "]), say)


def _without_unit(say: str, state: State, dice: random.Random) -> str:
    return _UNIT.sub("", say)


def _particle(say: str, state: State, dice: random.Random) -> str:
    return say.rstrip("。") + dice.choice(_PARTICLES)


def _opening(say: str, state: State, dice: random.Random) -> str:
    opening = dice.choice(_OPENINGS)
    return (
        opening
        + dice.choice(["，", " "] if opening in {"小张", "老师", "那个"} else ["，", " ", ""])
        + say
    )


def _value_first(say: str, state: State, dice: random.Random) -> str:
    match = (
        None
        if re.search("[今明去]年|月", say)
        else re.fullmatch(
            r"(?:把)?(?P<name>[^，,。；;\d]{2,16}?)(?:应该是|改成|改为|是|改)?(?P<value>\d[\d.]*[^\d，,。；;]{0,4})",
            say,
        )
    )
    if not match:
        return say
    name, value = match["name"], match["value"]
    return dice.choice(
        [
            f"{value} {name}",
            f"是{value}，{name}",
            f"{value}才对，{name}",
            f"改一下 {name} 成 {value}",
            f"{name}那个 {value}",
        ]
    )


def _cut_short(say: str, state: State, dice: random.Random) -> str:
    spans = [s for s in _named(say, state) if s[2] - s[1] >= 4]
    if not spans or re.search("改名|改叫|更名", say):
        return say
    name, start, end = dice.choice(spans)
    letters = sorted(dice.sample(range(len(name)), dice.choice([2, 3])))
    return say[:start] + "".join(name[i] for i in letters) + say[end:]


def _in_words(say: str, state: State, dice: random.Random) -> str:
    return _NUMBER.sub(lambda m: spelled(m[0]), say)


def spelled(number: str) -> str:
    """9200 as 九千二百, 95.7 as 九十五点七."""
    whole, _, part = number.partition(".")
    out, zero = "", False
    value = int(whole)
    if value >= 10_000:
        return (
            spelled(str(value // 10_000))
            + "万"
            + (
                ("零" if value % 10_000 < 1000 else "") + spelled(str(value % 10_000))
                if value % 10_000
                else ""
            )
        )
    for size, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + mark
            zero = False
        else:
            zero = True
    out = re.sub("^一十", "十", out) or "零"
    return out + ("点" + "".join(_DIGITS[int(d)] for d in part) if part else "")


WAYS: dict[str, Callable[[str, State, random.Random], str]] = {
    "homophone": _homophone, "no punctuation": _unpunctuated, "no unit": _without_unit, "particle": _particle,
    "opening": _opening, "value first": _value_first, "cut short": _cut_short, "in words": _in_words,
}  # fmt: skip


_AROUND = ("opening", "particle")


def mutations(seed: int, count: int, lines: tuple[Labelled, ...] = ()) -> Iterator[Mutated]:
    """`count` mutated lines; the same seed makes the same ones."""
    dice = random.Random(seed)
    base = [u for u in lines or utterances() if u.state != "draft" and u.expected]
    made = 0
    while made < count:
        item = dice.choice(base)
        if dice.random() < 0.15:
            mates = [u for u in base if u.project == item.project and u.state == item.state == "-"
                     and not set(u.expected) & set(item.expected) and "指标" not in u.expected and "资金.明细" not in u.expected]  # fmt: skip
            if not mates or {"指标", "资金.明细"} & set(item.expected):
                continue
            mate = dice.choice(mates)
            say = f"{item.say}{dice.choice(['', ' ', '，'])}{mate.say}"
            mutated = Mutated("joined", say, (item, mate), say)
        else:
            ways = sorted(
                dice.sample(sorted(WAYS), dice.choice([1, 1, 2])), key=_AROUND.__contains__
            )
            say = core = item.say
            for way in ways:
                say = WAYS[way](say, opened(item), dice)
                core = core if way in _AROUND else say
            if say == item.say:
                continue
            mutated = Mutated("+".join(ways), say, (item,), core)
        made += 1
        yield mutated


def wrong_of(item: Mutated) -> tuple[dict[str, str], bool, tuple[Act, ...]]:
    """(what is proposed wrongly, whether all of the label is proposed, the acts)."""
    state = opened(item.of[0])
    acts = understand(item.say, state)
    made = {p: v for p, v in proposed(acts).items() if v != value_at(state, p)}
    rows = {p.rpartition(".")[0] for p in item.expected}
    along = re.compile(r"\.(?:责任单位|完成时限|措施)$")
    wrong = {
        p: v for p, v in made.items()
        if not (p in item.expected and _means(v, item.expected[p], item)) and not (p not in item.expected and along.search(p) and p.rpartition(".")[0] in rows)
    }  # fmt: skip
    return wrong, set(item.expected) <= set(made) and not wrong, acts


def _means(found: str, wanted: str, item: Mutated) -> bool:
    """Whether the value is the labelled one; a text may hold the words as they were mutated."""
    return same(found, wanted) or (
        len(re.findall("[\u4e00-\u9fff]", found)) > 3
        and _plain(found).rstrip("的") in _plain(item.core)
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s，,。.；;、]", "", text)
