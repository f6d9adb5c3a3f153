"""LangSmith's tracing, which would send every prompt and answer in clear: off, unless the user asks for it here.

The variables are often set for another program of the same user, so they are not a wish of theirs: only
JIXIAO_LANGSMITH=1 is. Called at the edge, before anything of langchain is imported.
"""

from __future__ import annotations

import os
import sys

#: every name that langsmith reads as "trace" (langsmith.utils.tracing_is_enabled: TRACING_V2, then TRACING, in both
#: namespaces)
VARIABLES = (
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_TRACING_V2",
)


def tracing_wanted() -> bool:
    """Whether the user asked this program for traces."""
    return os.environ.get("JIXIAO_LANGSMITH") == "1"


def tracing_off() -> None:
    """Turns tracing off for this process and those it starts, unless it is wanted."""
    if tracing_wanted():
        return
    for name in VARIABLES:
        os.environ[name] = "false"
    # langsmith remembers what it once read
    utils = sys.modules.get("langsmith.utils")
    forget = getattr(getattr(utils, "get_env_var", None), "cache_clear", None)
    if forget is not None:
        forget()
