"""The edge: runs a command, turns every error into Chinese lines and an exit code (DESIGN.md)."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from typer._click import exceptions as click_errors

from assistant.commands import app_for
from assistant.errors import EXIT_INPUT, JixiaoError, one_line, reason
from assistant.llm.tracing import tracing_off

_INTERRUPTED = 130
_SHOWN = 200  # characters of what a library says of its own fault


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs `jixiao`. Never shows a traceback, unless JIXIAO_DEBUG is set."""
    # what a command loads stays: looking for dead objects among it took a tenth of a score
    gc.set_threshold(50_000, 20, 20)
    # pydantic would look through all installed packages for plugins of its own, which nobody has here
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    tracing_off()
    _speak_utf8()
    code = _run(args)
    sys.exit(_ended(code))


def _ended(code: int) -> int:
    """The exit code once all is really written: a full disk tells itself only when the last line goes out."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _nowhere()
    except OSError as error:
        _nowhere()
        _say(f"输出写不出去（{reason(error)}），请换一个位置再试")
        return EXIT_INPUT
    return code


def _run(args: Sequence[str] | None) -> int:
    words = sys.argv[1:] if args is None else [*args]
    try:
        code = app_for(words)(words, prog_name="jixiao", standalone_mode=False)
    except JixiaoError as error:
        _say(*error.lines)
        return error.exit_code
    except click_errors.NoArgsIsHelpError as error:
        _say(error.format_message())
        return EXIT_INPUT
    except click_errors.ClickException as error:
        _say(one_line(_call_error(error)))
        return EXIT_INPUT
    except BrokenPipeError:
        # the reader went away (| head): nothing more can be said, and nothing is wrong
        _nowhere()
        return 0
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except (SystemExit, GeneratorExit):
        raise
    except OSError as error:
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        place = f"{os.fsdecode(error.filename)}：" if error.filename is not None else "文件"
        _say(one_line(f"{place}读写不了（{reason(error)}），请核对后再试"))
        return EXIT_INPUT
    except BaseException as error:  # a panic of a library in Rust is no Exception
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        what = type(error).__name__ + (f"：{error}" if str(error) else "")
        _say(
            one_line(
                f"程序出错（{what[:_SHOWN]}）。原有文件没有改动；"
                "请加上环境变量 JIXIAO_DEBUG=1 再运行一次，把显示的内容交给维护人员"
            )
        )
        return EXIT_INPUT
    if code == _INTERRUPTED:
        _say("已中断，已完成的部分都已保存")
    return code if isinstance(code, int) else 0


def _say(*lines: str) -> None:
    """To people, who may have closed their end."""
    with contextlib.suppress(OSError, ValueError):
        for line in lines:
            print(line, file=sys.stderr)  # noqa: T201
        sys.stderr.flush()


def _nowhere() -> None:
    """What is still waiting to be printed goes nowhere: the interpreter would complain of it at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123


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
        return f"多出了参数 {text.partition('argument')[2].partition(' (')[2].rpartition(')')[0]}"
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
