"""The user's own settings: which model, its key, limits, private words, prices.

One YAML file in the platform's configuration folder. It may hold a key, so it is refused when others
can read it. Environment and options come before it.
"""

from __future__ import annotations

import os
import stat
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from assistant.errors import InputError
from assistant.values.reading import read_money, read_text

NAME = "配置.yaml"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

Text = Annotated[str, BeforeValidator(read_text)]
Money = Annotated[Decimal, BeforeValidator(read_money)]


def _count(value: object) -> int:
    text = read_text(value)
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"“{text}”应是大于零的整数")
    return int(text)


Count = Annotated[int, BeforeValidator(_count)]


class _Group(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_alias=True, validate_by_name=True
    )


class FurtherEndpoint(_Group):
    """One of 模型.其他端点: another place that serves the same model; a batch spreads its projects over all."""

    base_url: Text = Field(alias="地址")
    name: Text = Field(default="", alias="名称")
    secret: SecretStr = Field(default=SecretStr(""), alias="密钥")


class ModelSettings(_Group):
    """模型: the endpoint to use. `secret` is never printed or logged.

    `certificate` is a PEM file to trust where the endpoint's own authority signed its certificate.
    """

    base_url: Text = Field(default="", alias="地址")
    name: Text = Field(default="", alias="名称")
    secret: SecretStr = Field(default=SecretStr(""), alias="密钥")
    #: 强: a whole section a call; 普通: a sentence a call; empty: as the probe of `jixiao doctor` found
    tier: Literal["", "普通", "强"] = Field(default="", alias="档次")
    certificate: Text = Field(default="", alias="证书")
    others: tuple[FurtherEndpoint, ...] = Field(default=(), alias="其他端点")


class Limits(_Group):
    """限额: what one draft may cost at most. Times in seconds.

    `answer_tokens` bounds one answer, `longest_answer` one that is asked for at greater length (a whole section) or again because
    it broke off, `thought_tokens` what a reasoning model may think before it; `first_token` the wait for its first word or between two;
    `answer_seconds` the whole of it; `calls`, `tokens` and `seconds` all calls of one draft together.
    """

    calls: Count = Field(default=60, alias="次数")
    tokens: Count = Field(default=200_000, alias="词元")
    seconds: Count = Field(default=1800, alias="总秒数")
    answer_tokens: Count = Field(default=500, alias="每答词元")
    longest_answer: Count = Field(default=4000, alias="最长答词元")
    thought_tokens: Count = Field(default=4000, alias="思考词元")
    answer_seconds: Count = Field(default=300, alias="每答秒数")
    first_token: Count = Field(default=120, alias="等待秒数")
    connect: Count = Field(default=10, alias="连接秒数")
    attempts: Count = Field(default=4, alias="尝试次数")
    concurrency: Count = Field(default=4, alias="并发")


class Price(_Group):
    """价格: what a million tokens cost, read and written, in yuan."""

    prompt: Money = Field(default=Decimal(0), alias="输入")
    completion: Money = Field(default=Decimal(0), alias="输出")


class Config(_Group):
    """The whole file."""

    model: ModelSettings = Field(default_factory=ModelSettings, alias="模型")
    limits: Limits = Field(default_factory=Limits, alias="限额")
    private: tuple[Text, ...] = Field(default=(), alias="保密词")
    prices: dict[Text, Price] = Field(default_factory=dict, alias="价格")


def config_path() -> Path:
    """Where the file is looked for: JIXIAO_CONFIG, else the platform's configuration folder."""
    named = os.environ.get("JIXIAO_CONFIG")
    if named:
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("jixiao") / NAME


def cache_folder() -> Path:
    """Where models are kept."""
    from platformdirs import user_cache_path

    return user_cache_path("jixiao") / "models"


def rights_fault(path: Path) -> str:
    """Why the file's rights are too wide, with the mend; empty when they are right."""
    if os.name == "nt" or not path.exists():
        return ""
    mode = path.stat().st_mode
    if mode & _OTHERS:
        return (
            f"{path}：配置文件里有密钥，别的用户也能读写它（权限 {stat.S_IMODE(mode):o}），"
            f"请执行 chmod 600 {path}"
        )
    return ""


def load_config() -> Config:
    """The settings, or the defaults where there is no file.

    Raises InputError for a file that others can read, and for each mistake in it.
    """
    from assistant.located import explain, read_located

    path = config_path()
    if not path.exists():
        return Config()
    fault = rights_fault(path)
    if fault:
        raise InputError(fault)
    located = read_located(path)
    try:
        return Config.model_validate(located.tree)
    except ValidationError as error:
        raise InputError(*explain(error, located, Config)) from None
