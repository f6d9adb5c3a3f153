"""How Word paragraphs are set: fonts, sizes and spacing resolved through styles, for T01."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.word.document import Looks
from assistant.word.elements import on
from assistant.word.names import W, whole

_DEEPEST = 12
_LEVELS = {f"heading {n}": n for n in range(1, 10)} | {f"标题 {n}": n for n in range(1, 10)}


@dataclass(frozen=True, slots=True)
class Styles:
    """Paragraph and character styles by id, and the document's defaults."""

    by_id: dict[str, Any] = field(default_factory=dict)
    default: str = ""
    run_defaults: Any = None
    theme_font: str = ""

    @classmethod
    def read(cls, root: Any, theme: Any) -> Styles:
        """From word/styles.xml and the theme; empty where there are none."""
        if root is None:
            return cls()
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
        return cls(by_id, default, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), _theme(theme))

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

    def name(self, style: str) -> str:
        """The style's name as Word shows it."""
        element = self.by_id.get(style)
        name = None if element is None else element.find(f"{W}name")
        return style if name is None else str(name.get(f"{W}val", style))

    def outline(self, properties: Any, style: str) -> int:
        """Outline level 1–9 of a paragraph, 0 for body text."""
        sources = [properties] + [s.find(f"{W}pPr") for s in self.chain(style or self.default)]
        for source in sources:
            level = None if source is None else source.find(f"{W}outlineLvl")
            if level is not None:
                value = whole(level.get(f"{W}val"), 9)
                return value + 1 if value < 9 else 0  # noqa: PLR2004
        return next(
            (_LEVELS[n] for s in self.chain(style) if (n := self.name(s.get(f"{W}styleId", "")).lower()) in _LEVELS),
            0,
        )  # fmt: skip

    def number(self, properties: Any, style: str) -> tuple[str, int] | None:
        """List and level of an automatically numbered paragraph, from itself or its style."""
        sources = [properties] + [s.find(f"{W}pPr") for s in self.chain(style)]
        for source in sources:
            found = None if source is None else source.find(f"{W}numPr")
            if found is not None and found.find(f"{W}numId") is not None:
                level = found.find(f"{W}ilvl")
                return (
                    found.find(f"{W}numId").get(f"{W}val", "0"),
                    whole(level.get(f"{W}val"), 0) if level is not None else 0,
                )
        return None

    def looks(self, paragraph: Any, run: Any, style: str) -> Looks:
        """As the first run with text is set."""
        properties = paragraph.find(f"{W}pPr")
        chain = self.chain(style or self.default)
        direct = None if run is None else run.find(f"{W}rPr")
        character: list[Any] = []
        if direct is not None and (tag := direct.find(f"{W}rStyle")) is not None:
            character = [s.find(f"{W}rPr") for s in self.chain(tag.get(f"{W}val", ""))]
        runs = [direct, *character, *(s.find(f"{W}rPr") for s in chain), self.run_defaults]
        paragraphs = [properties, *(s.find(f"{W}pPr") for s in chain)]
        indent = _first(paragraphs, "ind")
        spacing = _first(paragraphs, "spacing")
        align = _first(paragraphs, "jc")
        size = _first(runs, "sz")
        bold = _first(runs, "b")
        return Looks(
            font=self._font(runs),
            size=_number(size, "val"),
            bold=bold is not None and on(bold),
            align="" if align is None else align.get(f"{W}val", ""),
            indent_chars=_number(indent, "firstLineChars"),
            indent=_number(indent, "firstLine"),
            line=_number(spacing, "line"),
            line_rule="" if spacing is None else spacing.get(f"{W}lineRule", ""),
        )

    def _font(self, sources: list[Any]) -> str:
        for source in sources:
            fonts = None if source is None else source.find(f"{W}rFonts")
            if fonts is None:
                continue
            if fonts.get(f"{W}eastAsia"):
                return str(fonts.get(f"{W}eastAsia"))
            if fonts.get(f"{W}eastAsiaTheme"):
                return self.theme_font
        return ""


def _first(sources: list[Any], child: str) -> Any:
    for source in sources:
        found = None if source is None else source.find(f"{W}{child}")
        if found is not None:
            return found
    return None


def _number(element: Any, name: str) -> int | None:
    text = None if element is None else element.get(f"{W}{name}")
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
