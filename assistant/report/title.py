"""The title: its words, and its lines broken by meaning into a trapezoid or a diamond (7.3.1)."""

from __future__ import annotations

import itertools
import re

from assistant.facts.wording import year_before
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.segmenting import words
from assistant.values.printing import width

#: 2号 characters that stand in a line of 156 mm
WIDEST = 20
MOST_LINES = 5
_SUFFIX = "绩效自评报告"
#: where a title may break: before an opening mark, after a closing one, a comma, 和, 年度
_SEAMS = regex(r"(?<=[”’》）)、，,；;])|(?=[“‘《（(])|(?<=年度)|(?<=[和与及])")
_FEW = 12
_MOST_PIECES = 28
#: what it costs to break a name between its words, and the name of the unit itself
_IN_WORDS, _IN_NAME = 6.0, 20.0


def signer(evaluation: Evaluation) -> str:
    """发文机关: who signs the report, else whose project it is; empty where the data do not say."""
    project = evaluation.project
    return evaluation.report.signature or project.unit or project.authority


def title(evaluation: Evaluation) -> str:
    """发文机关 + 年度 + 项目 + 支出绩效自评报告, on one line."""
    project, owner = evaluation.project, signer(evaluation)
    name = project.name
    own = "" if owner and name.startswith(owner) else owner
    kind = "支出" if name.endswith("项目") else "" if "项目" in name else "项目支出"
    return f"{own}{year_before(project.name, project.year)}{name}{kind}{_SUFFIX}"


def title_lines(evaluation: Evaluation) -> list[str]:
    """The title in lines of at most `WIDEST` characters, broken where the meaning lets it."""
    whole = re.sub(r"\s+", " ", title(evaluation)).strip()
    if width(whole) <= WIDEST:
        return [whole]
    pieces = _pieces(whole, evaluation)
    fewest = -(-width(whole) // WIDEST)
    for count in range(int(fewest), MOST_LINES + 1):
        lines = _best(pieces, count)
        if lines:
            return lines
    return [whole]  # longer than any title: Word breaks it


def _pieces(whole: str, evaluation: Evaluation) -> list[tuple[str, float]]:
    """What stays together, each with the cost of a line that opens with it."""
    project, owner = evaluation.project, signer(evaluation)
    seams = {match.start() for match in _SEAMS.finditer(whole)}
    for part in (owner, f"{project.year}年度"):
        at = whole.find(part) if part else -1
        if at >= 0:
            seams = {seam for seam in seams if not at < seam < at + len(part)} | {at + len(part)}
    for ending in (_SUFFIX, f"支出{_SUFFIX}", f"项目支出{_SUFFIX}"):
        if whole.endswith(ending) and not whole.endswith(f"项目{_SUFFIX}"):
            seams.add(len(whole) - len(ending))
    ends = [*sorted(seams - {0, len(whole)}), len(whole)]
    pieces = []
    for a, b in itertools.pairwise([0, *ends]):
        words = _words(whole[a:b])
        inner = _IN_NAME if whole[a:b] == owner else _IN_WORDS
        pieces += [(word, inner if n else _opening(word)) for n, word in enumerate(words)]
    return pieces


def _opening(piece: str) -> float:
    return _IN_WORDS if piece in ("支出" + _SUFFIX, _SUFFIX) else 0.0


def _words(piece: str) -> list[str]:
    if width(piece) <= _FEW:
        return [piece]
    # its dictionary takes half a second to load; most titles do not need it
    return [word for word in words(piece) if word]


def _best(pieces: list[tuple[str, float]], count: int) -> list[str]:
    """The split into `count` lines that fit and have the best shape; empty where none fits."""
    best: list[str] = []
    least = float("inf")
    if len(pieces) > _MOST_PIECES:
        return []
    words = [word for word, _ in pieces]
    for ends in itertools.combinations(range(1, len(pieces)), count - 1):
        lines = ["".join(words[a:b]) for a, b in itertools.pairwise((0, *ends, len(words)))]
        widths = [float(width(line)) for line in lines]
        if max(widths) > WIDEST:
            continue
        cost = _cost(widths, lines) + sum(pieces[end][1] for end in ends)
        if cost < least:
            best, least = lines, cost
    return best


def _cost(widths: list[float], lines: list[str]) -> float:
    """Low for a trapezoid or a diamond with no stub; high for an hourglass, or a line that opens badly."""
    top = widths.index(max(widths))
    dents = sum(max(0.0, a - b) for a, b in itertools.pairwise(widths[: top + 1]))
    dents += sum(max(0.0, b - a) for a, b in itertools.pairwise(widths[top:]))
    uneven = (max(widths) - min(widths)) / 2
    level = sum(2.0 for a, b in itertools.pairwise(widths) if a == b)
    pairs = sum(
        10.0 for line in lines for a, b in ("“”", "《》", "（）") if line.count(a) != line.count(b)
    )
    joins = sum(4.0 for line in lines[1:] if line[0] in "和与及、，的")
    return dents * 3 + uneven + level + pairs + joins
