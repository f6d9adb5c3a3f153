"""How Word paragraphs are set: fonts, sizes and spacing resolved through styles, for T01."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.word.document import Looks
from assistant.word.elements import child, on
from assistant.word.kept import once
from assistant.word.names import W, whole

_DEEPEST = 12
_OF_RUN, _OF_PARAGRAPH, _VAL = f"{W}rPr", f"{W}pPr", f"{W}val"
_OF_STYLE, _FONTS, _SIZE, _BOLD = f"{W}rStyle", f"{W}rFonts", f"{W}sz", f"{W}b"
_OUTLINE, _NUMBER = f"{W}outlineLvl", f"{W}numPr"
_EAST, _EAST_THEME = f"{W}eastAsia", f"{W}eastAsiaTheme"
_INDENT, _SPACING, _ALIGN = f"{W}ind", f"{W}spacing", f"{W}jc"
_FIRST_CHARS, _FIRST, _LINE, _RULE = (
    f"{W}{name}" for name in ("firstLineChars", "firstLine", "line", "lineRule")
)
_LEVELS = {f"heading {n}": n for n in range(1, 10)} | {f"标题 {n}": n for n in range(1, 10)}


@dataclass(frozen=True, slots=True)
class Styles:
    """Paragraph and character styles by id, and the document's defaults.

    What a style says, itself or by one it is based on, is looked up once: thousands of paragraphs have few styles.
    """

    by_id: dict[str, Any] = field(default_factory=dict)
    default: str = ""
    run_defaults: Any = None
    theme_font: str = ""
    _known: dict[tuple[str, ...], Any] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def read(cls, root: Any, theme: Any) -> Styles:
        """From word/styles.xml and the theme; empty where there are none."""
        if root is None:
            return cls()
        font = _theme(theme)
        return once(root, ("styles", font), lambda: cls._of(root, font))

    @classmethod
    def _of(cls, root: Any, font: str) -> Styles:
        by_id = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
        default = next(
            (
                key
                for key, style in by_id.items()
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default") in {"1", "true"}
            ),
            "",
        )
        return cls(by_id, default, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), font)

    def chain(self, style: str) -> list[Any]:
        """The style and those it is based on, nearest first."""
        found: list[Any] = []
        while style in self.by_id and len(found) < _DEEPEST:
            element = self.by_id[style]
            if element in found:
                break
            found.append(element)
            base = element.find(f"{W}basedOn")
            style = "" if base is None else base.get(f"{W}val", "")
        return found

    def _settings(self, style: str, of: str) -> tuple[Any, ...]:
        """The properties (rPr or pPr) of the style and of those it is based on, nearest first."""
        key = (style, of)
        if key not in self._known:
            own = (child(s, of) for s in self.chain(style))
            self._known[key] = tuple(p for p in own if p is not None)
        found: tuple[Any, ...] = self._known[key]
        return found

    def _setting(self, style: str, of: str, name: str) -> Any:
        """The nearest of that name in those properties, or None."""
        key = (style, of, name)
        if key not in self._known:
            every = (child(p, name) for p in self._settings(style, of))
            self._known[key] = next((one for one in every if one is not None), None)
        return self._known[key]

    def _level(self, style: str) -> int:
        """Outline level 1–9 by the style's name, or one it is based on; 0 where none says."""
        key = (style,)
        if key not in self._known:
            names = (self.name(s.get(f"{W}styleId", "")).lower() for s in self.chain(style))
            self._known[key] = next((_LEVELS[n] for n in names if n in _LEVELS), 0)
        found: int = self._known[key]
        return found

    def name(self, style: str) -> str:
        """The style's name as Word shows it."""
        key = ("name", style, "", "", "")
        if key not in self._known:
            element = self.by_id.get(style)
            name = None if element is None else child(element, f"{W}name")
            self._known[key] = style if name is None else str(name.get(_VAL, style))
        found: str = self._known[key]
        return found

    def outline(self, settings: Mapping[str, Any], style: str) -> int:
        """Outline level 1–9 of a paragraph by its own `settings` and its style, 0 for body text."""
        level = settings.get(_OUTLINE)
        if level is None:
            level = self._setting(style or self.default, _OF_PARAGRAPH, _OUTLINE)
        if level is not None:
            value = whole(level.get(_VAL), 9)
            return value + 1 if value < 9 else 0  # noqa: PLR2004
        return self._level(style)

    def number(self, settings: Mapping[str, Any], style: str) -> tuple[str, int] | None:
        """List and level of an automatically numbered paragraph, from itself or its style."""
        own = _number_of(settings.get(_NUMBER))
        if own is not None:
            return own
        key = (style, _OF_PARAGRAPH, _NUMBER, "")
        if key not in self._known:
            every = (_number_of(child(p, _NUMBER)) for p in self._settings(style, _OF_PARAGRAPH))
            self._known[key] = next((one for one in every if one is not None), None)
        found: tuple[str, int] | None = self._known[key]
        return found

    def looks(self, own: Mapping[str, Any], run: Any, style: str) -> Looks:
        """Of a paragraph with settings of its `own`, as the first run with text is set."""
        style = style or self.default
        direct = _firsts(None if run is None else child(run, _OF_RUN))
        tag = direct.get(_OF_STYLE)
        character = None if tag is None else tag.get(_VAL, "")
        if not (_OWN_PARAGRAPH.isdisjoint(own) and direct.keys() <= _OF_FONT):
            return self._looked_up(own, direct, style, character)
        # most say nothing of their own but the font: those of a style look alike
        key = ("looks", style, repr(character), repr(self._named(direct.get(_FONTS))), "")
        if key not in self._known:
            self._known[key] = self._looked_up(own, direct, style, character)
        known: Looks = self._known[key]
        return known

    def _looked_up(
        self,
        own: Mapping[str, Any],
        direct: Mapping[str, Any],
        style: str,
        character: str | None,
    ) -> Looks:
        def of_paragraph(name: str) -> Any:
            found = own.get(name)
            return found if found is not None else self._setting(style, _OF_PARAGRAPH, name)

        def of_run(name: str) -> Any:
            found = direct.get(name)
            if found is None and character is not None:
                found = self._setting(character, _OF_RUN, name)
            if found is None:
                found = self._setting(style, _OF_RUN, name)
            defaults = self.run_defaults
            return found if found is not None or defaults is None else child(defaults, name)

        indent = of_paragraph(_INDENT)
        spacing = of_paragraph(_SPACING)
        align = of_paragraph(_ALIGN)
        size = of_run(_SIZE)
        bold = of_run(_BOLD)
        font = self._named(direct.get(_FONTS))
        if font is None:
            font = self._font(style if character is None else character, style)
        return Looks(
            font=font,
            size=_number(size, _VAL),
            bold=bold is not None and on(bold),
            align="" if align is None else align.get(_VAL, ""),
            indent_chars=_number(indent, _FIRST_CHARS),
            indent=_number(indent, _FIRST),
            line=_number(spacing, _LINE),
            line_rule="" if spacing is None else spacing.get(_RULE, ""),
        )

    def _font(self, character: str, style: str) -> str:
        """The font of text in a character style (the paragraph's again where there is none) in a paragraph style."""
        key = (character, style, _OF_RUN, _FONTS)
        if key not in self._known:
            named = () if character == style else self._settings(character, _OF_RUN)
            sources = (*named, *self._settings(style, _OF_RUN), self.run_defaults)
            found = (self._named(child(s, _FONTS)) for s in sources if s is not None)
            self._known[key] = next((font for font in found if font is not None), "")
        said: str = self._known[key]
        return said

    def _named(self, fonts: Any) -> str | None:
        """The font that a w:rFonts names for Chinese; None where it names none."""
        if fonts is None:
            return None
        if fonts.get(_EAST):
            return str(fonts.get(_EAST))
        return self.theme_font if fonts.get(_EAST_THEME) else None


