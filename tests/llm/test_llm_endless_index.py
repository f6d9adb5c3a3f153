"""An index that never ends its page is left, and named."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from assistant.errors import ModelError
from assistant.llm.local import index


class _Endless(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b"<a href='x'>x</a>" * 1_000


def test_an_endless_page_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "LARGEST_PAGE", 1_000_000)
    road = httpx.MockTransport(lambda _: httpx.Response(200, stream=_Endless()))
    settings = index.IndexSettings("http://源.例/simple", "")
    with httpx.Client(transport=road) as client, pytest.raises(ModelError, match="没有尽头"):
        index.find_url(client, settings, "x", "x.whl", "0" * 64)
