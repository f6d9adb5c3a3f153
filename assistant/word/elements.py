"""Elements of a part, moved and read: what several readers and writers of Word XML do with lxml."""

from __future__ import annotations

from typing import Any

from assistant.word.names import W

#: ST_OnOff in both editions of the standard, and what other programs write
_OFF = {"0", "false", "off", "none"}
_HIGHLIGHT, _SHADE, _FILL, _VALUE = f"{W}highlight", f"{W}shd", f"{W}fill", f"{W}val"


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None: as `find` with one plain name, without its search for a path.

    A plain loop: what is asked for stands among the first few, and lxml's filtered iterators are slow to set up.
    """
    for one in element:
        if one.tag == name:
            return one
    return None


def remove(element: Any) -> None:
    """Takes the element and all in it out of its parent; nothing where there is no element, or no parent."""
    parent = element.getparent() if element is not None else None
    if parent is not None:
        parent.remove(element)


def unwrap(element: Any) -> None:
    """Puts the children of the element in its place."""
    for child in list(element):
        element.addprevious(child)
    remove(element)


def marker(properties: Any) -> Any | None:
    """The element by which a run's words stand in a marker's colour: Word's own, or the yellow shade that .odt makes of it."""
    mark = child(properties, _HIGHLIGHT)
    if mark is not None and mark.get(_VALUE, "") not in {"none", "white"}:
        return mark
    shade = child(properties, _SHADE)
    return shade if shade is not None and shade.get(_FILL, "").upper() == "FFFF00" else None


def on(mark: Any) -> bool:
    """Whether an on/off mark of Word (w:vanish, w:strike, w:b …) that is there says yes; without a value it does."""
    return str(mark.get(f"{W}val", "1")).strip().lower() not in _OFF


def text_of(element: Any) -> str:
    """All words of its `w:t`, on end."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))
