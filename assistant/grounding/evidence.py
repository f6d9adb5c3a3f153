"""The facts made ready for looking things up: figures with their roles, names, notes, plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from assistant.facts import Fact, RowValue
from assistant.facts.derived import gap
from assistant.grounding.naming import Placed, bare, blanked, overlaps
from assistant.grounding.roles import role_of
from assistant.grounding.tokens import tokens
from assistant.patterns import regex
from assistant.records import Same
from assistant.values.figures import Figure, figures, flat
from assistant.values.quantity import AtMost, Quantity

NOTE_ROLES = ("reason", "measure", "owner", "due", "evidence")
TITLE = regex(r"《((?:[^《》]|《[^《》]*》)+)》")
_SHORTEST_ALIAS = 3
_FAR = Decimal("0.3")
#: no name goes on over the end of a clause
#: two characters that more rows have tell of none
_MANY = 4
_ACROSS = regex(r"[，。；]")
_SHORTEST_QUOTE = 6
_START = 2
#: so many characters in a row are a piece of a note, not chance
GRAM = 5
_DATE = regex(r"\d+[年月日](?:上旬|中旬|下旬|[初底末])?前?")
_OF_NAMES = ((0, GRAM), (1, GRAM), (2, GRAM), (0, GRAM - 1), (0, GRAM - 2))


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of a fact, with what it says there: target, actual, below, executed …"""

    figure: Figure
    role: str
    fact: Fact


@dataclass(slots=True, eq=False)
class RowEvidence:
    """All that is known of one row. `notes` holds the staff's words by role.

    `kin` are the ids that its name may mean: its own, and those of rows whose name contains it.
    """

    id: str
    name: str
    status: str = ""
    aliases: tuple[str, ...] = ()
    known: list[Known] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    deviates: bool = False
    #: of the actual value: 1 above the target, -1 below, 0 on it; None where the two do not compare
    side: int | None = None
    #: whether it lies off the target by a good part of it
    far: bool = False
    #: the actual over the target, where more is better; None where the two do not compare
    reached: Decimal | None = None
    #: what class it is of: 数量指标
    of_class: str = ""
    kin: frozenset[str] = frozenset()

    def note(self, *roles: str) -> str:
        """The staff's words of those roles, without marks."""
        return "|".join(bare(self.notes[role]) for role in roles if role in self.notes)


@dataclass(frozen=True, slots=True)
class Quote:
    """A whole note of the staff, without marks, and the row it is of (empty: of the project)."""

    words: str
    row: str
    role: str


@dataclass(eq=False)
class Evidence:
    """The whole of it. `text` is every fact without marks, parted by |; `project` figures of no row.

    Two are the same only where they are one: what is worked out of it is kept by `lru_cache` on it.
    """

    facts: tuple[Fact, ...]
    ids: dict[str, Fact]
    rows: dict[str, RowEvidence]
    project: list[Known]
    text: str
    titles: frozenset[str]
    quotes: tuple[Quote, ...]
    by_role: dict[str, str]
    sources: tuple[str, ...]
    year: int | None = None
    house: str = ""
    #: every character of every fact, the unit's own phrases too
    characters: frozenset[str] = frozenset()
    style: tuple[Fact, ...] = ()

    @cached_property
    def all_known(self) -> list[Known]:
        """Figures of the project and of every row."""
        return [*self.project, *(known for row in self.rows.values() for known in row.known)]

    @cached_property
    def by_value(self) -> dict[tuple[str, Decimal, Decimal], list[Known]]:
        """The same by kind and value."""
        found: dict[tuple[str, Decimal, Decimal], list[Known]] = {}
        for one in self.all_known:
            found.setdefault((one.figure.kind, one.figure.low, one.figure.high), []).append(one)
        return found

    @cached_property
    def noted(self) -> str:
        """What the staff wrote, without marks, parted by |."""
        return "|".join(bare(fact.said) for fact in self.facts if fact.kind == "note")

    @cached_property
    def dated(self) -> list[Known]:
        """Those that are dates."""
        return [one for one in self.all_known if one.figure.date is not None]

    @cached_property
    def called(self) -> dict[str, list[tuple[str, RowEvidence]]]:
        """Every name a row may be called by, under its first characters."""
        found: dict[str, list[tuple[str, RowEvidence]]] = {}
        for row in self.rows.values():
            for alias in row.aliases:
                if alias:
                    found.setdefault(alias[:_START], []).append((alias, row))
        return found

    @cached_property
    def by_pair(self) -> dict[str, frozenset[str]]:
        """Ids of the rows by every two characters of their names."""
        found: dict[str, set[str]] = {}
        for row in self.rows.values():
            name = bare(row.name)
            for i in range(len(name) - 1):
                found.setdefault(name[i : i + 2], set()).add(row.id)
        return {pair: frozenset(ids) for pair, ids in found.items() if len(ids) <= _MANY}

    @cached_property
    def told_pieces(self) -> dict[str, Counter[str]]:
        """How often each piece of so many characters stands in the reasons and measures, by row (empty: of the money)."""
        found: dict[str, Counter[str]] = {}
        names = "|".join(
            bare(f.said) for f in self.facts if f.role in {"owner", "unit", "addressee"}
        )
        notes = {row.id: row.note("reason", "measure") for row in self.rows.values()}
        for row, text in {**notes, "": self.note((), "reason", "measure")}.items():
            for note in _DATE.sub("|", text).split("|"):
                for i in range(len(note) - GRAM + 1):
                    gram = note[i : i + GRAM]
                    if any(gram[a:b] in names for a, b in _OF_NAMES):
                        continue  # 由县图书馆…负责: whose name it is tells nothing of the money
                    found.setdefault(note[i : i + GRAM], Counter())[row] += 1
        return found

    def note(self, rows: Iterable[RowEvidence], *roles: str) -> str:
        """The staff's words of those roles about some rows, and about the project as a whole."""
        parts = [row.note(*roles) for row in rows] + [self.by_role.get(role, "") for role in roles]
        return "|".join(part for part in parts if part)


