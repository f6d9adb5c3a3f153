"""What can go wrong at an endpoint, told apart by cause, as one Chinese line each, with the mend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from assistant.llm.endpoint import ModelChoice, without_password
from assistant.llm.envelope import error_text, is_page
from assistant.llm.road import Proxy, where
from assistant.patterns import regex

SAFE = "数据和得分不受影响；可稍后再试，或用 --model none 先按规则起草"
_LONGEST = 120

Kind = Literal[
    "page", "redirect", "proxy", "quota", "key", "forbidden", "filter", "context", "loading", "model", "busy",
    "refused", "server", "large", "empty", "other",
]  # fmt: skip

_QUOTA = regex(
    r"insufficient|quota|daily.{0,20}limit|limit.{0,12}per day|balance|arrear|overdue|billing|out of credit|no credit|credits? (?:exhaust|deplet)|payment|"
    r"余额|欠费|额度|资源包|充值|配额|停机|账单|\b1113\b",
    re.I,
)
_BUSY = regex(
    r"rate.?limit|too many requests|per (?:minute|second)|\bqps\b|\brpm\b|\btpm\b|concurren|overload|busy|qps.?over|over.?flow|频繁|并发|限流|限速|每分钟|每秒|繁忙",
    re.I,
)
_FILTER = regex(
    r"content.?filter|content.?management|responsible.?ai|filtered due|data_?inspection|inappropriate|content.?policy|moderation|unsafe|sensitive|\brisk|"
    r"敏感|违规|不当内容|内容安全|安全审核|风控|\b1301\b",
    re.I,
)
_CONTEXT = regex(
    r"context.{0,20}(?:length|window|size)|max_model_len|maximum.{0,20}(?:context|input|prompt)|"
    r"(?:input|prompt).{0,30}(?:too long|too large|exceed)|too many (?:input )?tokens|range of input length|"
    r"exceed.{0,30}(?:context|n_ctx|token limit)|reduce the length|上下文|(?:输入|提示词?|文本).{0,8}(?:过长|超长|超出|超过)",
    re.I,
)
_LOADING = regex(r"loading model|model is (?:still )?loading|starting up|模型.{0,4}加载中", re.I)
_MODEL = regex(
    r"model.{0,80}(?:not found|not exist|doesn'?t exist|not loaded|not available|unavailable|unknown|invalid model|not supported)|"
    r"(?:no|unknown|invalid|unsupported) (?:such )?models?\b|no models? (?:is |are )?loaded|model_not_found|load a model|"
    r"no available channel|无可用渠道|模型.{0,40}(?:不存在|未找到|没有找到|不可用|未加载|未部署|不支持)",
    re.I,
)
_KEY = regex(
    r"api.?key|invalid.{0,10}token|token.{0,12}(?:invalid|expired)|unauthori[sz]ed|authenticat|credential|密钥|令牌|鉴权|认证|未登录",
    re.I,
)
#: the shape that was asked for, which some servers refuse, by an error of their own too
_SHAPE = regex(
    r"response_format|json.?(?:schema|mode|object)|\bgrammar|guided|structured.?output|tool.?(?:call|choice)|function.?call",
    re.I,
)
_PLAINLY = frozenset({200, 400, 422, 500, 501})
#: an error of HTTP 200 or 5xx may only mention a part of the request; a refusal says so
_REFUSES = regex(
    r"unsupported|not (?:be )?(?:support|allow|permit|implement|accept)|n't support|unknown|invalid|unrecogni|unexpected|must |only |fail|"
    r"不支持|不接受|不允许|不能|无效|非法|有误|错误的参数|仅|只|取值|raise_exception",
    re.I,
)
#: what went wrong behind the endpoint, this time
_PASSING = regex(
    r"upstream|time.?d?.?out|internal (?:server )?error|bad gateway|do_request_failed|server_error|unavailable|try again|稍后|重试|超时",
    re.I,
)
_PROXY_HEADERS = ("x-squid-error", "proxy-authenticate", "proxy-agent", "x-bluecoat-via")
_PROXY_SERVERS = regex(r"squid|privoxy|tinyproxy|bluecoat|zscaler|mwg|forcepoint|sangfor", re.I)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is an error: HTTP status, body as text, headers in lower case, the proxy between."""

    status: int
    body: str
    headers: dict[str, str]
    proxy: Proxy | None = None

    @property
    def said(self) -> str:
        """The endpoint's own words."""
        return error_text(self.body)

    @property
    def by_proxy(self) -> bool:
        """Whether it was a proxy that answered."""
        signed = any(name in self.headers for name in _PROXY_HEADERS)
        named = _PROXY_SERVERS.search(
            f"{self.headers.get('server', '')} {self.headers.get('via', '')}"
        )
        if self.status == 407 or signed or named:  # noqa: PLR2004 - HTTP
            return True
        # a gateway's own error in plain words, where a proxy stands between
        return (
            self.proxy is not None
            and self.status in {403, 502, 503, 504}
            and not _is_json(self.body)
        )

    @property
    def kind(self) -> Kind:  # noqa: PLR0912 - one cause after another
        """The cause."""
        said, status = self.said, self.status
        if self.by_proxy:
            return "proxy"
        if 300 <= status < 400:  # noqa: PLR2004 - HTTP
            return "redirect"
        if status == 413:  # noqa: PLR2004 - HTTP
            return "large"
        if is_page(self.body):
            return "page"
        found: Kind = "empty" if status < 300 and not said else "other"  # noqa: PLR2004 - HTTP
        if status == 402 or (_QUOTA.search(said) and not _BUSY.search(said)):  # noqa: PLR2004 - HTTP
            found = "quota"
        elif _FILTER.search(said):
            found = "filter"
        elif _CONTEXT.search(said):
            found = "context"
        elif _LOADING.search(said):
            found = "loading"
        elif status == 401 or (status == 200 and _KEY.search(said)):  # noqa: PLR2004 - HTTP
            found = "key"
        elif (
            status in _PLAINLY
            and (refused_parameter(said) or _SHAPE.search(said))
            and (status in {400, 422} or _REFUSES.search(said))
        ):
            found = "refused"  # 该模型不支持流式输出 names what it will not take, and not the model
        elif status == 404 or _MODEL.search(said):  # noqa: PLR2004 - HTTP
            found = "model"
        elif status == 403:  # noqa: PLR2004 - HTTP
            found = "forbidden"
        elif status == 429 or _BUSY.search(said):  # noqa: PLR2004 - HTTP
            found = "busy"
        elif status in {400, 405, 406, 415, 422, 501}:
            found = "refused"
        elif status >= 500 or status in {408, 409, 425} or (status < 300 and _PASSING.search(said)):  # noqa: PLR2004 - HTTP
            found = "server"
        return found

    @property
    def transient(self) -> bool:
        """Whether asking again can help."""
        gateway = self.status >= 500 and self.kind in {"page", "proxy"}  # noqa: PLR2004 - HTTP
        return self.kind in {"busy", "server", "loading"} or gateway


