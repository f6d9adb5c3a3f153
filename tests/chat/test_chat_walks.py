"""Random walks over everything a person may say: no crash, no write without a yes, table = sentences at export."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

from chat_project import Talk
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from labelled_utterances import PROJECTS, utterances

from assistant.drafting.by_rules.sections import draft_by_rules

#: the whole, 60 walks of 200 lines, with JIXIAO_WALKS=60x200; by default a slice
WALKS, LINES = (int(n) for n in os.environ.get("JIXIAO_WALKS", "6x40").split("x"))
_FOLDER = Path(__file__).parent / "labelled"
_SAYINGS = {
    name: [u.say for u in utterances() if u.project == name and u.say not in {"退出"}]
    for name in PROJECTS
}
_SAYINGS["bare"] = [*_SAYINGS["culture"], "加一条指标 购置图书 目标500册 实际480册", "县级财政拨款 预算10万元 执行9万元", "图书490册",
                    "指标名称\t目标\t实际\n活动室\t3间\t3间\n满意度\t≥90%\t92%"]  # fmt: skip
_COMMON = ["嗯对", "是", "好，采用", "不", "取消", "撤销", "重做", "跳过", "起草", "/看", "/缺项", "1. 95%；3. 200", "2", "/得分", "/检查", "/比较", "/历史",
           "改成95%", "第3句改成：已经完成。", "第2句删掉", "第四句责任单位改成财务股", "？", "。。。", "0", "-5", "9" * 30, "NaN", "𠮷𠮷", "\u202e倒过来", "[[]]", "指标[x].实际"]  # fmt: skip


@st.composite
def walks(draw: st.DrawFn) -> tuple[str, list[str]]:
    name = draw(st.sampled_from([*PROJECTS, "bare"]))
    line = st.one_of(
        st.sampled_from(_SAYINGS[name]), st.sampled_from(_COMMON), st.text(max_size=12)
    )
    return name, draw(st.lists(line, min_size=LINES, max_size=LINES))


@settings(
    max_examples=WALKS,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(walks())
def test_a_walk_neither_crashes_nor_writes_unasked_nor_leaves_anything_stale(
    walk: tuple[str, list[str]],
) -> None:
    name, lines = walk
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "数据.yaml"
        path.write_bytes((_FOLDER / f"{name}.yaml").read_bytes())
        talk = Talk(path, date(2025, 3, 20))
        for line in lines:
            waiting, before = talk.memory.pending, talk.text
            outcome = talk.say(line)
            assert outcome.replies or not line.strip()
            if talk.text != before:
                assert (outcome.kind == "consent" and waiting) or (
                    outcome.kind == "command" and line in {"撤销", "重做", "撤回刚才的"}
                )
            _told_as_the_data_stand(talk)


def _told_as_the_data_stand(talk: Talk) -> None:
    """Every sentence by rules is the one that the rules write from the data now."""
    draft = talk.conversation.project.draft()
    if draft is None or any(part.source != "rules" for part in draft.sections):
        return
    view = talk.conversation.project.look()
    fresh = draft_by_rules(view.card, view.facts)
    assert [s.text for p in draft.sections for s in p.sentences] == [
        s.text for p in fresh.sections for s in p.sentences
    ]
