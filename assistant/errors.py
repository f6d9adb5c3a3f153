"""What the program says when it cannot go on: Chinese lines for people, and an exit code."""

from __future__ import annotations

import errno

from assistant.patterns import regex

EXIT_FINDINGS = 1
EXIT_INPUT = 2
EXIT_MODEL = 3

#: characters of a value from a file that a message quotes; more hides what the message says
LONGEST_QUOTE = 60
_LONGEST_LINE = 1_000
_MOST_LINES = 100
_QUOTED = regex(rf"“([^“”]{{{LONGEST_QUOTE - 1}}})[^“”]{{2,}}”")
_RUN = regex(rf"([0-9A-Za-z,.+=_-]{{{LONGEST_QUOTE}}})[0-9A-Za-z,.+=_-]{{80,}}")
#: a terminal would act on these (colours, titles, what is typed next)
_CONTROL = regex(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
_BREAKS = regex(r"\s*\n\s*")

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的盘只能读",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "空间配额用完了",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名太长（最多 255 字节，约 80 个汉字），请改短",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "是一个文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EBUSY: "正被别的程序使用",
    errno.ETXTBSY: "正被别的程序使用",
    errno.EFBIG: "文件太大",
    errno.ENXIO: "不是普通文件",
    errno.ENODEV: "不是普通文件",
    errno.EINVAL: "这个位置不能这样读写",
    errno.EOPNOTSUPP: "这个位置不能这样读写",
    errno.ESTALE: "网络盘断开了",
    errno.ENOTCONN: "网络盘断开了",
}


def reason(error: OSError) -> str:
    """In Chinese why the system would not; its own words where it has none of ours."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def one_line(text: str) -> str:
    """A message as one line: values from files cut to `LONGEST_QUOTE`, no control characters."""
    line = _BREAKS.sub(" ", text.strip("\n"))
    line = _RUN.sub(r"\1…", _QUOTED.sub(r"“\1…”", _CONTROL.sub(" ", line)))
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"


class JixiaoError(Exception):
    """Ends a command. `lines` are shown as they stand, one clear line a mistake."""

    exit_code = EXIT_INPUT

    def __init__(self, *lines: str) -> None:
        shown = [one_line(line) for line in lines[:_MOST_LINES]]
        if len(lines) > _MOST_LINES:
            shown.append(f"还有 {len(lines) - _MOST_LINES} 处，请先改好以上各处再运行一次")
        super().__init__("\n".join(shown))
        self.lines = tuple(shown)


class InputError(JixiaoError):
    """The input or the call is wrong (exit 2)."""


class ModelError(JixiaoError):
    """The model could not be reached, or would not answer properly (exit 3)."""

    exit_code = EXIT_MODEL
