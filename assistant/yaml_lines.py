"""Faults that staff make in YAML, seen in the lines themselves, where a parser only says “error here”.

The commonest is the full-width colon (`项目：` for `项目: `). Some faults are silent, as YAML takes them
for something else: `目标: >5` is the head of a block of text, `设备 #1 故障` ends in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from assistant.patterns import regex

Remark = tuple[int, str]
"""Line (from 1) and message."""

_BLOCK_HEAD = regex(r"[:-] +[|>][-+]?\s*(?: #.*)?$")
_INDENT = regex(r" *")
_LIST_MARK = regex(r"^\s*(?:[-－—]\s*)+")
_QUOTED = regex(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_OPENS = regex(r": +(?P<mark>[>|])(?![-+]?\s*(?: #.*)?$)(?P<rest>.*)")
_HASH = regex(r"\s#(?P<rest>\d.*)")
_DASH = regex(r": +-\s*$")
_HALF_QUOTED = regex(r": +(?P<q>[\"'])(?:(?!(?P=q)).)*(?P=q)(?=[^\s#,}\]])")
_BAD_START = regex(r": +(?P<mark>[@`%*&!])")
_SHOWN = 30


def _shown(line: str) -> str:
    text = line.strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _content(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their number, without comments' lines and blocks of text (`|`, `>`)."""
    block: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        indent = len((_INDENT.match(line) or [""])[0])
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if block is not None and indent > block:
            continue
        block = indent if _BLOCK_HEAD.search(line) else None
        yield number, line


_MOST = 200  # remarks; beyond these the rest is of the same kind


def silent(text: str) -> list[Remark]:
    """Values that YAML reads without complaint as something their writer did not mean."""
    remarks: list[Remark] = []
    for number, line in _content(text):
        if len(remarks) > _MOST:
            break
        bare = _QUOTED.sub(lambda m: "“" * len(m[0]), line)
        if match := _OPENS.search(bare):
            value = (match["mark"] + match["rest"]).strip()
            remarks.append((number, f'值以 {match["mark"]} 开头要加引号，写成 "{value[:20]}"'))
        elif match := _HASH.search(bare):
            remarks.append(
                (
                    number,
                    f"“#{match['rest'][:10]}”会被当作注释丢掉：是正文就给整个值加引号，"
                    "是注释就在 # 后空一格",
                )
            )
    return remarks


def mistyped(text: str, keys: Collection[str]) -> list[Remark]:
    """Colons, commas, blanks and brackets that are not those of YAML. `keys` are the known ones."""
    remarks: list[Remark] = []
    known = "|".join(map(re.escape, sorted(keys, key=len, reverse=True))) or r"(?!)"
    colon = regex(
        rf"(?:^|(?P<sep>[{{｛,，]))\s*[\"“”]?(?P<key>{known})[\"“”]?\s*(?:(?P<wide>：)|:(?=[^\s/]))"
    )
    comma = regex(rf"，\s*(?:{known})\s*[:：]")
    for number, line in _content(text):
        if len(remarks) > _MOST:
            break
        body = _LIST_MARK.sub("", line)
        flow = "{" in line or "｛" in line
        found = [m for m in colon.finditer(body) if flow or not m["sep"]]
        wide = [m["key"] for m in found if m["wide"]]
        close = [m["key"] for m in found if not m["wide"]]
        if wide:
            remarks.append(
                (number, f"“{wide[0]}：”用了中文冒号，请改成英文冒号加空格“{wide[0]}: ”")
            )
        if close:
            remarks.append((number, f"“{close[0]}:”的冒号后面要空一格，写成“{close[0]}: ”"))
        if flow and comma.search(line):
            remarks.append((number, f"花括号里用了中文逗号，请改成英文逗号加空格：{_shown(line)}"))
        if re.search("[｛｝]", line) and comma.search(line):
            remarks.append((number, "用了全角花括号，请改成英文的 { }"))
        if re.match(r" *[－—]\s*(?:\{|" + known + ")", line):
            remarks.append((number, "列表的开头要用英文减号加空格“- ”"))
        if re.match(r"[ \t]*[\u3000\u00a0]", line):
            remarks.append((number, f"行首有全角空格，缩进只能用英文空格：{_shown(line)}"))
        if re.match(r" *\t", line):
            remarks.append((number, f"行首有制表符（Tab），缩进只能用空格：{_shown(line)}"))
        if _DASH.search(line):
            remarks.append((number, "只写一个“-”：没有值就留空，要写横线就加引号"))
        if _HALF_QUOTED.search(line):
            remarks.append(
                (number, f"值里有英文引号，请改成中文引号“”，或给整个值加单引号：{_shown(line)}")
            )
    return remarks


def broken(problem: str, text: str, line: int) -> str:
    """What the parser's `problem` at that line means, in Chinese."""
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    shown = _shown(written)
    if "\t" in written:
        return f"行内有制表符（Tab），YAML 只能用空格缩进：{shown}"
    if match := _BAD_START.search(written):
        return f"值以 {match['mark']} 开头要加引号（或不支持这种写法）：{shown}"
    for words, message in _PROBLEMS:
        if words in problem:
            return f"{message}：{shown}"
    return f"不是正确的 YAML，请核对这一行前后的缩进、引号和冒号：{shown}"


_PROBLEMS = (
    ("mapping values", "冒号用得不对（一行只写一个“键: 值”，值里有冒号时加引号；同级的键要对齐）"),
    ("could not find expected ':'", "缺少英文冒号加空格（“键: 值”）"),
    ("duplicate key", "同一个键写了两次"),
    ("alias", "不支持 * 引用，请把值写出来；文字以 * 或 & 开头时加引号"),
    ("another document", "一个文件只写一个项目，请删去“---”及以后的内容，另存一个文件"),
    ("end of stream", "有引号或括号没有配对，请从文件末尾往前找"),
    ("found unexpected", "有引号或括号没有配对"),
    ("cannot start any token", "有 YAML 不认识的符号，文字以 @ ` % 等开头时加引号"),
    ("but found", "括号、引号或缩进没有对齐"),
    ("expected <document start>", "括号、引号或缩进没有对齐"),
)


def syntax(error: Any, text: str) -> Remark:
    """Line and message of the parser's error."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    context = str(error.context or "")
    problem = str(error.problem or "")
    if "another document" in problem or "single document" in context:
        problem = "another document"
    return line, broken(problem, text, line)
