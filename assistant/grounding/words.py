"""Whether words tell of what is to be done: acts, against causes and results."""

from __future__ import annotations

from assistant.grounding.reading import Read
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex

#: to say that no measure was noted is no measure
_NO_MEASURE = regex(
    r"(?:没有|未|尚未)(?:写|填|填写|填报|提出|采取|说明|明确)*(?:任何|具体|改进|整改)*的?措施"
)
_BECAUSE = regex(r"主要原因|原因[是为在]|由于|因为|导致|致使|造成|所致")
_FUTURE = regex(
    r"(?<!现)将(?!近|达)|拟|下一步|下一年|下年度|明年|今后|后续|未来|后再|措施|打算|建议|计划(?:在|于|采取|开展)"
)
ACT = regex(
    r"(?<!现)将|拟|计划|确保|加强|加快|加大|强化|完善|优化|建立|健全|提升|提高|改进|措施|争取|力争|督促|落实|推进|组织|开展|安排|增加|更换|修复|协调"
)


def is_acting(read: Read, plain: str) -> bool:
    """Whether a stretch of text tells what is to be done, not what was or why."""
    future = bool(_FUTURE.search(_NO_MEASURE.sub("", plain)))
    if read.section == MEASURES:
        return future or not _BECAUSE.search(plain)
    return read.section != REASONS and future
