"""From a line to its answer in the conversation, with an endpoint that answers at once."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import ROOT, YANCHI, Measurement, NotHereError, best

sys.path.insert(0, str(ROOT / "tests"))

_INTENT = '{"act":"small_talk","row":"","key":"","value":""}'
_ASKED = "天气不错，帮我瞧瞧咱们这一块现在的名次"


def measure() -> Iterator[Measurement]:
    """A line that only a model can understand, through HTTP and the checkpoint, beside one that code reads."""
    try:
        from fake_endpoint import FakeEndpoint, text
    except ImportError as error:
        raise NotHereError(f"没有 {error.name}") from None
    from assistant.chat.conversation import Conversation
    from assistant.chat.graph import open_session
    from assistant.chat.project import open_project
    from assistant.chat.writing import ModelWork

    endpoint = FakeEndpoint()
    endpoint.script(text(_INTENT), forever=True)
    os.environ.update(OPENAI_BASE_URL=endpoint.url, OPENAI_API_KEY="none", OPENAI_MODEL="m")
    try:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "数据.yaml"
            shutil.copy(YANCHI, data)
            project = open_project(data)
            with ModelWork(project) as work, open_session(Conversation(project, work)) as session:
                session.begin()
                while session.memory.asking:
                    session.say("跳过")
                plain = best(lambda: session.say("/得分"))
                asked = best(lambda: session.say(_ASKED))
                if not endpoint.requests:
                    raise NotHereError("没有问到模型，量出来的不作数")
    finally:
        endpoint.close()
    yield Measurement("回车到答复：要问模型才懂的话", asked, "回车到答复：/得分", plain)