class AnsweredError(Exception):
    """The endpoint answered with an error."""

    def __init__(self, answered: Answered) -> None:
        super().__init__(answered.said)
        self.answered = answered


def describe(
    error: BaseException, choice: ModelChoice, *, waited: int, proxy: Proxy | None = None
) -> str:
    """The line for that error. `waited` is the longest wait in seconds that was allowed."""
    import httpx

    from assistant.errors import ModelError

    place = where(choice)
    if isinstance(error, ModelError):
        return str(error)
    if isinstance(error, AnsweredError):
        return f"{place}：{_answered(error.answered, choice)}。{SAFE}"
    if isinstance(error, httpx.ConnectTimeout):
        return f"{place}：连不上（一直没有接通），请核对地址、网络和防火墙{_between(proxy)}。{SAFE}"
    if isinstance(error, httpx.TimeoutException):
        return f"{place}：{waited} 秒没有答复，请核对地址和网络，或把配置里的限额调大。{SAFE}"
    if isinstance(error, httpx.ProxyError):
        return f"{place}：{_through(proxy)}没有接通（{_clean(str(error), choice)}）；{_direct(choice)}。{SAFE}"
    if isinstance(error, httpx.ConnectError) and proxy is not None:
        cause, _ = _cause(error, choice)
        return f"{place}：{proxy.shown} 连不上（{cause}）；{_direct(choice)}。{SAFE}"
    if isinstance(error, httpx.HTTPError | OSError):
        cause, mend = _cause(error, choice)
        return f"{place}：连不上（{cause}），{mend}{_between(proxy)}。{SAFE}"
    return f"{place}：答复不成样子（{_clean(str(error), choice) or type(error).__name__}）。{SAFE}"


