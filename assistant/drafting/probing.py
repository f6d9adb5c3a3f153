"""Whether a model can write a whole section: tried once on made-up facts, remembered by address and name.

`jixiao doctor` makes the trial; drafting only looks it up. A model that was never tried is taken to be small.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from assistant.config import Config, cache_folder
from assistant.drafting.by_model.whole import ROOM, Passages, facts_for, passages_schema, prompt_for
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.errors import InputError, ModelError
from assistant.facts import gather
from assistant.files import read_now, write_whole
from assistant.grounding import ground
from assistant.llm.client import Client
from assistant.llm.endpoint import ModelChoice
from assistant.model.evaluation import Evaluation
from assistant.model.sections import REASONS

Tier = Literal["small", "capable"]
#: so many of its sentences must stand, and it must write so many
_SHARE, _LEAST = 0.9, 3
_TRIAL = {
    "项目": {"名称": "村级文化广场维修", "年度": "2023", "实施单位": "县文化馆"},
    "资金": {
        "明细": [{"来源": "财政拨款", "年初预算": "80", "全年预算": "80", "到位": "80", "执行": "62"}],
        "原因": "两处广场的质保金18万元到2024年10月支付",
    },
    "指标": [
        {"一级": "产出", "二级": "数量", "名称": "维修广场数量", "目标": "≥12处", "实际": "10处",
         "原因": "两处广场11月遇连续降雨，面层没有铺完", "措施": "雨后补铺两处面层", "责任单位": "文化馆工程组", "完成时限": "2024年4月底前"},
        {"一级": "产出", "二级": "质量", "名称": "验收合格率", "目标": "100%", "实际": "100%"},
    ],
}  # fmt: skip


def tier(choice: ModelChoice, config: Config) -> Tier:
    """How this model is asked: as set, else as found by the trial, else as a small one."""
    if config.model.tier:
        return "capable" if config.model.tier == "强" else "small"
    if choice.kind != "endpoint":
        return "small"
    return "capable" if _known().get(_key(choice)) == "capable" else "small"


def probe(choice: ModelChoice, client: Client) -> Tier:
    """Asks for one section of a made-up project, and remembers how it went. Raises ModelError as asking does."""
    from assistant.rules.loader import DEFAULT, load
    from assistant.scoring import score

    evaluation = Evaluation.model_validate(_TRIAL)
    card = score(evaluation, load(DEFAULT, year=evaluation.project.year))
    facts = gather(card)
    section = draft_by_rules(card, facts).section(REASONS)
    own = facts_for(section, facts)
    found: Tier = "small"
    try:
        asked = client.ask(
            prompt_for(section, own, ""),
            Passages,
            schema=passages_schema(own),
            label="试写一节",
            fresh=True,
            room=ROOM,
        )
        said = [
            (s, "".join(one.text for one in passage.sentences[:at]))
            for passage in asked.value.paragraphs
            for at, s in enumerate(passage.sentences)
        ]
        good = [
            s for s, before in said
            if s.facts and ground(s.text, facts, cited=tuple(s.facts), section=REASONS, before=before).verdict == "supported"
        ]  # fmt: skip
        if len(good) >= _LEAST and len(good) >= _SHARE * len(said):
            found = "capable"
    except ModelError as error:
        from assistant.llm.client import UnusableAnswerError

        if not isinstance(error, UnusableAnswerError):
            raise
    remember(choice, found)
    return found


def remember(choice: ModelChoice, found: Tier) -> None:
    """Keeps what was found of a model, for all projects of this user."""
    known = _known() | {_key(choice): found}
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(known, indent=1).encode(), mode=0o600)


def _path() -> Path:
    return cache_folder().parent / "tiers.json"


def _key(choice: ModelChoice) -> str:
    return hashlib.sha256(f"{choice.base_url}\n{choice.model}".encode()).hexdigest()[:16]


def _known() -> dict[str, str]:
    try:
        value = json.loads(read_now(_path()))
    except (OSError, ValueError, InputError):
        return {}
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}
