"""The way to an endpoint: which proxy, which certificates, which key. Nothing else of the environment counts.

The proxy is read from the environment here and not by the HTTP library, so that a variable which was set for another
program can be named when it stands in the way, and never stands in the way of this machine itself.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import ssl
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.errors import ModelError
from assistant.llm.endpoint import ModelChoice, is_loopback, without_password
from assistant.patterns import regex

if TYPE_CHECKING:
    import httpx

#: what the client library would read of other programs' settings: a proxy, headers, an organisation, a log of bodies
_FOREIGN = regex(r"OPENAI_(?!BASE_URL$|API_KEY$|MODEL$)|LC_OUTPUT_VERSION$", re.I)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy of the environment: its address, and the variable that names it (empty: the system's own)."""

    url: str
    variable: str

    @property
    def shown(self) -> str:
        """How messages name it, without a password."""
        of = f"环境变量 {self.variable}" if self.variable else "系统设置"
        return f"{of} 的代理 {without_password(self.url)}"


def forget_foreign() -> None:
    """Takes what other programs told the client library out of this process's environment."""
    for name in [n for n in os.environ if _FOREIGN.match(n)]:
        del os.environ[name]


def proxy_for(url: str) -> Proxy | None:
    """The proxy that the environment wants for that address; none for this machine or where NO_PROXY names it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    if is_loopback(url) or _excepted(host, parts.port):
        return None
    for name in (f"{parts.scheme}_proxy", "all_proxy"):
        for variable in (name, name.upper()):
            address = os.environ.get(variable, "").strip()
            if address:
                return Proxy(address if "://" in address else f"http://{address}", variable)
    if os.name == "nt" or os.uname().sysname == "Darwin":
        from urllib.request import getproxies, proxy_bypass

        address = getproxies().get(parts.scheme, "")
        if address and not proxy_bypass(host):
            return Proxy(address, "")
    return None


def _excepted(host: str, port: int | None) -> bool:
    listed = f"{os.environ.get('no_proxy', '')},{os.environ.get('NO_PROXY', '')}"
    return any(_meets(entry.lower(), host, port) for entry in re.split(r"[,;，；\s]+", listed))


def _meets(entry: str, host: str, port: int | None) -> bool:
    entry = entry.removeprefix("http://").removeprefix("https://").rstrip("/")
    if not entry:
        return False
    if entry == "*":
        return True
    if "/" in entry or entry.count(":") > 1:
        try:
            return ip_address(host) in ip_network(entry.strip("[]"), strict=False)
        except ValueError:
            return False
    name, _, wanted = entry.partition(":")
    if wanted and wanted != str(port):
        return False
    name = name.removeprefix("*").removeprefix(".")
    return host == name or (bool(name) and host.endswith(f".{name}"))


def transport_to(choice: ModelChoice) -> tuple[httpx.BaseTransport, Proxy | None]:
    """The transport to that endpoint, and the proxy it goes through.

    Raises ModelError, naming the variable or setting, for a proxy or certificate file that cannot be used.
    """
    import httpx

    proxy = proxy_for(choice.base_url)
    usable = {"http", "https"}
    if importlib.util.find_spec("socksio"):
        usable |= {"socks5", "socks5h"}
    parsed = None
    if proxy is not None:
        try:
            parsed = httpx.Proxy(proxy.url) if urlsplit(proxy.url).scheme in usable else None
        except ValueError:
            parsed = None
        if parsed is None:
            raise ModelError(
                f"{where(choice)}：{proxy.shown} 用不了（只认 http:// 和 https:// 的代理）；{_direct(choice)}"
            )
    return httpx.HTTPTransport(verify=_certificates(choice), trust_env=False, proxy=parsed), proxy


def _direct(choice: ModelChoice) -> str:
    host = urlsplit(choice.base_url).hostname
    return f"不经代理直连时，请把 {host} 写进环境变量 NO_PROXY"


def where(choice: ModelChoice) -> str:
    """How messages name the model's place."""
    return f"模型端点 {choice.shown}" if choice.kind == "endpoint" else "本机模型"


def _certificates(choice: ModelChoice) -> ssl.SSLContext:
    if choice.certificate:
        path = Path(choice.certificate).expanduser()
        return _context(path, f"配置文件里的 模型.证书（{path}）", choice)
    if urlsplit(choice.base_url).scheme != "https":
        # nothing is checked on plain http: an empty context is made at once
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        # another program's variable must not stand in the way of this machine, but a certificate that it names is one
        if is_loopback(choice.base_url) and os.environ.get(name):
            with contextlib.suppress(ModelError):
                return _context(Path(os.environ[name]), name, choice)
    if not is_loopback(choice.base_url):
        for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
            if os.environ.get(name):
                return _context(
                    Path(os.environ[name]), f"环境变量 {name}（{os.environ[name]}）", choice
                )
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _context(path: Path, said: str, choice: ModelChoice) -> ssl.SSLContext:
    try:
        if path.is_dir():
            return ssl.create_default_context(capath=str(path))
        return ssl.create_default_context(cafile=str(path))
    except (OSError, ssl.SSLError, ValueError):
        raise ModelError(
            f"{where(choice)}：{said} 指的证书文件读不了，请核对这个文件（PEM 格式）或去掉这一项"
        ) from None


def authorization(choice: ModelChoice) -> dict[str, str]:
    """The header that lets us in: the key, else name and password of the address.

    Raises ModelError for a key that no header can carry.
    """
    if choice.secret:
        key = choice.secret.strip().strip("\"'“”‘’").strip()
        key = re.sub(r"\Abearer\s+", "", key, flags=re.I).strip()
        if not key.isascii() or not key.isprintable() or re.search(r"\s", key):
            raise ModelError(
                f"{where(choice)}：密钥里有汉字、全角字符或空白，不会是真的密钥，请核对 OPENAI_API_KEY 或配置文件里的 模型.密钥"
            )
        return {"authorization": f"Bearer {key}"} if key else {}
    if choice.userinfo:
        from base64 import b64encode
        from urllib.parse import unquote

        name, _, password = choice.userinfo.partition(":")
        pair = f"{unquote(name)}:{unquote(password)}"
        return {"authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    return {}
