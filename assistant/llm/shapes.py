"""Private values that their shape or the word before them gives away: numbers, addresses, accounts, secrets.

Everything is matched in folded text (folding.py). A kind goes by shape where no ordinary figure of a report has that
shape, else by the word beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv6Address

#: what follows a figure that is an amount and no number of anybody
_UNIT = r"(?!\s*(?:[元万亿兆％%米吨户人台套个件辆亩条次份名头只棵株册张页枚盏座处家项期场天年月平立公千百吨升kKmM]|\.\d))"
_SEP = r"[\s\-·_/]{1,2}"
_NUMERALS = str.maketrans(
    "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00012345678912123456789"
)


def _groups(first: str, rest: str, *shapes: tuple[int, ...]) -> str:
    """Digits in the given groups, a separator between them; `first` is the pattern of the leading digits."""
    found = []
    lead = 2 if first == "1[3-9]" else 0
    for shape in shapes:
        left, parts = lead, []
        for i, size in enumerate(shape):
            own = size - left if i == 0 else size
            parts.append((first if i == 0 else "") + (f"{rest}{{{own}}}" if own else ""))
            left = 0 if i == 0 else left
        found.append(_SEP.join(parts))
    return "|".join(found)


_MOBILE = (
    r"(?<![\d.])(?:(?:\+|00)?\(?(?:\+?86)\)?[\s-]?|\(\+?86\)\s?)?(?:1[3-9]\d{9}|"
    + _groups("1[3-9]", r"\d", (3, 4, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (3, 8), (7, 4), (5, 6), (5, 3, 3))
    + r"|1\s[3-9](?:\s\d){9}|(?=(?:[OolI]*\d){9})1[3-9][\dOolI]{9}|1-[3-9](?:-\d){9}|1[3-9]\d\.\d{4}\.\d{4})(?!\d)" + _UNIT
)  # fmt: skip
_DAY = r"(?:19|20)\d{2}[-\s·]?(?:0[1-9]|1[0-2])[-\s·]?(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = rf"(?<![0-9A-Za-z])[1-9](?:[-\s]?\d){{5}}[-\s]?{_DAY}(?:[-\s]?\d){{3}}[-\s]?[\dXx](?![0-9A-Za-z])"
_IDENTITY_SPACED = (
    r"(?<![\d.])[1-9]\d{3}[-\s]\d{4}[-\s]\d{4}[-\s]\d{4}[-\s]?\d[\dXx](?![0-9A-Za-z])"
)
_CREDIT = r"(?<![0-9A-Za-z])(?=[0-9A-Za-z\s-]*[A-Za-z])[159ANYany](?:[\s-]?[0-9A-Za-z]){1}(?:[\s-]?\d){6}(?:[\s-]?[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]){10}(?![0-9A-Za-z])"
_DEGREES = (
    r"\d{1,3}\s*[°度]\s*(?:\d{1,2}(?:\.\d+)?\s*[′'’分]\s*)?(?:\d{1,2}(?:\.\d+)?\s*[″\"”秒]\s*)?"
)
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_IS = r"\s*(?:号码?|编号|代码|证号|账号|ID|id|No\.?|NO\.?)?\s*(?:[:=为是]|\s|/)*\s*"
_LONE = r"(?![0-9A-Za-z])"
#: the number of a project or a tender is nobody's
_OF_PROJECT = "".join(
    rf"(?<!{what}{of}{sign})" for what in ("项目", "预算", "招标", "采购", "合同") for of in ("代码", "编码", "编号") for sign in ("", ":", "为")
)  # fmt: skip
_DATE = (
    r"(?:(?:19|20)\d{2}\s*[年./-]\s*(?:\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?)?|(?:19|20)\d{6}(?!\d)|"
    r"[一二][九〇零○一二三四五六七八]{3}年(?:[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?)?)"
)
_HOUSE = r"[甲乙丙丁]?(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,5})"
_AREA = r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}?[市州盟])?(?:[\u4e00-\u9fff]{2,6}?[区县旗市])?(?:[\u4e00-\u9fff]{2,6}?(?:镇|乡|街道))?"
_ROOM = r"(?:[\u4e00-\u9fff]{2,8}?(?:局|公司|中心|大厦|大楼|小区|医院|学校)(?=[\d一二三四五六七八九十]))?(?:[\d一二三四五六七八九十]{1,3}[楼层])?(?:[东西南北中]?(?:院|大院|楼|栋|幢|座)?(?:\d{1,3}(?:号楼|栋|幢|座))?(?:\d{1,2}单元)?(?:\d{1,5}室?)?)?"
_TYPED = r"[!-~]{4,64}"

#: kind, pattern, in this order: the longer and more certain forms first. A group `v` is the value, else all of it.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("口令", rf"(?:密\s*码|口令|密钥|password|passwd|pwd|api[_ -]?key|secret|token)\s*(?:[:=为是]|\s)\s*(?:[:=为是]\s*)?(?P<v>{_TYPED})"),
    ("口令", r"(?:密码|口令)(?P<v>(?=[!-~]*\d)[!-~]{6,64})"),
    ("口令", r"(?<![A-Za-z0-9])(?:sk|ak|pk|ghp|hf|glpat|xox[bap])[-_][A-Za-z0-9_-]{12,}|eyJ[\w-]{10,}\.[\w-]+\.?[\w-]*|(?:AKIA|LTAI)[A-Za-z0-9]{12,}"),
    ("网址", r"(?:https?|ftp|rtsp|ssh|jdbc:\w+|ws)s?://[!-~]+"),
    ("邮箱", r"(?:[A-Za-z0-9._%+-]+ )?[A-Za-z0-9._%+-]+\s?@\s?[A-Za-z0-9-]+(?:\s?[.。]\s?[A-Za-z0-9-]+)+"),
    ("网址", r"(?<![0-9A-Fa-f])(?<![0-9A-Fa-f][:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Fa-f:-])|(?<![0-9A-Za-z.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Za-z.])"),
    ("坐标", rf"(?:(?:东经|西经|北纬|南纬|[EWNS])\s*{_DEGREES}[EWNS]?(?:\s*[,、]?\s*)?)*(?:东经|西经|北纬|南纬|[EWNS])\s*{_DEGREES}[EWNS]?"
             rf"|{_DEGREES}[EWNS](?:\s*[,、]?\s*{_DEGREES}[EWNS])?|(?:东经|西经|北纬|南纬|经度|纬度)\s*[:为]?\s*\d{{1,3}}\.\d+"
             r"|(?<![\d.])\d{1,3}\.\d{4,}\s*[,、]\s*\d{1,3}\.\d{4,}(?![\d.])"),
    ("IPv6", r"(?<![0-9A-Za-z])(?<![0-9A-Za-z:]:)(?:(?<!:):(?!:))?(?P<v>(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{4,39})(?![0-9A-Za-z:])"),
    ("网址", r"(?<![\d.vV第])(?:\d{1,3}[.。]){3}\d{1,3}(?:/\d{1,2})?(?::\d{1,5})?(?![\d.节条款])"),
    ("网址", r"(?<![A-Za-z0-9@._-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:com|cn|net|org|edu|gov|mil|local|lan|intra|internal|corp|top|info|vip|cc|io|xyz|site|tech|cloud|me|tv|biz|int)(?![A-Za-z0-9-])(?::\d{1,5})?(?:/[!-~]*)?"),
    ("证件", _IDENTITY),
    ("证件", _IDENTITY_SPACED),
    ("证件", _CREDIT),
    ("证件", r"(?<![0-9A-Za-z])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])" + _UNIT),
    ("证件", rf"(?<![0-9A-Za-z])[EGDSPHKMCW][A-Za-z]?\s?\d{{7,10}}{_LONE}"),
    ("证件", rf"(?:尾号|末四位|后[四六]位(?:数字)?)\s*[:为是]?\s*(?P<v>\d{{3,6}}[Xx]?){_LONE}{_UNIT}"),
    ("证件", r"[军政后装士文兵学参广][\u4e00-\u9fff]?字第?\s?\d{5,10}\s?号?"),
    ("证件", rf"(?:警号|警员号|工号|职工号|学号|学籍号|胸牌号|社保号)\s*[:为是]?\s*(?P<v>[A-Za-z]{{0,2}}\d{{4,20}}){_LONE}"),
    ("证件", rf"(?:身份证|公民身份|证件|证照|护照|通行证|回乡证|台胞证|居住证|驾驶证|行驶证|军官证|士兵证|警官证|工作证|残疾证|医保卡?|社保卡?|执业证|资格证|学籍|车架|发动机|户口簿?|档案|组织机构|信用|统一社会|低保证|港澳|纳税人识别|税务登记|许可证)(?:识别|登记|证|卡)?(?:档案)?"
             rf"(?:号码?|编号|代码|\s*[:为是]|\s)+\s*[:为是]?\s*(?P<v>(?=[A-Za-z0-9-]*\d{{3}})[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[0-9A-Za-z])){{4,29}}){_LONE}{_UNIT}"),
    ("车牌", rf"[WＷw][Jj][\s·.-]?(?:[{_PROVINCE}]|\d{{2}})[\s·.-]?\d{{4}}[\dA-Za-z](?![A-Za-z0-9])"),
    ("车牌", rf"[{_PROVINCE}]\s?[A-HJ-NP-Za-hj-np-z]\s?[·.-]?\s?(?:[DFdf][A-HJ-NP-Za-hj-np-z0-9]\d{{4}}|\d{{5}}[DFdf]|(?=[A-Za-z0-9]{{0,3}}\d)[A-HJ-NP-Za-hj-np-z0-9]{{4}}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳超])(?![A-Za-z0-9])"),
    ("车牌", r"[军海空南北东中西京沈兰济广成渝][A-Z]\s?[·.-]?\s?\d{5}(?![A-Za-z0-9])|[使领]\s?\d{6}(?!\d)|\d{6}\s?使(?![用得\u4e00-\u9fff])"),
    ("电话", r"(?<![\d.])[48]00[-\s]?(?:\d{3}[-\s]?\d{4}|\d{4}[-\s]?\d{3}|\d[-\s]\d{3}[-\s]\d{3})(?!\d)" + _UNIT),
    ("电话", _MOBILE),
    ("电话", r"(?<![\d.])(?:\(\s?0\d{2,3}\s?\)|0\d{2,3})[-\s]{0,2}[2-9]\d{2,3}[-\s]?\d{4}(?:(?:[-转]|\s转)\d{1,5})?(?!\d)" + _UNIT),
    ("电话", r"(?:电话|座机|固话|办公室|传真|热线|致电|拨打|联系方式|联系|咨询|分机|短号|内线|集群号|手机|值班室?|小灵通|☎|[Tt][Ee][Ll]|[Ff]ax)(?:号码?|为|是|[:：./]|\s)*(?P<v>(?:[2-9]\d{2,3}[-\s]\d{3,4}|[2-9]\d{3,7})(?:[-转]\d{1,5})?)(?!\d)" + _UNIT),
    ("电话", r"(?<!\d)[2-9]\d{2}-\d{4}(?!\d)" + _UNIT),
    ("账号", rf"(?:账\s?号|帐\s?号|账户|帐户|卡号|银行卡|一卡通|惠农卡|工资卡|开户行|存折|户头|专户|公积金){_IS}(?P<v>\d(?:[\d\s-]{{6,40}})\d)(?!\d){_UNIT}"),
    ("账号", r"(?<![\d.])\d{4}(?:[ -]\d{4}){2,6}(?:[ -]\d{1,4})?(?!\d)" + _UNIT),
    ("账号", rf"(?<![\d.]){_OF_PROJECT}\d{{12,30}}(?!\d)" + _UNIT),
    ("账号", r"(?:微信|[Ww]e[Cc]hat|[VvWw][Xx]|[VvWw]信|薇信|威信|钉钉|抖音|快手|支付宝|微博|飞书|企业微信)(?:号码?|账号|ID|id)?(?:[:为是]|\s)*(?P<v>[A-Za-z][-_A-Za-z0-9]{5,29}|[1-9]\d{5,14})" + _LONE + _UNIT),
    ("账号", r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{6,}"),
    ("账号", r"(?<![A-Za-z])[Qq]{2}(?:群)?(?:号码?)?(?:[:为是]|\s)*(?P<v>[1-9]\d{4,11})(?!\d)" + _UNIT),
    ("账号", r"(?:用户名|登录名|登陆名|账号|帐号)(?:[:为是]|\s)+(?P<v>[A-Za-z][-_.A-Za-z0-9]{3,29})" + _LONE),
    ("日期", rf"(?:出生日期|出生年月日?|出生时间|生日|生于|出生于|出生|诞生于)(?:[:为是]|\s)*(?P<v>{_DATE})"),
    ("日期", rf"(?P<v>{_DATE})\s*(?:出生|生人|生(?![\u4e00-\u9fff]))"),
    ("地址", rf"{_AREA}[\u4e00-\u9fff]{{1,5}}(?:路|街|巷|大道|胡同|弄|里|道|小区|花园|家园|公寓|新村|苑|庄园)(?:[东西南北中]段?)?{_HOUSE}(?:-\d{{1,4}})?号(?![线路机泵井坝桥站点文渠灯杆公])(?:{_ROOM})"),
    ("地址", rf"{_AREA}[\u4e00-\u9fff]{{2,6}}(?:村|社区|屯|寨)(?:[\d一二三四五六七八九十]{{1,3}}[组社队]){_HOUSE}号(?![线路机泵井坝桥站点])"),
    ("地址", r"(?:[\u4e00-\u9fff]{2,6}(?:小区|花园|家园|公寓|苑|城|社区|新村|大厦|广场))?\d{1,3}(?:号楼|栋|幢|座)(?:\d{1,2}单元)?\d{2,5}(?:室|号(?![楼井泵线]))"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
#: patterns that also hold for numbers written in Chinese numerals
_SPOKEN = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("证件", _IDENTITY),
        ("电话", r"(?<!\d)1[3-9]\d{9}(?!\d)"),
        ("电话", r"(?<!\d)0\d{2,3}[-\s]?[2-9]\d{6,7}(?!\d)"),
        ("账号", rf"(?<!\d){_OF_PROJECT}\d{{15,30}}(?!\d)"),
    )
)


def shaped(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each private value in folded text; a later one may overlap an earlier one."""
    for kind, pattern in _COMPILED:
        for found in pattern.finditer(text):
            start, end = found.span("v") if "v" in pattern.groupindex else found.span()
            while end > start and text[end - 1].isspace():
                end -= 1
            if kind == "IPv6":
                if _is_ipv6(text[start:end]):
                    yield "网址", start, end
            elif end > start:
                yield kind, start, end
    spoken = text.translate(_NUMERALS)
    if spoken != text:
        for kind, pattern in _SPOKEN:
            for found in pattern.finditer(spoken):
                yield kind, *found.span()


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True