def _knowns(fact: Fact) -> list[Known]:
    """Figures of a fact, but for those in the name it begins with."""
    text, skip = fact.text, 0
    if fact.role == "row" and "：年度指标值" in text:
        skip = text.index("：年度指标值")
    elif fact.subject and text.startswith("“"):
        skip = len(fact.subject) + 2
    elif fact.subject and fact.kind != "project" and text.startswith(fact.subject):
        skip = len(fact.subject)
    plain = blanked(flat(text), [(0, skip)] if skip else [])
    return [Known(f, role_of(plain, f), fact) for f in figures(text) if f.start >= skip]


#: what the money's own rates are called: no short name of a row (带量食谱执行率)
_OF_MONEY = frozenset({"执行率", "到位率", "支出率", "支付率", "预算执行率", "支出进度"})


def _give_aliases(rows: dict[str, RowEvidence], project: str) -> None:
    """A name, and those endings and beginnings of it that nothing else in the data is called."""
    names = {row.id: bare(row.name) for row in rows.values()}
    every = "|".join(names.values())
    for row in rows.values():
        name = names[row.id]
        cuts = [at for _, at in tokens(name)]  # never through a word: 级检测 is no name
        endings = [name[i:] for i in cuts if 1 <= i <= len(name) - _SHORTEST_ALIAS]
        starts = [name[:i] for i in reversed(cuts) if i > _SHORTEST_ALIAS]
        kept = [
            part
            for part in endings + starts
            if part not in project
            and part not in _OF_MONEY
            and every.count(part) == name.count(part)
        ]
        alone = every.count(name) == 1
        row.kin = frozenset(
            (row.id,) if alone else (i for i, other in names.items() if name in other)
        )
        row.aliases = (name, *dict.fromkeys(kept))


def _note_of(fact: Fact) -> str:
    return fact.text.partition("：")[2] or fact.text


def evidence(facts: tuple[Fact, ...]) -> Evidence:
    """Reads the facts once; the same facts come back from a cache. Style lends words, never facts."""
    return _of_same(Same(facts))


@lru_cache(maxsize=64)
def _of_same(key: Same[tuple[Fact, ...]]) -> Evidence:
    return _of_equal(key.it)


@lru_cache(maxsize=64)
def _of_equal(facts: tuple[Fact, ...]) -> Evidence:
    house = "|".join(bare(fact.text) for fact in facts if fact.kind == "style")
    characters = frozenset(c for fact in facts for c in fact.text)
    style = tuple(fact for fact in facts if fact.kind == "style")
    facts = tuple(fact for fact in facts if fact.kind != "style")
    found = Evidence(facts, {f.id: f for f in facts}, {}, [], "", frozenset(), (), {}, ())
    found.characters, found.style = characters, style
    found.text = "|".join(bare(fact.text) for fact in facts)
    found.titles = frozenset(bare(t) for fact in facts for t in TITLE.findall(fact.text))
    found.quotes = tuple(
        Quote(bare(_note_of(fact)), fact.indicator, fact.role)
        for fact in facts
        if fact.kind == "note" and len(bare(_note_of(fact))) >= _SHORTEST_QUOTE
    )
    found.house = house
    found.sources = tuple({f.subject for f in facts if f.kind == "funds" and f.subject})
    for fact in facts:
        if fact.indicator:
            _take(found.rows.setdefault(fact.indicator, RowEvidence(fact.indicator, "")), fact)
        else:
            found.project.extend(_knowns(fact))
            words = bare(_note_of(fact)) if fact.kind == "note" else bare(fact.text)
            found.by_role[fact.role] = found.by_role.get(fact.role, "") + words + "|"
    years = [k.figure.date.year for k in found.project if k.fact.role == "year" and k.figure.date]
    found.year = years[0] if years else None
    name = next((bare(f.subject or f.text) for f in facts if f.role == "name"), "")
    _give_aliases(found.rows, name)
    return found