def _answered(answer: Answered, choice: ModelChoice) -> str:
    said = _clean(answer.said, choice)
    quoted = f"：{said}" if said else ""
    http = f"HTTP {answer.status}{quoted}"
    kind = answer.kind
    if kind == "page":
        title = f"，标题“{said}”" if said else ""
        code = "" if answer.status == 200 else f"HTTP {answer.status}，"  # noqa: PLR2004 - HTTP
        if answer.status >= 500:  # noqa: PLR2004 - HTTP
            return f"{code}返回的是网页（HTML{title}），是那边的网关出错或正忙，请过一会儿再试"
        return f"{code}返回的是网页（HTML{title}），不是模型的答复，请核对地址是否以 /v1 结尾、是否要先登录网络"
    if kind == "redirect":
        target = without_password(answer.headers.get("location", ""))[:100]
        same = urlsplit(target).hostname in {None, urlsplit(choice.base_url).hostname}
        mend = "请把地址改成它" if same else "请核对地址，或先在浏览器里登录网络"
        if not target:
            return f"要求转到别处（HTTP {answer.status}），却没有说转到哪里，请核对地址"
        own = choice.base_url.partition("?")[0].rstrip("/") + "/chat/completions"
        if urljoin(own, target) == own:
            return f"要求转回同一个地址（HTTP {answer.status}），转不完，请核对地址和那边的网关"
        return f"要求转到 {target}（HTTP {answer.status}），{mend}"
    if kind == "proxy":
        return f"答复的是代理，不是模型端点（{_through(answer.proxy)}，{http}）；{_direct(choice)}"
    lines = {
        "quota": f"账户余额或额度不足（{http}），请充值或换一个端点",
        "key": f"不认密钥（{http}），请核对 OPENAI_API_KEY 或配置文件里的密钥",
        "forbidden": f"不准使用（{http}），请核对密钥的权限、模型名称和本机地址是否在允许之列",
        "filter": f"内容被端点的审核拦下（{http}），请改用本机模型，或改写这一段的说明",
        "context": f"送去的文字超过了模型的上下文长度（{http}），请换一个上下文更长的模型，或在服务端调大上下文",
        "large": f"不收这么长的请求（{http}），请让那边的管理员调大请求的上限，或换一个端点",
        "empty": f"收下了请求，却没有答复（HTTP {answer.status}），请核对地址是不是模型的对话接口",
        "loading": f"模型还在装入（{http}），请过一会儿再试",
        "model": f"没有这个地址或模型“{choice.model}”，或模型没有装入（{http}），请核对地址是否以 /v1 结尾、模型名称",
        "busy": f"一直忙（{http}），请过一会儿再试",
        "refused": f"不接受这样的请求（{http}）",
    }
    return lines.get(kind, f"出错（{http}）")


def refused_parameter(said: str, without: frozenset[str] = frozenset()) -> str:
    """Which part of the request an endpoint's refusal names, or empty; `without` were left out already."""
    lowered = said.lower()
    for name, words in _OPTIONAL:
        if name not in without and re.search(words, lowered):
            return name
    return ""


#: parts of a request that some endpoints refuse, and how their refusal names them; the more special first
_OPTIONAL = (
    ("stream_options", r"stream_options|include_usage"),
    ("parallel_tool_calls", r"parallel_tool_calls"),
    ("tool_choice", r"tool_choice"),
    ("strict", r"\bstrict\b"),
    ("max_completion_tokens", r"max_completion_tokens(?!.{0,40}instead)"),
    ("max_tokens", r"max_tokens"),
    ("temperature", r"temperature"),
    ("stream", r"\bstream(?:ing)?\b|流式"),
    ("system", r"\bsystem\b.{0,40}(?:role|message|prompt|support|allow)|(?:role|message).{0,40}\bsystem\b|"
               r"roles must alternate|only user and assistant|developer (?:role|instruction)|系统(?:角色|消息|提示)|system\s*(?:角色|消息)"),
)  # fmt: skip

#: what is left out, one after the other, where an endpoint refuses the plainest request and does not say why
LADDER = ("stream_options", "temperature", "system", "stream", "max_tokens")


def unusable(fault: str, choice: ModelChoice) -> str:
    """The line for answers that no way of asking made usable."""
    return f"{where(choice)}：几种问法都没有得到合用的答复（{fault}），请换一个模型。{SAFE}"


