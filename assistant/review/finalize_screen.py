"""What `jixiao finalize` says it did."""

from __future__ import annotations

import json
from collections.abc import Iterator

from assistant.review.finalize import Finalized
from assistant.word.clean import Label

_NONE = (
    "已去掉全部人工智能标识。《人工智能生成合成内容标识办法》不许恶意删除标识；"
    "文字确已由人改定、按规定可以不标识的才用 --ai-label none"
)


def lines(made: Finalized, label: Label) -> Iterator[str]:
    """For people."""
    yield f"已写定稿 {made.output}"
    if made.kept is not None:
        yield f"定稿前的文件另存一份：{made.kept}"
    taken = "、".join(f"{name}{count}处" for name, count in made.removed.items() if count)
    yield f"已去掉：{taken or '无'}；作者、修改人、编辑记录等文件信息也已去掉"
    for line in made.obstacles:
        yield f"强制定稿，未处理：{line}"
    for request in made.requests:
        yield f"去掉了标记，请核对：{request}"
    if label == "none":
        yield _NONE
    elif made.label:
        yield "文件属性里保留了人工智能生成标识（GB 45438-2025，不含作者信息）"


def as_object(made: Finalized) -> str:
    """One JSON object."""
    value = {
        "output": str(made.output),
        "kept": str(made.kept) if made.kept else None,
        "forced_over": list(made.obstacles),
        "removed": {name: count for name, count in made.removed.items() if count},
        "marked_sentences": list(made.requests),
        "ai_label": made.label,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)
