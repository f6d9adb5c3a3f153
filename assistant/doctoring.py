"""Is all in order on this machine: Python, fonts, settings, model, endpoint, Office, prompts and rules."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from assistant.llm.endpoint import ModelChoice

State = Literal["ok", "warning", "error"]

STATE_NAMES: dict[State, str] = {"ok": "正常", "warning": "提醒", "error": "有误"}
#: the fonts that GB/T 9704 documents name (RULES.md §5), each with names it goes by
FONTS: dict[str, tuple[str, ...]] = {
    "方正小标宋简体": ("方正小标宋简体", "方正小标宋", "fzxiaobiaosong"),
    "仿宋_GB2312": ("仿宋_gb2312", "仿宋", "fangsong", "simfang"),
    "楷体_GB2312": ("楷体_gb2312", "楷体", "kaiti", "simkai"),
    "黑体": ("黑体", "simhei"),
    "宋体": ("宋体", "simsun"),
}
_OLDEST = (3, 11)
_PATIENCE = 5  # seconds an endpoint may take to list its models
_TRIAL_SECONDS = 90  # and to write one section of a made-up project


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, how it stands, and what to do where it is not in order."""

    name: str
    state: State
    found: str
    mend: str = ""

    def as_json(self) -> dict[str, str]:
        """The object that `--json` prints."""
        return asdict(self)


def examine() -> tuple[Check, ...]:
    """All checks; none of them changes anything, and one that breaks is an error of its own."""
    return tuple(check for look in _LOOKS for check in _safely(look))