def ran_out(choice: ModelChoice, tokens: int) -> str:
    """The line for answers that end in their midst with the endpoint's word that their tokens are used up."""
    return (
        f"{where(choice)}：答复总是写到一半就用完了词元（要了 {tokens} 个），请在配置文件里调大 限额: {{每答词元: …, 最长答词元: …}}，"
        f"再核对那边的网关是否另有更低的上限。{SAFE}"
    )


def thought_away(choice: ModelChoice, tokens: int) -> str:
    """The line for a model whose reasoning used up all the room."""
    return (
        f"{where(choice)}：模型“{choice.model}”一直在思考，{tokens} 个词元用完还没有写出答复；请在配置文件里调大"
        f" 限额: {{思考词元: …}}，或关掉它的思考，或换一个不思考的模型。{SAFE}"
    )


def _through(proxy: Proxy | None) -> str:
    return proxy.shown if proxy is not None else "网络里的代理"


def _between(proxy: Proxy | None) -> str:
    return f"；经过 {proxy.shown}" if proxy is not None else ""


def _direct(choice: ModelChoice) -> str:
    return f"要直连时请把 {urlsplit(choice.base_url).hostname} 写进环境变量 NO_PROXY"


def _cause(error: BaseException, choice: ModelChoice) -> tuple[str, str]:
    inner: BaseException | None = error
    text, seen = "", set[int]()
    while inner is not None and id(inner) not in seen:
        seen.add(id(inner))  # an error raised again may be its own cause
        text = f"{text} {inner}"
        inner = inner.__cause__ or inner.__context__
    lowered = text.lower()
    usual = "请核对地址、网络和服务是否开着"
    if "certificate" in lowered or "cert_" in lowered:
        why = (
            "自签或内网的证书"
            if "self" in lowered or "local issuer" in lowered
            else "过期或名称不符"
        )
        if "expired" in lowered:
            why = "已过期"
        return f"证书不可信，{why}", "内网的证书请在配置文件写 模型: {证书: 文件.pem}"
    for sign, words in (
        ("wrong_version_number", "那个端口不是 https"),
        ("wrong version number", "那个端口不是 https"),
        ("record layer failure", "那个端口不是 https"),
        ("refused", "对方拒绝连接"),
        ("name or service", "找不到这台主机"),
        ("nodename", "找不到这台主机"),
        ("no address associated", "找不到这台主机"),
        ("temporary failure in name", "找不到这台主机"),
        ("resolution", "找不到这台主机"),
        ("getaddrinfo", "找不到这台主机"),
        ("unreachable", "网络不通"),
        ("no route", "网络不通"),
        ("reset", "连接被对方断开"),
        ("disconnected", "连接被对方断开"),
        ("incomplete", "答到一半断开"),
        ("peer closed", "答到一半断开"),
        ("decod", "答复的压缩格式解不开"),
        ("decompress", "答复的压缩格式解不开"),
        ("buffer too long", "答复的开头太长"),
        ("got more than", "答复的开头太长"),
        ("illegal", "答的不是 HTTP"),
        ("protocol", "答的不是 HTTP"),
    ):
        if sign in lowered:
            packed = re.search(r"cannot decode ([\w-]{1,20})", text)
            if packed:
                return f"答复的压缩格式解不开：{packed[1]}", usual
            return words, "请把 https:// 改成 http:// 再试" if "https" in words else usual
    return "网络错误", usual


def lasting(error: BaseException) -> bool:
    """Whether a broken connection will break again: no such host, or a certificate nobody trusts."""
    cause, _ = _cause(error, ModelChoice("endpoint"))
    return cause.startswith(("证书", "找不到", "那个端口"))


def _clean(said: str, choice: ModelChoice) -> str:
    """An endpoint's words on one line, cut, without the key or password they may repeat."""
    for secret in filter(None, (choice.secret, choice.userinfo, choice.userinfo.partition(":")[2])):
        said = said.replace(secret, "***")
    said = re.sub(r"(?<=://)[^\s/@]*@", "", said)
    said = "".join(c if c.isprintable() else " " for c in said if c != "\ufffd")
    said = " ".join(said.split()).rstrip("。.")
    return f"{said[:_LONGEST]}…" if len(said) > _LONGEST else said


def _is_json(body: str) -> bool:
    return body.lstrip()[:1] in {"{", "["}
