"""Acts of a person that leave no word: pictures, looks, levels of headings, breaks, tables put elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.review.alignment import key
from assistant.word.beside import put_in_and_taken_out
from assistant.word.edited import Beside, BesideKind

_SHOWN = 16  # characters that tell a paragraph from others
#: what a file that was printed before these were kept does not tell
_ONCE_NEW: frozenset[BesideKind] = frozenset(
    {"level", "emphasis", "layout", "box", "table", "under", "contents", "object"}
)
_PUT_IN: dict[BesideKind, str] = {
    "picture": "插入了{n}张图片，出稿时不会带上",
    "object": "插入了{what}{n}处，出稿时不会带上",
    "number": "加了或改了自动编号{n}处，出稿时不会带上，要留请直接打字",
    "emphasis": "改了字的格式{n}处（{what}），出稿时不会带上",
    "layout": "改了版面{n}处（{what}），出稿时不会带上",
    "box": "有{n}处文字放进了文本框，出稿时印在正文里",
    "contents": "加了自动目录{n}处，出稿时不会带上",
}
_TAKEN_OUT: dict[BesideKind, str] = {
    "picture": "删去了{n}张图片，出稿时仍会印上",
    "object": "删去了{what}{n}处，出稿时仍会印上",
    "number": "原有的自动编号有{n}处去掉或改了，出稿时仍照原样",
    "emphasis": "去掉了字的格式{n}处（{what}），出稿时仍照原样；带【待核实】的句子要去掉【待核实】才算已核实",
    "layout": "原有的版面有{n}处改了（{what}），出稿时仍照原样",
    "contents": "删去了自动目录{n}处，出稿时仍照原样",
}


def wordless(
    before: Sequence[Beside], after: Sequence[Beside], old: Sequence[str], new: Sequence[str]
) -> Iterator[str]:
    """One Chinese line a kind and act. `old` and `new` are the paragraphs as printed and as they are now."""
    if not any(one.kind == "level" for one in before):
        after = [one for one in after if one.kind not in _ONCE_NEW]
    stood, stands = set(map(key, old)), set(map(key, new))
    come, gone = put_in_and_taken_out(before, after)
    # a look that went with its words is told with them
    gone = [one for one in gone if one.kind != "emphasis" or key(one.at) in stands & stood]
    yield from _pictures(come, gone, stands)
    yield from _levels(come, gone, stood, stands)
    yield from _tables(come, gone, stood, stands)
    yield from _broken(old, new)
    for found, said in ((come, _PUT_IN), (gone, _TAKEN_OUT)):
        for kind, words in said.items():
            there = [one for one in found if one.kind == kind]
            if there:
                what = "、".join(dict.fromkeys(one.what for one in there))
                yield words.format(n=len(there), what=what) + _places(there)


def _pictures(come: list[Beside], gone: list[Beside], stands: set[str]) -> Iterator[str]:
    """Those that were swapped or moved, which it takes out of the lists."""
    swapped, moved = [], []
    for one in [c for c in come if c.kind == "picture"]:
        same = [g for g in gone if g.kind == "picture" and g.what == one.what and g.what]
        here = [g for g in gone if g.kind == "picture" and g.at == one.at]
        if same:
            if key(same[0].at) in stands:
                moved.append(one)  # else only the words beside it are new
            gone.remove(same[0])
            come.remove(one)
        elif here:
            if here[0].what:  # a file of before tells no picture from another
                swapped.append(one)
            gone.remove(here[0])
            come.remove(one)
    if swapped:
        yield f"换了{len(swapped)}张图片，出稿时仍印原来的{_places(swapped)}"
    if moved:
        yield f"有{len(moved)}张图片挪了位置，出稿时仍在原处{_places(moved)}"


def _levels(
    come: list[Beside], gone: list[Beside], stood: set[str], stands: set[str]
) -> Iterator[str]:
    """Headings of another level; text made a heading, or the other way round. New words are told as such."""
    now = {key(one.at): one for one in come if one.kind == "level"}
    then = {key(one.at): one for one in gone if one.kind == "level"}
    for words, one in now.items():
        was = then.get(words)
        if was is not None:
            yield f"标题“{one.at}”由{was.what}级改为{one.what}级，出稿时仍是{was.what}级"
        elif words in stood:
            yield f"“{_start(one.at)}”改成了标题，出稿时仍是正文"
    for words, one in then.items():
        if words not in now and words in stands:
            yield f"标题“{one.at}”改成了正文，出稿时仍是标题"


def _tables(
    come: list[Beside], gone: list[Beside], stood: set[str], stands: set[str]
) -> Iterator[str]:
    """Tables that stand at other printed words than they were printed at, which still stand too."""
    told: dict[str, None] = {}
    for kind in ("table", "under"):
        then = {key(one.what): one for one in gone if one.kind == kind}
        for one in (c for c in come if c.kind == kind):
            was = then.get(key(one.what))
            if was is not None and key(one.at) in stood and key(was.at) in stands:
                told[one.what] = None
    for heads in told:
        yield f"表格（{_start(heads)}）挪了位置，出稿时仍在原处"


def _broken(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Line breaks and tabs put into paragraphs of which no word is another."""
    then = {key(text): _signs(text) for text in old}
    put_in = {text: _signs(text) - then[key(text)] for text in new if key(text) in then}
    found = {"".join(text.split()): n for text, n in put_in.items() if n > 0 and key(text)}
    if found:
        places = "、".join(f"“{_start(words)}”" for words in found)
        yield f"段内加了换行或制表符{sum(found.values())}处，出稿时不会带上（{places}）"


def _signs(text: str) -> int:
    return sum(sign in "\n\t" for sign in text.strip())


def _places(there: Sequence[Beside]) -> str:
    shown = {"number": "{what}{at}"}
    words = dict.fromkeys(
        shown.get(one.kind, "{at}").format(what=one.what, at=_start(one.at)) for one in there
    )
    told = "、".join(f"“{w}”" for w in words if w)
    return f"（{told}）" if told else ""


def _start(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
