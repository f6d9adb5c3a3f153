"""Classification markings: text that carries one must not leave for a remote model."""

from __future__ import annotations

import re

#: 秘密, 机密, 绝密 in any use; 内部 only as a marking, since 内部控制 and the like are everyday words
_MARKED = re.compile(
    r"绝\s*密|机\s*密|秘\s*密|密\s*级\s*[:：]|"
    r"内部(?=资料|文件|材料|使用|掌握|参考|刊物|发行|传阅|事项|情况|★|[^\u4e00-\u9fff]|$)(?<![\u4e00-\u9fff]{2}内部)|"
    r"(?:不得|禁止|严禁)(?:外传|外泄|公开|扩散)|注意保密"
)


def marking(text: str) -> str:
    """The first classification marking in the text, or empty."""
    found = _MARKED.search(text)
    return re.sub(r"\s", "", found.group()) if found else ""