def _safely(look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    from assistant.errors import JixiaoError

    try:
        yield from look()
    except JixiaoError as error:
        yield Check(_TITLES[look], "error", "；".join(error.lines))
    except Exception as error:
        yield Check(
            _TITLES[look], "error", f"{type(error).__name__}：{error}", "请把这一行交给维护人员"
        )


def _python() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= _OLDEST
    yield Check(
        "Python", "ok" if good else "error", version, "" if good else "请装 3.11 以上的 Python"
    )


def _settings() -> Iterator[Check]:
    from assistant.config import config_path, load_config, rights_fault

    path = config_path()
    if not path.exists():
        yield Check("配置文件", "ok", f"没有（{path}），都用缺省值")
        return
    fault = rights_fault(path)
    if fault:
        yield Check("配置文件", "error", f"{path} 别的用户也能读", f"请执行 chmod 600 {path}")
        return
    load_config()
    yield Check("配置文件", "ok", f"{path}，只有本人能读")


def _model() -> Iterator[Check]:
    from assistant.config import load_config
    from assistant.llm.endpoint import choose
    from assistant.llm.local import server as local
    from assistant.llm.local.manifest import read_manifest

    lack = local.missing()
    if lack:
        yield Check(
            "本机模型", "warning", lack.partition("，请")[0], f"请{lack.partition('，请')[2]}"
        )
    else:
        yield Check("本机模型", "ok", f"{read_manifest().id}（{local.model_path()}）")
    choice = choose(config=load_config())
    state: State = "warning" if choice.kind == "none" else "ok"
    mend = (
        "要由模型起草，请执行 jixiao model pull 或设 OPENAI_BASE_URL"
        if choice.kind == "none"
        else ""
    )
    yield Check("起草用", state, f"{choice.title}（{choice.why}）", mend)


def _endpoint() -> Iterator[Check]:
    from assistant.config import Limits, load_config
    from assistant.llm.endpoint import choose
    from assistant.llm.faults import describe
    from assistant.llm.wire import Transport

    choice = choose(config=load_config())
    if choice.kind != "endpoint":
        return
    limits = Limits(first_token=_PATIENCE, connect=_PATIENCE)
    transport = None
    try:
        transport = Transport(choice, limits)
        transport.models()
    except Exception as error:
        proxy = transport.proxy if transport is not None else None
        line = describe(error, choice, waited=_PATIENCE, proxy=proxy)
        found = line.partition("：")[2].rpartition("。")[0] or line
        yield Check(
            "模型端点", "error", f"{choice.shown} {found}", "请核对地址（以 /v1 结尾）和密钥"
        )
        return
    finally:
        if transport is not None:
            transport.close()
    place = "本机" if choice.on_this_machine else "外部，文字会先脱敏"
    yield Check("模型端点", "ok", f"{choice.shown}（{place}）")
    yield _trial(choice)


def _trial(choice: ModelChoice) -> Check:
    """Whether the model can write whole sections: tried on a made-up project, so nothing of the user's is sent."""
    from assistant.config import load_config
    from assistant.drafting.probing import probe
    from assistant.errors import ModelError
    from assistant.llm.client import BudgetSpent
    from assistant.llm.gate import open_gate

    settings = load_config()
    limits = settings.limits.model_copy(
        update={"attempts": 1, "connect": _PATIENCE, "seconds": _TRIAL_SECONDS, "answer_seconds": _TRIAL_SECONDS}
    )  # fmt: skip
    settings = settings.model_copy(update={"limits": limits})
    try:
        with open_gate(choice, settings, material=(), log=None) as client:
            found = probe(choice, client)
    except (ModelError, BudgetSpent) as error:
        return Check("整节试写", "warning", f"没有试成：{error}", "起草照常，逐句来写")
    set_by_user = (
        f"（配置里 模型.档次 是“{settings.model.tier}”，以它为准）" if settings.model.tier else ""
    )
    if found == "capable":
        return Check("整节试写", "ok", f"能写整节，起草时一次写一节{set_by_user}")
    return Check("整节试写", "ok", f"写不好整节，起草时逐句来写{set_by_user}")


def _fonts() -> Iterator[Check]:
    installed = _installed_fonts()
    if installed is None:
        yield Check("公文字体", "warning", "查不到本机装了哪些字体", "请在打开报告的电脑上核对")
        return
    lacking = [name for name, known in FONTS.items() if not any(k in installed for k in known)]
    if not lacking:
        yield Check("公文字体", "ok", "、".join(FONTS))
        return
    yield Check(
        "公文字体",
        "warning",
        f"本机没有 {'、'.join(lacking)}",
        "报告里仍写这些字体的名称；请在装有它们的电脑上打开和打印，不影响生成",
    )


def _installed_fonts() -> str | None:
    """All font names and font files of this machine as one lower-case text; None where nobody tells."""
    import subprocess

    tool = shutil.which("fc-list")
    if tool:
        done = subprocess.run(  # noqa: S603 - a fixed call of the program that was found
            [tool, ":", "family", "file"], capture_output=True, timeout=60, check=False
        )
        return done.stdout.decode("utf-8", "replace").lower()
    folders = [
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        Path.home() / "Library" / "Fonts",
    ]
    names = [path.name for folder in folders if folder.is_dir() for path in folder.iterdir()]
    return " ".join(names).lower() if names else None


def _office() -> Iterator[Check]:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    yield Check("LibreOffice", "ok", found or "没有（可有可无，用 Word 或 WPS 打开报告即可）")


def _shipped() -> Iterator[Check]:
    from assistant.llm import prompts
    from assistant.rules.loader import load, shipped

    names = sorted(path.stem for path in prompts.folder().glob("*.md"))
    for name in names:
        prompts.load(name)
    yield Check("提示词", "ok", f"{len(names)} 份")
    rules = shipped()
    for rule in rules:
        load(rule)
    yield Check("评分规则", "ok", f"{len(rules)} 套，用 jixiao rules 查看")


def _folder() -> Iterator[Check]:
    good = os.access(Path.cwd(), os.W_OK)
    free = shutil.disk_usage(Path.cwd()).free
    mend = "" if good else "请换一个能写的文件夹"
    yield Check(
        "当前文件夹", "ok" if good else "error", f"{Path.cwd()}，磁盘余 {free / 1e9:.1f} GB", mend
    )


_TITLES: dict[Callable[[], Iterator[Check]], str] = {
    _python: "Python",
    _folder: "当前文件夹",
    _shipped: "提示词和评分规则",
    _settings: "配置文件",
    _model: "模型",
    _endpoint: "模型端点",
    _fonts: "公文字体",
    _office: "LibreOffice",
}
_LOOKS = tuple(_TITLES)
