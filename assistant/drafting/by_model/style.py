"""How a unit wants to be written for: tone, length, its words, and a past report to learn wording from.

Style lends wording, never facts: what the model takes from a sample beyond that is caught by grounding,
and the sample's figures and titles are blanked before the model sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.errors import InputError
from assistant.llm.prompts import as_data
from assistant.model.evaluation import DraftingChoice
from assistant.patterns import regex

_TONES = {"平实": "", "正式": "语气庄重规范。", "简练": "文字简练，能省的字都省去。"}
_LENGTHS = {"短": "写得尽量短。", "中": "", "长": "把事实写得充分些，但不添加内容。"}
_LONGEST = 160  # characters of a sample: the local model reads 32 tokens a second
_SHORTEST = 20
_FIGURE = regex(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|(?<=《)[^》]*(?=》)|(?<=“)[^”]*(?=”)")
_ABOUT = regex(r"原因|措施")


def style_text(choice: DraftingChoice, sample: str = "") -> str:
    """Lines for the end of a prompt; empty where all is as usual."""
    return "\n".join(_lines(choice, sample))


def _lines(choice: DraftingChoice, sample: str) -> Iterator[str]:
    manner = _TONES[choice.tone] + _LENGTHS[choice.length]
    if manner:
        yield manner
    if choice.glossary:
        pairs = "；".join(f"“{as_data(a)}”写作“{as_data(b)}”" for a, b in choice.glossary.items())
        yield f"用词：{pairs}。"
    if choice.phrases:
        yield f"合适时可用：{'、'.join(map(as_data, choice.phrases))}。"
    if sample:
        yield f"范文（只学写法，内容一概不取）：\n```\n{as_data(sample)}\n```"


def sample_text(path: Path) -> str:
    """A passage of a past report (.docx or text) on reasons and measures, its figures and titles blanked.

    Raises InputError where the file cannot be read.
    """
    passages = [p for p in _paragraphs(path) if len(p) >= _SHORTEST]
    telling = [p for p in passages if _ABOUT.search(p)] or passages
    return _FIGURE.sub("××", telling[0])[:_LONGEST] if telling else ""


def _paragraphs(path: Path) -> list[str]:
    from assistant.located import decode, read_bytes

    if path.suffix.lower() == ".docx":
        from assistant.forms.read.from_word import read_docx

        return [p.text.strip() for p in read_docx(path).paragraphs]
    if path.suffix.lower() not in {".txt", ".md"}:
        raise InputError(f"{path}：起草.范文要用 .docx 或 .txt 文件，请另存后再用")
    return [line.strip() for line in decode(read_bytes(path), str(path)).splitlines()]
