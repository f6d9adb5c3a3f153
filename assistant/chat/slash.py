"""Commands that need no model: Chinese names, short ASCII aliases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.chat.action import Act, Action, key_of, section_of
from assistant.values.numerals import read_number
from assistant.values.reading import fold


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its names and what its argument means."""

    act: Act
    name: str
    aliases: tuple[str, ...]
    about: str
    argument: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("help", "帮助", ("help", "h"), "这份说明"),
    Command("score", "得分", ("score", "s"), "得分表；带指标名时说明这一项怎么算", "[指标]"),
    Command("rows", "指标", ("rows", "i"), "各项指标的目标、实际和状态"),
    Command("gaps", "缺项", ("gaps", "g"), "还缺什么"),
    Command("ask", "问", ("ask", "a"), "继续提问，一次一个"),
    Command("draft", "起草", ("draft", "d"), "起草全文，或一节", "[节名]"),
    Command(
        "revise",
        "改",
        ("revise", "r"),
        "改一句或一节：/改 措施 第2句 写短一点",
        "节名 [第几句] 要求",
    ),
    Command("show", "看", ("show", "v"), "看草稿全文，或一节", "[节名]"),
    Command("compare", "比较", ("diff", "b"), "草稿和上一版的差别"),
    Command("check", "检查", ("check", "c"), "按问题清单检查"),
    Command("facts", "事实", ("facts", "f"), "草稿可以说的全部事实，带编号"),
    Command("undo", "撤销", ("undo", "u"), "撤销上一步"),
    Command("redo", "重做", ("redo", "y"), "重做刚撤销的一步"),
    Command("history", "历史", ("history", "l"), "改过什么"),
    Command("export", "导出", ("export", "e"), "写成 Word 报告", "[文件名]"),
    Command("model", "模型", ("model", "m"), "现在用哪个模型；换一个：/模型 none", "[模型]"),
    Command("cost", "费用", ("cost", "t"), "调用次数和用量"),
    Command("quit", "退出", ("quit", "q", "exit"), "结束，下次可用 --resume 接着说"),
)
_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
_SENTENCE = re.compile(r"第(?P<number>[一二三四五六七八九十\d]+)(?:句|条|段|项)")


def read_command(line: str) -> Action | None:
    """The action of a line that begins with a slash; `unknown` for a name there is not; else None."""
    plain = line.strip()
    if not plain.startswith(("/", "／")):
        return None
    name, _, rest = plain[1:].strip().partition(" ")
    command = _BY_NAME.get(fold(name).lower())
    if command is None:
        return Action("unknown", text=f"没有命令 /{name}，/帮助 可以看全部命令")
    rest = rest.strip()
    if command.act == "score" and rest:
        return Action("explain", row=rest)
    if command.act in {"draft", "show"}:
        return Action(command.act, section=section_of(rest), text=rest)
    if command.act == "revise":
        return revision(rest)
    return Action(command.act, key=key_of(rest), text=rest)


def revision(words: str) -> Action:
    """A wish to revise: which section and sentence it names, and the wish itself."""
    found = _SENTENCE.search(words)
    number = read_number(found["number"]) if found else None
    wish = re.split(r"改成|改为|写成", words)[0]  # the new words may name other sections
    return Action("revise", section=section_of(wish), number=int(number or 0), text=words)
