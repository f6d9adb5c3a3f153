"""A text of anybody's held to a data file: its sentences, the verdict on each, and a table for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.facts import gather
from assistant.grounding.fault import Grounding
from assistant.grounding.ground import ground
from assistant.intake import read
from assistant.located import read_bytes
from assistant.model.sections import sections_named
from assistant.patterns import regex
from assistant.rules.loader import for_data
from assistant.scoring import score

_SENTENCE = regex(r"[^。！？\n]*[。！？]+[”’」）)]*|[^。！？\n]+")


@dataclass(frozen=True, slots=True)
class Told:
    """A passage, the section id it would stand in, and the row it is about (either may be empty)."""

    text: str
    section: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A sentence with its verdict and the ids of the facts that speak of the same."""

    told: Told
    grounding: Grounding
    facts: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """supported, verify or unsupported."""
        return self.grounding.verdict

    def to_json(self) -> dict[str, Any]:
        """As DESIGN.md has it: offsets count characters of the sentence."""
        faults = [
            {"start": f.span[0], "end": f.span[1], "words": f.words, "kind": f.kind, "why": f.why}
            for f in self.grounding.faults
        ]
        return {
            "text": self.told.text, "section": self.told.section, "indicator": self.told.indicator,
            "verdict": self.verdict, "facts": list(self.facts), "faults": faults,
        }  # fmt: skip


def _section(named: str, where: str) -> str:
    if not named:
        return ""
    found = sections_named(named)
    if not found:
        raise InputError(
            f"{where}没有这一节：{named}。可写节的标题（如“偏离原因”）或代号（如 deviation_reasons）。"
        )
    return found[0]


def asked(text: str, section: str, indicator: str, lines: Path | None) -> list[Told]:
    """What is to be judged, of the argument, of standard input (-) or of a file of JSON lines.

    Raises InputError for neither or both, and for a line that is not as it should be.
    """
    if bool(text) == (lines is not None):
        raise InputError(
            "请给出要核对的文字（- 表示从标准输入读），或用 --jsonl 给出文件，二者取一。"
        )
    if lines is not None:
        return _lines(lines)
    if text == "-":
        text = sys.stdin.read()
    if not text.strip():
        raise InputError("没有要核对的文字。")
    return [Told(text, _section(section, ""), indicator)]


def _lines(path: Path) -> list[Told]:
    try:
        content = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"读不了 {path}：须是 UTF-8 的文本文件，每行一个 JSON 对象。") from error
    told = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path.name} 第{number}行"
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise InputError(
                f'{where}不是 JSON：应为 {{"section","indicator","text"}}。'
            ) from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise InputError(f'{where}缺 text：应为 {{"section","indicator","text"}}。')
        section, indicator = row.get("section") or "", row.get("indicator") or ""
        if not isinstance(section, str) or not isinstance(indicator, str):
            raise InputError(f"{where}的 section 和 indicator 应是文字。")
        told.append(Told(row["text"], _section(section, where), indicator))
    return told


def judge(data: Path, told: Sequence[Told], rules: str = "") -> list[JudgedSentence]:
    """Every sentence of every passage, in order. Raises InputError for an indicator the data do not have."""
    evaluation = read(data)
    facts = gather(score(evaluation, for_data(evaluation, data, rules)))
    names = {fact.subject for fact in facts if fact.indicator}
    judged = []
    for one in told:
        if one.indicator and one.indicator not in names:
            raise InputError(f"数据中没有指标“{one.indicator}”；有：{'、'.join(sorted(names))}。")
        for match in _SENTENCE.finditer(one.text):
            text = match[0].strip()
            if not text:
                continue
            before = one.text[: match.start()].rpartition("\n")[2]
            grounding = ground(
                text, facts, section=one.section, indicator=one.indicator, before=before
            )
            near = tuple(
                fact.id for fact in facts
                if (fact.indicator and fact.subject in {one.indicator} and fact.said in text)
                or (len(fact.said) > 3 and fact.said in text)  # noqa: PLR2004
                or (fact.subject and fact.indicator and fact.subject in text and fact.role == "row")
            )  # fmt: skip
            judged.append(JudgedSentence(Told(text, one.section, one.indicator), grounding, near))
    return judged


def table(judged: Sequence[JudgedSentence]) -> str:
    """A line a sentence, and under it a line a fault."""
    names = {"supported": "有依据", "verify": "待核实", "unsupported": "无依据"}
    lines = []
    for one in judged:
        lines.append(f"[{names[one.verdict]}] {one.told.text}")
        lines += [f"    “{f.words}”：{f.why}" for f in one.grounding.faults]
    good = sum(one.verdict == "supported" for one in judged)
    return "\n".join([*lines, f"共{len(judged)}句，有依据{good}句。"])
