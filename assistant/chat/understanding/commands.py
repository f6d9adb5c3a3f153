"""Lines that are one thing as a whole: commands, by name, by sound or behind a stroke; greetings; a wish to draft."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.chat.acts import Act, State
from assistant.chat.mentions import sounds
from assistant.chat.remarks import is_rude
from assistant.chat.understanding.places import about_data
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.sentences import revision, section_of
from assistant.chat.understanding.statements import TOPIC
from assistant.chat.understanding.wording import PAIR, bare_of, is_of_kind
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.reading import fold


@lru_cache(maxsize=1)
def command_names() -> dict[str, str]:
    """Every word that names a command, and the command."""
    commands = lexicon("conversation_commands")["commands"]
    return {
        str(word).lower(): name
        for name, about in commands.items()
        for word in (name, *about["words"])
    }


def _command_heard(text: str) -> str:
    """撤消 for 撤销: a command misheard or mistyped, one letter at least written alike."""
    if len(text) < PAIR:
        return ""
    for word, name in command_names().items():
        alike = len(word) == len(text) and any(a == b for a, b in zip(word, text, strict=True))
        if alike and sounds(word) == sounds(text):
            return name
    return ""


def slash_command(line: str) -> Act | None:
    plain = line.strip()
    if not plain.startswith(("/", "／")):
        return None
    name, _, rest = plain[1:].strip().partition(" ")
    command = command_names().get(fold(name).lower())
    if command is None:
        return Act("command", name="unknown", text=name)
    if command == "起草":
        return Act("draft", section=section_of(rest), text=rest.strip())
    if command == "改":
        return revision(rest)
    return Act("command", name=command, text=rest.strip(), section=section_of(rest))


#: 把报告给我打出来, 报告整一份出来
_REPORT_MADE = r"(?:把)?(?:那个|这个)?(?:自评)?(?:报告|稿子|初稿|全文)(?:都|也|就|先|直接|给我|帮我|一下)*(?:打|弄|整|写|做|出|搞|生成|起草|拟)(?:出来|一份|一个|一下|好|成)*(?:(?:给|让)?(?:我|我们)?(?:先)?[看瞧](?:看|一看|一下|一眼|下)?)?"


#: 把存在的问题那块儿给我写了
_PART_WRITTEN = regex(
    r"(?:把|将|先|请)*(?P<part>.{2,12}?)(?:那|这)?一?(?:块儿?|节|段|部分|章)(?:先|给我|帮我|也|就|都)*(?:写|起草|拟)(?:出来|好|了|下|一下|上|吧)*"
)


#: 过两天再讲, 下周再补: another day, at the end of the line
_LATER = regex(
    r"(?:(?:过|等|隔|缓|晚)(?:上)?(?:几|两|一|些)(?:天|日|下|会儿?|阵子?)|明天|后天|下周|改天|回头|晚点|迟点)(?:我)?再(?:说|讲|填|写|报|补|答|弄)(?:吧|嘛|哈|了)*[。.]?$"
)


#: 给写一下下一步打算 别太长: a section to be written, with at most how
_WRITES_PART = regex(
    r"(?:请|麻烦你?|帮我?|给我?|先|再)*(?:写|起草|拟|整)(?:一下|一?个|一?段|一?节|哈)?(?P<part>[\u4e00-\u9fff]{3,12}?)(?:[，,\s]+(?:别|莫|不要|不用|尽量|要|简|短|长)[^，,\s\d]{1,6})?[吧嘛。]*"
)


#: 这个先放了, 你问下一个: the question asked is passed over, whatever is said before
_PASSES_OVER = regex(
    r"(?:^|[\s，,。；;])(?:那|你|就|咱们?)*(?:(?:这|那)(?:个|题|条|项|一?问)?(?:就|先|还是)*(?:放|跳|空|留|略)(?:着|了|过|到)|问下(?:一)?(?:个|题|条|项))(?:吧|嘛|啊)*(?=$|[\s，,。；;])"
)


def _part_wished(text: str, bare: str, state: State) -> str:
    """The section that is to be written, or ""."""
    part = _PART_WRITTEN.fullmatch(bare)
    if part and (named := section_of(part["part"])):
        return named
    wish = _WRITES_PART.fullmatch(text)
    wish = None if wish and state.asking and not re.match("请|麻烦|帮|给", text) else wish
    return section_of(wish["part"]) if wish else ""


def as_a_whole(text: str, state: State) -> Act | None:
    """Lines that are one thing as a whole: commands, skipping, greetings, wishes to draft."""
    words, commands = lexicon("conversation"), lexicon("conversation_commands")
    bare = bare_of(text).lower()
    own = re.sub(r"^(?:你|我们?|那|就|先|这个|这题|这条|还是)+(?=先|跳|过)", "", bare)
    passed = is_of_kind("skip", text) or is_of_kind("skip", own) or _PASSES_OVER.search(text)
    passed = passed or _LATER.search(text)
    if state.asking and passed:
        return Act("command", name="跳过")
    polite = re.sub(r"^(?:请|麻烦你?|帮我|给我|那就|先|再)+|(?:一下|吧|了|啊|呗|嘛|哈)+$", "", bare)
    for candidate in (bare, polite):
        if candidate in command_names() and len(candidate) > 1:
            name = command_names()[candidate]
            return Act("draft") if name == "起草" else Act("command", name=name)
    if (heard := _command_heard(polite)) and not about_data(text, state):
        return Act("draft") if heard == "起草" else Act("command", name=heard)
    if is_of_kind("skip", text):
        return Act("command", name="跳过")
    if part := _part_wished(text, bare, state):
        return Act("draft", section=part)
    draft = commands["draft"]
    if (
        bare in draft["exact"]
        or polite in draft["exact"]
        or re.fullmatch(_REPORT_MADE, polite)
        or (re.fullmatch(draft["whole"], polite) and any(w in polite for w in draft["needs"]))
    ):
        return Act("draft")
    if re.fullmatch(
        r"(?:导出|输出|存成|打印|下载)(?:报告|文件|word|文档|一份|到.{1,4}|成|来|看看|看)*", polite
    ):
        return Act("command", name="导出")
    if re.fullmatch(
        r"(?:还有|还剩|还差|有)?(?:哪些|什么|啥)(?:没填完|没填|要填|没写|没答|缺|缺的|要补)(?:的)?",
        bare,
    ) or re.fullmatch(r"还[差缺剩]多少(?:个)?(?:问题|项|没填|没答)?|还有(?:几个|多少)问题", bare):
        return Act("question", name="gaps")
    talk = words["small_talk"]
    if bare in {str(w).lower() for w in talk["exact"]}:
        return Act("small_talk", name="greeting")
    for name in ("rude", "topics", "feelings"):
        if (
            (is_rude(text) if name == "rude" else any(w in text for w in talk[name]))
            and not about_data(text, state)
            and not (is_question(text) and TOPIC.search(text))
        ):
            return Act("small_talk", name=name)
    return None