def _take(row: RowEvidence, fact: Fact) -> None:
    row.name = row.name or fact.subject
    row.status = fact.status or row.status
    row.known.extend(_knowns(fact))
    if fact.role in NOTE_ROLES:
        row.notes[fact.role] = _note_of(fact)
    if fact.role == "row" and isinstance(fact.value, RowValue):
        away = gap(fact.value.wanted, fact.value.got)
        row.side = None if away is None else (away.value > 0) - (away.value < 0)
        limit = getattr(fact.value.wanted, "limit", None)
        row.of_class = fact.text.partition("“")[0]
        if away is not None and limit is not None and limit.base:
            got, least = fact.value.got, not isinstance(fact.value.wanted, AtMost)
            row.reached = got.base / limit.base if least and isinstance(got, Quantity) else None
            row.far = abs(away.base) >= _FAR * abs(limit.base)
    row.deviates = row.deviates or fact.kind == "deviation"


_ITEM = regex(
    r"(?:^|[，。；：、“”]|和|与|及|为|是|中)(?P<name>[一-鿿]{4,14}?)(?=[，。；、“”]|和|与|及|的完成|完成率|$)"
)
_MOST = Decimal("0.8")
_NAMED = Decimal("0.6")


def reordered(known: Evidence, text: str, besides: list[tuple[int, int]]) -> list[Mention]:
    """Rows named by their words in another order or by most of them (家禽免疫数量 of 免疫家禽数量), as items of the text."""
    found = []
    for item in _ITEM.finditer(text):
        span, said = item.span("name"), item["name"]
        if overlaps(span, besides):
            continue
        pairs = {said[i : i + 2] for i in range(len(said) - 1)}
        near = {row for pair in pairs for row in known.by_pair.get(pair, ())}
        rows = (known.rows[one] for one in near)
        fitting = [row for row in rows if _same_name(said, bare(row.name))]
        if len(fitting) == 1:
            found.append(Mention(*span, fitting[0], whole=True))
    return found


def _same_name(said: str, name: str) -> bool:
    shared = (Counter(said) & Counter(name)).total()
    return shared >= _MOST * len(said) and shared >= _NAMED * len(name)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a sentence names a row."""

    start: int
    end: int
    row: RowEvidence
    whole: bool

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end


def mentions(known: Evidence, text: Placed, besides: list[tuple[int, int]]) -> list[Mention]:
    """Rows named in the text, longest names first, none inside another, inside `besides` or a longer source's name.

    居民出资 is the source of that name where there is one, and no short name of the row 带动居民出资.
    """
    found: list[Mention] = []
    taken = list(besides)
    starts = {text.joined[i : i + n] for i in range(len(text.joined)) for n in range(1, _START + 1)}
    rank = {row: n for n, row in enumerate(known.rows)}
    named: list[tuple[str, RowEvidence | None]] = [
        pair for start in starts for pair in known.called.get(start, ()) if pair[0] in text.joined
    ]
    named += [(name, None) for name in map(bare, known.sources) if name in text.joined]
    named.sort(
        key=lambda pair: (
            -len(pair[0]),
            (rank[pair[1].id], pair[1].aliases.index(pair[0])) if pair[1] else (len(rank), 0),
        )
    )
    whole = {row.aliases[0] for row in known.rows.values() if row.aliases}
    sources = set(map(bare, known.sources))
    for alias, row in named:
        if row is not None and alias in sources and alias not in whole:
            continue
        for span in text.find(alias):
            if not overlaps(span, taken) and not _ACROSS.search(text.raw[span[0] : span[1]]):
                taken.append(span)
                if row is not None:
                    found.append(Mention(*span, row, alias == row.aliases[0]))
    return sorted(found, key=lambda hit: hit.start)
