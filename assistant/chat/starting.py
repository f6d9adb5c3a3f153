"""A project from nothing, or from the Excel or Word file that staff have: until there is a data file to talk about.

Name, year and unit are asked, or read out of what is said or pasted; the file is made on a yes, and with it
what else was pasted and shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.chat.acts import Act, Kind, State
from assistant.chat.answer_kinds import NoValue, is_office, read_value
from assistant.chat.conversation import Outcome
from assistant.chat.memory import Memory
from assistant.chat.naming import FUNDS, ROWS
from assistant.chat.pasted import read_block
from assistant.chat.project import Proposed
from assistant.chat.replies import help_text, proposal_line
from assistant.chat.understanding import understand
from assistant.chat.understanding.wording import as_said
from assistant.errors import InputError
from assistant.files import write_whole
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.values.printing import on_a_line

_ASKED = {
    "项目.名称": "项目叫什么名称？（照批复写；也可以直接粘贴绩效目标表，或说文件名打开已有的表）",
    "项目.年度": "评价哪一年度？",
    "项目.实施单位": "由哪个单位实施？（写全称，不知道可以说“跳过”）",
}
_WISH = regex(
    r"^(?:新建|你好|您好|我?(?:想|要|来)?(?:新建|写|做|填|弄|开始).{0,14}(?:自评|绩效|报告|项目|表)?|开始|从头.*)$"
)
_NAME = 6  # letters of the shortest name that is told from a remark
_MOST_OF_A_LINE = 90
_UNSAFE = regex(r"[\\/:*?\"<>|\s“”]+")


@dataclass
class Start:
    """The talk before there is a data file. `made` is the file once a yes has made it, `opened` one that was named."""

    folder: Path
    today: date
    known: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    block: str = ""
    #: what was read out of the block, as shown for the same yes that makes the file
    listed: tuple[Proposed, ...] = ()
    asking: str = "项目.名称"
    waiting: bool = False
    made: Path | None = None
    opened: Path | None = None

    def open(self) -> Outcome:
        """The first words, with the first question."""
        return self._told("command", (f"还没有打开项目，从头建一个。{_ASKED[self.asking]}",))

    def turn(self, line: str) -> Outcome:
        """One line answered. A data file is made only on a yes to what was shown."""
        text = as_said(line)
        if named := self._file(text):
            self.opened = named
            return self._told("command", (f"打开 {named.name}。",))
        if self.asking == "项目.名称" and not self.known and _WISH.match(text):
            return self._told("command", (_ASKED["项目.名称"],))
        acts = understand(line, self._state())
        first = acts[0]
        if first.kind == "add" and first.name == "block":
            return self._pasted(line)
        if self.waiting and first.kind == "consent":
            return self._make()
        if first.kind == "refuse":
            self.waiting = False
            return self._told(
                "refuse", ("好，没有建。要改哪一项请直接说，如“年度改成2023”；都对了说“是”。",)
            )
        found = self._said(text, acts)
        if found:
            self.known.update(found)
            return self._next(first.kind if first.kind in {"answer", "change"} else "answer", found)
        return self._other(first)

    def _state(self) -> State:
        blank = Evaluation.model_validate(
            {
                "项目": {
                    "名称": self.known.get("项目.名称", "（新项目）"),
                    "年度": self.known.get("项目.年度", str(self.today.year - 1)),
                },
                "指标": [],
            }
        )
        pending = tuple(self.known.items()) if self.waiting else ()
        return State(
            blank,
            self.today,
            asking="" if self.waiting else self.asking,
            pending=pending,
            waiting=self.waiting,
        )

    def _file(self, text: str) -> Path | None:
        match = re.fullmatch(
            r"(?:/?打开|/?open)?\s*(\S.*\.(?:yaml|yml|xlsx|xls|docx|csv))", text, re.I
        )
        path = self.folder / match[1] if match else None
        return path if path is not None and path.is_file() else None

    def _said(self, text: str, acts: tuple[Act, ...]) -> dict[str, str]:
        """What of name, year and unit the line gives."""
        found = {
            a.path: a.value for a in acts if a.kind in {"answer", "change"} and a.path in _ASKED
        }
        kind = acts[0].kind
        if kind == "small_talk" and self.asking == "项目.名称" and len(text) >= _NAME and not found:
            kind = (
                "unclear"  # 农村电影放映, 足球场改造: the name of a project may be about anything
            )
        if self.waiting or kind in {"question", "small_talk", "command", "add"}:
            return found if kind not in {"question", "small_talk"} else {}
        if self.asking == "项目.名称" and (set(found) <= {"项目.名称"}):
            pieces = [
                p.strip()
                for p in re.split(
                    r"[，,；;\s]+",
                    re.sub(r"^(?:项目)?(?:名称|名字)?(?:就?叫|是|为|：|:)", "", text),
                )
                if p.strip()
            ]
            rest: list[str] = []
            for piece in pieces:
                year = re.fullmatch(r"(?:评价)?((?:19|20)\d\d)年?度?(?:的)?", piece)
                if year:
                    found["项目.年度"] = year[1]
                elif (
                    len(pieces) > 1
                    and rest
                    and is_office(re.sub(r"^(?:实施)?单位(?:是|为|：|:)?", "", piece))
                ):
                    found["项目.实施单位"] = re.sub(r"^(?:实施)?单位(?:是|为|：|:)?", "", piece)
                else:
                    rest.append(piece)
            name = re.sub(
                r"^(?:我们?的?)?(?:项目)?(?:名称|名字)?(?:就?叫|是)", "", "，".join(rest)
            ).strip("“”《》。")
            made = read_value(self._state().evaluation, "项目.名称", name, self.today)
            if not isinstance(made, NoValue):
                found["项目.名称"] = made.text
        if self.asking == "项目.年度" and "项目.年度" not in found:
            words = {"今年": 0, "去年": -1, "前年": -2, "上年": -1}
            step = next((v for k, v in words.items() if k in text), None)
            if step is not None:
                found["项目.年度"] = str(self.today.year + step)
        return found

    def _other(self, act: Act) -> Outcome:
        if act.kind == "command" and act.name == "退出":
            return Outcome(
                Memory(asking=self.asking), ("好，什么也没有写。",), "command", quit=True
            )
        if act.kind == "command" and act.name == "帮助":
            return self._told("command", (help_text(),))
        if act.kind == "command" and act.name == "跳过" and self.asking == "项目.实施单位":
            self.skipped.add(self.asking)
            return self._next("command", {})
        if act.kind == "small_talk":
            return self._told("small_talk", ("我们先把项目建起来。" + self._question(),))
        if act.kind == "consent":
            return self._told("consent", (self._question(),))
        if act.kind == "add":
            return self._told("add", ("先把项目建起来，再加指标和资金。" + self._question(),))
        said = act.say or ("建好以后都可以改。" if act.kind == "question" else "没有听懂。")
        return self._told(act.kind, (said + self._question(),))

    def _question(self) -> str:
        return self._shown() if self.waiting else _ASKED[self.asking]

    def _pasted(self, line: str) -> Outcome:
        self.block = line
        read = read_block(line)
        found = {path: value for path, value in read.values.items() if path in _ASKED}
        self.known.update({k: v for k, v in found.items() if k not in self.known})
        self.listed = tuple(
            Proposed(listed, None, row[key], tuple(row.items()))
            for listed, rows, key in ((FUNDS, read.sources, "来源"), (ROWS, read.rows, "名称"))
            for row in rows
            if row.get(key)
        ) + tuple(Proposed(p, None, v) for p, v in read.values.items() if p not in _ASKED)
        count = f"读出{len(read.rows)}条指标、{len(read.sources)}笔资金，和新文件一起列给您看。"
        outcome = self._next("add", found)
        return Outcome(outcome.memory, (count, *outcome.replies), "add", outcome.proposals)

    def _next(self, kind: Kind, found: dict[str, str]) -> Outcome:
        proposals = tuple(Proposed(path, None, value) for path, value in found.items())
        missing = [p for p in _ASKED if p not in self.known and p not in self.skipped]
        self.waiting = not missing
        self.asking = missing[0] if missing else ""
        words = _ASKED[missing[0]] if missing else self._shown()
        return Outcome(Memory(asking=self.asking), (words,), kind, proposals)

    def _shown(self) -> str:
        made = [Proposed(path, None, value) for path, value in self.known.items()]
        lines = [f"  {proposal_line(change)}" for change in (*made, *self.listed)]
        return "\n".join(
            [f"将新建数据文件 {self._path().name}：", *lines, "建吗？（是 / 不 / 年度改成…）"]
        )

    def _path(self) -> Path:
        stem = _UNSAFE.sub("", self.known.get("项目.名称", "项目"))[:30] or "项目"
        number, path = 1, self.folder / f"{stem}.yaml"
        while path.exists():
            number += 1
            path = self.folder / f"{stem}-{number}.yaml"
        return path

    def _make(self) -> Outcome:
        path = self._path()
        write_whole(path, _begun(self.known).encode())
        self.made, self.waiting = path, False
        return Outcome(Memory(), (f"已建好 {path.name}。",), "consent")

    def _told(self, kind: Kind, said: tuple[str, ...]) -> Outcome:
        return Outcome(Memory(asking=self.asking), said, kind)


def _begun(known: dict[str, str]) -> str:
    from assistant.intake.blank import begun_data

    keys = {path.removeprefix("项目."): value for path, value in known.items() if path in _ASKED}
    return begun_data({**keys, "年度": int(keys["年度"])})


def as_data_file(path: Path) -> tuple[Path, tuple[str, ...]]:
    """The data file for an Excel or Word file: made beside it unless it is there; remarks for people.

    Raises InputError where the file holds several projects or nothing that can be read.
    """
    from assistant.forms.read.assemble import assemble
    from assistant.forms.read.imported import Value
    from assistant.intake import choose, read_source
    from assistant.intake.write_yaml import to_yaml

    target = path.with_suffix(".yaml")
    if target.exists():
        return target, (f"已有 {target.name}，接着用它（要重新读 {path.name}，请先移走它）。",)
    imported = choose(assemble(read_source(path)), path)
    remarks: list[str] = []
    from dataclasses import replace

    if "项目.名称" in imported.missing:
        imported = replace(
            imported, values=(Value(("项目", "名称"), path.stem, "文件名"), *imported.values)
        )
        remarks.append(f"表里没有项目名称，先用文件名“{path.stem}”，不对请说“项目名称改成…”。")
    if "项目.年度" in imported.missing:
        from assistant.intake.blank import last_year

        match = re.search(r"(?:19|20)\d\d", path.stem)
        year = match[0] if match else str(last_year())
        imported = replace(
            imported, values=(Value(("项目", "年度"), year, "未注明"), *imported.values)
        )
        remarks.append(f"表里没有年度，先按{year}年，不对请说“年度改成…”。")
    if "指标" in imported.missing:
        raise InputError(f"{path}：没有读出指标，请用 jixiao import {path.name} 看看哪里没有读懂")
    write_whole(target, to_yaml(imported).encode())
    remarks.insert(0, f"已把 {path.name} 转成数据文件 {target.name}，改动都写在它里面。")
    if imported.not_understood:
        remarks.append(
            "没有读懂的："
            + "；".join(on_a_line(line, _MOST_OF_A_LINE) for line in imported.not_understood[:5])
        )
    return target, tuple(remarks)