_OWN_PARAGRAPH = frozenset({_INDENT, _SPACING, _ALIGN})
_OF_FONT = frozenset({_FONTS, _OF_STYLE})


def _number_of(found: Any) -> tuple[str, int] | None:
    """List and level that a w:numPr names, if there is one."""
    named = None if found is None else found.find(f"{W}numId")
    if named is None:
        return None
    level = found.find(f"{W}ilvl")
    return named.get(_VAL, "0"), whole(level.get(_VAL), 0) if level is not None else 0


def _firsts(properties: Any) -> dict[str, Any]:
    """The children of properties by name, of several the first."""
    found: dict[str, Any] = {}
    for one in properties if properties is not None else ():
        found.setdefault(one.tag, one)
    return found


def _number(element: Any, name: str) -> int | None:
    text = None if element is None else element.get(name)
    try:
        return None if text is None else round(float(text))
    except (ValueError, OverflowError):
        return None


def _theme(theme: Any) -> str:
    if theme is None:
        return ""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    minor = theme.find(f".//{space}minorFont")
    if minor is None:
        return ""
    hans = [f for f in minor.iter(f"{space}font") if f.get("script") == "Hans"]
    east = minor.find(f"{space}ea")
    named = "" if east is None else east.get("typeface", "")
    return str(named or (hans[0].get("typeface", "") if hans else ""))
