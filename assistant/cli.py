"""The edge: runs a command, turns every error into Chinese lines and an exit code (DESIGN.md)."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from typer._click import exceptions as click_errors

from assistant.commands import app
from assistant.errors import EXIT_INPUT, JixiaoError
from assistant.llm.tracing import tracing_off

_INTERRUPTED = 130


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs `jixiao`. Never shows a traceback, unless JIXIAO_DEBUG is set."""
    # what a command loads stays: looking for dead objects among it took a tenth of a score
    gc.set_threshold(50_000, 20, 20)
    tracing_off()
    _speak_utf8()
    sys.exit(_run(args))


def _run(args: Sequence[str] | None) -> int:
    try:
        code = app(args, prog_name="jixiao", standalone_mode=False)
    except JixiaoError as error:
        for line in error.lines:
            print(line, file=sys.stderr)  # noqa: T201
        return error.exit_code
    except click_errors.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)  # noqa: T201
        return EXIT_INPUT
    except click_errors.ClickException as error:
        print(_call_error(error), file=sys.stderr)  # noqa: T201
        return EXIT_INPUT
    except BrokenPipeError:
        # the reader went away (| head): nothing more can be said, and nothing is wrong
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return 0
    except Exception as error:
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        print(  # noqa: T201
            f"程序出错（{type(error).__name__}：{error}）。原有文件没有改动；"
            "请加上环境变量 JIXIAO_DEBUG=1 再运行一次，把显示的内容交给维护人员",
            file=sys.stderr,
        )
        return EXIT_INPUT
    if code == _INTERRUPTED:
        print("已中断，已完成的部分都已保存", file=sys.stderr)  # noqa: T201
    return code if isinstance(code, int) else 0


def _call_error(error: click_errors.ClickException) -> str:
    """What is wrong with the call, in one Chinese line that ends in where to look."""
    message = _call_message(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "jixiao"
    return f"{message}。用法见 {command} --help"


def _call_message(error: click_errors.ClickException) -> str:
    if isinstance(error, click_errors.NoSuchOption):
        near = "、".join(sorted(error.possibilities or ()))
        return f"没有选项 {error.option_name}" + (f"，是不是 {near}？" if near else "")
    if isinstance(error, click_errors.MissingParameter):
        name = (error.param and (error.param.metavar or error.param.name)) or ""
        return f"缺少“{name}”"
    if isinstance(error, click_errors.BadParameter):
        name = (error.param and (error.param.metavar or error.param.name)) or ""
        return f"“{name}”的值不对（{error.message}）"
    if isinstance(error, click_errors.BadOptionUsage):
        return f"选项 {error.option_name} 用得不对，后面要跟一个值"
    if isinstance(error, click_errors.BadArgumentUsage):
        return f"参数的个数不对（{error.message}）"
    text = error.message
    if text.startswith("No such command"):
        return f"没有命令 {text.split(chr(39))[1] if chr(39) in text else ''}"
    if text.startswith("Got unexpected extra argument"):
        return f"多出了参数 {text[text.find('(') + 1 : text.rfind(')')]}"
    if text == "Missing command.":
        return "缺少命令"
    return text


def _speak_utf8() -> None:
    """Chinese must print under LANG=C and into pipes; a terminal keeps its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            plain = (stream.encoding or "").lower().replace("-", "") in {"ascii", "ansi_x3.41968"}
            if plain or not stream.isatty():
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
            else:
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
