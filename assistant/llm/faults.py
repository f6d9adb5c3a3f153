"""What can go wrong at an endpoint, as one Chinese line each, with the mend."""

from __future__ import annotations

from assistant.llm.endpoint import ModelChoice

SAFE = "数据和得分不受影响；可稍后再试，或用 --model none 先按规则起草"


def where(choice: ModelChoice) -> str:
    """How messages name the model's place."""
    return f"模型端点 {choice.base_url}" if choice.kind == "endpoint" else "本机模型"


def describe(error: BaseException, choice: ModelChoice, *, waited: int) -> str:
    """The line for that error. `waited` is the longest wait in seconds that was allowed."""
    import openai

    place = where(choice)
    if isinstance(error, openai.APITimeoutError):
        return f"{place}：{waited} 秒没有答复，请核对地址和网络，或把配置里的限额调大。{SAFE}"
    if isinstance(error, openai.APIConnectionError):
        return f"{place}：连不上（{_cause(error)}），请核对地址、网络和服务是否开着。{SAFE}"
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return f"{place}：不认密钥（HTTP {error.status_code}），请核对 OPENAI_API_KEY 或配置文件里的密钥。{SAFE}"
    if isinstance(error, openai.NotFoundError):
        return f"{place}：没有这个地址或模型“{choice.model}”（HTTP 404），请核对地址是否以 /v1 结尾、模型名称。{SAFE}"
    if isinstance(error, openai.RateLimitError):
        return f"{place}：一直忙（HTTP 429），请过一会儿再试。{SAFE}"
    if isinstance(error, openai.APIStatusError):
        return f"{place}：出错（HTTP {error.status_code}：{_short(error)}）。{SAFE}"
    return f"{place}：答复不成样子（{_short(error)}）。{SAFE}"


def unusable(fault: str, choice: ModelChoice) -> str:
    """The line for answers that no way of asking made usable."""
    place = where(choice)
    if "HTML" in fault:
        return f"{place}：返回的是网页（HTML），不是模型的答复，请核对地址是否以 /v1 结尾、是否要先登录网络。{SAFE}"
    return f"{place}：几种问法都没有得到合用的答复（{fault}），请换一个模型。{SAFE}"


def _cause(error: BaseException) -> str:
    inner: BaseException | None = error
    text = ""
    while inner is not None:
        text = f"{text} {inner}"
        inner = inner.__cause__ or inner.__context__
    lowered = text.lower()
    for sign, words in (
        ("refused", "对方拒绝连接"),
        ("name or service", "找不到这台主机"),
        ("nodename", "找不到这台主机"),
        ("resolution", "找不到这台主机"),
        ("getaddrinfo", "找不到这台主机"),
        ("certificate", "证书不可信"),
        ("unreachable", "网络不通"),
        ("reset", "连接被对方断开"),
        ("disconnected", "连接被对方断开"),
    ):
        if sign in lowered:
            return words
    return "网络错误"


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
