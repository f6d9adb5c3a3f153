"""Private values that their shape or the word before them gives away: numbers, addresses, accounts, secrets.

Everything is matched in folded text (folding.py). A kind goes by shape where no ordinary figure of a report has that
shape, else by the word beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv6Address

from assistant.patterns import regex

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
_DEGREES = r"\d{1,3}\s*[°度]\s*(?:\d{1,2}(?:\.\d+)?\s*[′'’分]\s*)?(?:\d{1,2}(?:\.\d+)?\s*(?:[″\"”秒]|′′)\s*)?"
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_IS = r"\s*(?:号码?|编号|代码|证号|账号|ID|id|No\.?|NO\.?)?\s*(?:[:=为是]|\s|/)*\s*"
_LONE = r"(?![0-9A-Za-z])"
#: the number of a project, a tender, an invoice or a thing is nobody's
_OF_THING = regex(
    r"(?:编号|编码|代码|单号|片号|批号|票号码?|图号|序号|列号)[:为]?\s?[A-Za-z\d]{0,10}[:为]?\s?\Z"
)
_DATE = (
    r"(?:(?:19|20)\d{2}\s*[年./-]\s*(?:(?:元(?=月)|\d{1,2})\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?)?|(?:19|20)\d{6}(?!\d)|"
    r"[一二][九〇零○一二三四五六七八]{3}年(?:[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?)?)"
)
#: as people write it behind 出生: 63.4.18, 196304, 63年4月, 农历八月十五
_SHORT_DATE = (
    r"(?:\d{2}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])|\d{2}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|"
    r"农历[正一二三四五六七八九十冬腊]{1,2}月[初廿一二三四五六七八九十]{1,3})(?!\d)"
)
_HOUSE = r"[甲乙丙丁]?(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,5})"
_AREA = r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}?[市州盟])?(?:[\u4e00-\u9fff]{2,6}?[区县旗市])?(?:[\u4e00-\u9fff]{2,6}?(?:镇|乡|街道))?"
#: what has a number in a village and is no house
_NO_HOUSE = (
    r"(?![线路机泵井坝桥站点文渠灯杆公地块断水塔台区棚库塘闸变电监矿堰标大观探支主测墩窑沟河段])"
)
_GROUP = r"第?[\d一二三四五六七八九十]{1,3}(?:村民)?小?[组社队]"
_ROOM = r"(?:[\u4e00-\u9fff]{2,8}?(?:局|公司|中心|大厦|大楼|小区|医院|学校)(?=[\d一二三四五六七八九十]))?(?:[\d一二三四五六七八九十]{1,3}[楼层])?(?:[东西南北中]?(?:院|大院|楼|栋|幢|座)?(?:\d{1,3}(?:号楼|栋|幢|座))?(?:\d{1,2}单元)?(?:\d{1,5}室?)?)?"
_TYPED = r"[!-~]{4,64}"
#: @ and the dot of an address, or the words that people write for them
_OPEN, _SHUT = r"[\[({<【〔《*_]", r"[\])}>】〕》*_]"
_AT = rf"(?:\s?@\s?|\s?{_OPEN}\s?(?:at|AT|At|@|艾特)\s?{_SHUT}\s?|\s(?:at|AT)\s|\s?艾特\s?|#(?=[A-Za-z0-9-]+\.[A-Za-z]))"
_DOT = rf"(?:\s?[.。]\s?|\s?{_OPEN}\s?(?:dot|DOT|Dot|点|\.)\s?{_SHUT}\s?|\s(?:dot|DOT)\s|点(?=[A-Za-z]))"
_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_ESTATE = r"[\u4e00-\u9fff]{2,10}(?:(?:小区|花园|家园|公寓|苑|城|社区|新村|大厦|广场|庭|府|院|园|宿舍楼?|家属楼|公馆|名邸|雅居)(?:[A-Za-z甲乙丙丁东西南北一二三四五六七八九]区|[一二三四五六七八九]期)?|[A-Za-z]区)"
#: what is inside a house number's yard or building, as far as it is counted
_INSIDE = r"(?:[\u4e00-\u9fff]{0,6}?(?:[A-Za-z](?:区|栋|座|幢))?-?(?:\d{1,5}|[一二三四五六七八九十]{1,3})(?:号楼|号院|号库房|号仓库|号厂房|号房|号门面|号铺|号|栋|幢|座|单元|层楼?|楼|室|房间?|户|库房?|仓库?|门面|商铺|铺|车间|档口|摊位|区|#)(?:[东西南北]侧|[东西南北中]户)?)"

#: kind, pattern, in this order: the longer and more certain forms first. A group `v` is the value, else all of it.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("口令", rf"(?:密\s*码|解压码|提取码|口令|密钥|password|passwd|pwd|api[_ -]?key|secret|token)\s*(?:[:=为是]|\s)\s*(?:[:=为是]\s*)?(?P<v>{_TYPED})"),
    ("口令", r"(?:密码|口令|解压码|提取码|验证码)(?P<v>(?=[!-~]*\d)[!-~]{6,64})"),
    ("口令", r"(?:密码|口令|提取码|(?:PIN|[Pp]in)码?|[动验校激授][态证验活权]码|短信码|入会码)(?:[:为是]|\s)*(?P<v>\d{4,8})(?![0-9A-Za-z.])" + _UNIT),
    ("口令", r"[验校激授][证验活权]码(?:[:为是]|\s)*(?P<v>[A-Za-z0-9-]{6,40})(?![0-9A-Za-z])"),
    ("口令", r"(?<![A-Za-z0-9])(?:sk|ak|pk|ghp|hf|glpat|xox[bap])[-_][A-Za-z0-9_-]{12,}|eyJ[\w-]{10,}\.[\w-]+\.?[\w-]*|(?:AKIA|LTAI)[A-Za-z0-9]{12,}"),
    ("网址", r"(?:https?|ftp|rtsp|ssh|jdbc:\w+|ws)s?://[!-~]+"),
    ("邮箱", rf"(?:(?:[A-Za-z0-9._%+-]+ )?[A-Za-z0-9._%+-]+|[\u4e00-\u9fff]{{2,4}}(?=@)){_AT}[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)+"),
    ("网址", r"(?<![0-9A-Fa-f])(?<![0-9A-Fa-f][:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Fa-f:-])|(?<![0-9A-Za-z.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![0-9A-Za-z.])"),
    ("网址", r"(?<![0-9A-Za-z.-])(?=[0-9A-Fa-f-]*[A-Fa-f])[0-9A-Fa-f]{6}-[0-9A-Fa-f]{6}(?![0-9A-Za-z.-])"),
    ("网址", r"(?:服务器|主机|前置机|数据库|终端|交换机|路由器|工作站|装在|部署在|部署于)(?:在|为|是|[:：]|\s)*(?P<v>[A-Za-z][A-Za-z0-9]{1,11}(?:-[A-Za-z0-9]{2,12}){1,3})(?![0-9A-Za-z-])"),
    ("坐标", rf"(?:(?:东经|西经|北纬|南纬|[EWNS])\s*{_DEGREES}[EWNS]?(?:\s*[,、]?\s*)?)*(?:东经|西经|北纬|南纬|[EWNS])\s*{_DEGREES}[EWNS]?"
             rf"|{_DEGREES}[EWNS](?:\s*[,、]?\s*{_DEGREES}[EWNS])?|(?:东经|西经|北纬|南纬|经度|纬度)\s*[:为]?\s*\d{{1,3}}\.\d{{3,}}°?"
             r"|(?<![A-Za-z])[NS]\s?\d{1,2}\.\d{3,}\s*[,、]?\s*[EW]\s?\d{1,3}\.\d{3,}|(?<![A-Za-z])[XxYy]\s?[=:]\s?\d{6,8}(?:\.\d+)?(?!\d)"
             r"|(?<![\d.])\d{1,3}\.\d{4,}\s*[,、]\s*\d{1,3}\.\d{4,}(?![\d.])"),
    ("IPv6", r"(?<![0-9A-Za-z])(?<![0-9A-Za-z:]:)(?:(?<!:):(?!:))?(?P<v>(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{4,39})(?![0-9A-Za-z:])"),
    ("网址", r"(?<![\d.vV第])(?<!版本)(?<!版本由)(?<!版本号)(?<!版本为)(?<!升级到)(?<!升级至)(?:\d{1,3}[.。]){3}\d{1,3}(?:/\d{1,2})?(?::\d{1,5})?(?![\d.节条款])"),
    ("网址", r"(?<![A-Za-z0-9@._-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:com|cn|net|org|edu|gov|mil|local|lan|intra|internal|corp|top|info|vip|cc|io|xyz|site|tech|cloud|me|tv|biz|int)(?![A-Za-z0-9-])(?::\d{1,5})?(?:/[!-~]*)?"),
    ("证件", _IDENTITY),
    ("证件", _IDENTITY_SPACED),
    ("证件", _CREDIT),
    ("证件", r"(?<![0-9A-Za-z])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])" + _UNIT),
    ("证件", rf"(?<![0-9A-Za-z])[EGDSPHKMCW][A-Za-z]?\s?\d{{7,10}}{_LONE}"),
    ("证件", rf"(?:尾号|末四位|后[四六]位(?:数字)?)\s*[:为是]?\s*(?P<v>\d{{3,6}}[Xx]?){_LONE}{_UNIT}"),
    ("证件", r"[军政后装士文兵学参广][\u4e00-\u9fff]?字第?\s?\d{5,10}\s?号?"),
    ("证件", rf"(?:警号|工号|学号|住院号|病[历案]号|门诊号|就诊号|准考证号?|[水电气]?表?户号|用户号|保单号|处方号|报名号|学籍号|胸牌号|社保号|(?<!施)[警员工生民者](?:编号|代码|证号|号码?))\s*[:为是]?\s*(?P<v>[A-Za-z]{{0,2}}-?\d{{4,20}}){_LONE}"),
    ("证件", rf"(?:身份证|护照|通行证|回乡证|台胞证|居住证|驾驶证|行驶证|军官证|警官证|残疾证|社保卡|医保卡)(?P<v>(?=[A-Za-z0-9]*\d{{5}})[A-Za-z0-9]{{7,20}}){_LONE}{_UNIT}"),
    ("证件", rf"[{_PROVINCE}]\(\d{{4}}\)[\u4e00-\u9fff]{{2,8}}不动产权第\d{{4,10}}号|[\u4e00-\u9fff]{{0,4}}房权证[\u4e00-\u9fff]{{0,6}}第?\d{{4,12}}号?"),
    ("证件", rf"(?<![论保认验求查考印佐凭公])证[书件]?(?:编号|号码?|[Nn][Oo]\.?)?(?:[:为是]|\s)*(?P<v>(?=[A-Za-z0-9]*\d{{5}})[A-Za-z0-9]{{8,24}}){_LONE}{_UNIT}"),
    ("证件", r"机构代码(?:[:为是]|\s)*(?P<v>\d{8}-?[\dXx])(?![0-9A-Za-z])"),
    ("证件", rf"(?:身份证|公民身份|证件|证照|护照|通行证|回乡证|台胞证|居住证|驾驶证|行驶证|军官证|士兵证|警官证|工作证|残疾证|医保卡?|社保卡?|执业证|资格证|学籍|车架|车辆识别|不动产单元|发动机|户口簿?|档案|组织机构|信用|统一社会|低保证|港澳|纳税人识别|税务登记|许可证)(?:识别|登记|证|卡)?(?:档案)?"
             rf"(?:号码?|编号|代[码号]|\s*[:为是]|\s)+\s*[:为是]?\s*(?P<v>(?=[A-Za-z0-9-]*\d{{3}})[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[0-9A-Za-z])){{4,29}}){_LONE}{_UNIT}"),
    ("车牌", rf"[WＷw][Jj][\s·.-]?(?:[{_PROVINCE}]|\d{{2}})[\s·.-]?\d{{4}}[\dA-Za-z](?![A-Za-z0-9])"),
    ("车牌", rf"[{_PROVINCE}]\s?[A-HJ-NP-Za-hj-np-z]\s?[·.-]?\s?(?:[DFdf][A-HJ-NP-Za-hj-np-z0-9]\d{{4}}|\d{{5}}[DFdf]|(?=[A-Za-z0-9]{{0,3}}\d)[A-HJ-NP-Za-hj-np-z0-9]{{4}}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳超][警挂]?)(?![A-Za-z0-9])"),
    ("车牌", rf"[{_PROVINCE}][\u4e00-\u9fff]渔\d{{5}}(?!\d)"),
    ("车牌", rf"[{_PROVINCE}]\s?\d{{2}}\s?[·.-]\s?\d{{5}}(?![\dA-Za-z]){_UNIT}"),
    ("车牌", r"[军海空南北东中西京沈兰济广成渝][A-Z]\s?[·.-]?\s?\d{5}(?![A-Za-z0-9])|[使领]\s?\d{6}(?!\d)|\d{6}\s?使(?![用得\u4e00-\u9fff])"),
    ("电话", r"(?<![\d.])[48]00[-\s]?(?:\d{3}[-\s]?\d{4}|\d{4}[-\s]?\d{3}|\d[-\s]\d{3}[-\s]\d{3})(?!\d)" + _UNIT),
    ("电话", _MOBILE),
    ("电话", r"(?<![\d.])(?:\(\s?0\d{2,3}\s?\)|0\d{2,3})[-\s]{0,2}[2-9]\d{2,3}[-\s]?\d{4}(?:(?:[-转]|\s转)\d{1,5})?(?!\d)" + _UNIT),
    ("电话", r"(?:电话|座机(?:改为|换成)?|固话|办公室|传真|热线|致电|拨打|联系方式|联系|咨询|打|拨|分机|短号|内线|集群号|手机|值班室?|小灵通|☎|[Tt][Ee][Ll]|[Ff]ax)(?:号码?|为|是|[:：./]|\s)*(?P<v>(?:[2-9]\d{2,3}[-\s]\d{3,4}|[2-9]\d{2}-[2-8]\d{6,7}|[2-9]\d{3,7})(?:[-转]\d{1,5})?)(?!\d)" + _UNIT),
    ("电话", r"(?:打|拨|致电|联系|咨询|投诉|报修|热线|问|值班|电话|24小时)[^\d。；;\n号编码费款额贴金]{0,8}?(?P<v>[2-8]\d{6,7})(?![\dA-Za-z])" + _UNIT),
    ("电话", r"(?:转|(?=分机))\s*(?P<v>(?:分机)?\d{3,5})(?!\d)" + _UNIT),
    ("电话", r"(?<!\d)[2-9]\d{2}-\d{4}(?!\d)" + _UNIT),
    ("账号", rf"(?:账\s?号|帐\s?号|账户|帐户|卡号|银行卡|一卡通|惠农卡|工资卡|开户行|存折|户头|专户|公积金){_IS}(?P<v>\d(?:[\d\s-]{{6,40}})\d)(?!\d)(?!\s*(?:[元万亿％%]|\.\d))"),
    ("账号", r"(?<![\d.])\d{4}(?:[ -]\d{4}){2,6}(?:[ -]\d{1,5})?(?!\d)" + _UNIT),
    ("账号", r"(?<![\dA-Za-z.-])(?P<v>\d{2,6}-\d{9,20})(?=\s*(?:账户|帐户|账号|专户))"),
    ("编号", r"(?<![\d.])\d{12,30}(?!\d)" + _UNIT),
    ("账号", r"(?:微\s?信|[Ww]e[Cc]hat|[VvWw][Xx]|[VvWw]信|薇信|威信|钉钉|抖音|快手|支付宝|微博|飞书|企业微信)(?:号码?|账号|ID|id|名|昵称)?(?:[:为是]|\s)*(?P<v>[A-Za-z][-_A-Za-z0-9]{5,29}|[1-9]\d{5,14})" + _LONE + _UNIT),
    ("账号", r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{6,}"),
    ("账号", r"(?<![A-Za-z])(?:[Qq]{2}|[Qq](?=[号群]|[:\s]?[1-9]\d{7,10}(?!\d))|扣扣|企鹅)(?:群)?(?:号码?)?(?:[:(为是]|\s)*(?P<v>[1-9]\d(?:\s?\d){3,10})(?!\d)" + _UNIT),
    ("账号", r"(?:腾讯会议|钉钉会议|会议号|会议ID|入会号)(?:号|ID|[:为是]|\s)*(?P<v>\d{3}[-\s]?\d{3}[-\s]?\d{3,4})(?!\d)" + _UNIT),
    ("账号", r"(?:用户名|登录名|登陆名|账号|帐号|账户名?)(?:[:为是]|\s)*(?P<v>[A-Za-z][-_.A-Za-z0-9]{3,29})" + _LONE),
    ("口令", r"(?:用户名?|账号|帐号|账户名?)\s*[/和及、与\\|]?\s*(?:密码|口令)(?:[:为是]|\s)*(?P<v>[!-~]{3,40}\s?[/|]\s?[!-~]{3,40})"),
    ("口令", rf"(?:密码|口令)[\u4e00-\u9fff]{{0,6}}?[:为是成]了?\s*(?P<v>{_TYPED})"),
    ("网址", r"\\\\[A-Za-z0-9._-]+(?:\\[^\s\\,，。；;、]+)*|(?<![A-Za-z])[A-Za-z]:\\[^\s,，。；;、]+"),
    ("网址", r"(?:主机名|计算机名|机器名|服务器名称?|域名|hostname|SSID|ssid)(?:[:为是]|\s)*(?P<v>[A-Za-z0-9][-_.A-Za-z0-9]{2,39})" + _LONE),
    ("日期", rf"(?:出生日期|出生年月日?|出生时间|生日|生于|出生于|出生|诞生于)(?:[:为是]|[\u4e00-\u9fff]{{1,3}}[为成是]|\s)*(?P<v>{_DATE}|{_SHORT_DATE})"),
    ("日期", rf"(?P<v>{_DATE}|(?<!\d)\d{{2}}年\d{{1,2}}月(?:\d{{1,2}}日)?)\s*(?:出生(?!缺陷|人口|率|医学|性别|婴|儿|健康|队列|证)|生人|生(?![\u4e00-\u9fff]))"),
    ("地址", rf"{_AREA}[\u4e00-\u9fff]{{1,5}}(?:路|街|巷|大道|胡同|弄|里|道|小区|花园|家园|公寓|新村|苑|庄园)(?:[东西南北中]段?)?(?:(?:{_HOUSE}弄)?{_HOUSE}(?:-\d{{1,4}})?号{_NO_HOUSE}(?:{_ROOM})|{_HOUSE}[幢栋座](?={_INSIDE}))(?:{_INSIDE})*(?:(?<=[元幢栋座楼门])\d{{3,4}}(?![\d.]){_UNIT})?"),
    ("地址", rf"{_AREA}[\u4e00-\u9fff]{{1,6}}(?:自然村|村(?:委会?|民委员会)?|社区|居(?:民委员|委)会|屯|寨)(?:{_GROUP})?(?:[\u4e00-\u9fff]{{1,3}}(?:屋场|湾|院子|大院|院|里|弄|巷|台门|墙门|坊))?{_HOUSE}号{_NO_HOUSE}(?!楼)"),
    ("地址", r"[\u4e00-\u9fff]{2,8}(?:街道|镇|乡)[\u4e00-\u9fff]{1,8}(?:\([\u4e00-\u9fff]{1,6}\))?\d{1,4}号(?![\u4e00-\u9fff])"),
    ("地址", r"[\u4e00-\u9fff]{2,8}(?:大厦|大楼|宾馆|酒店|公寓|招待所)\d{3,4}(?:室|房间?|号房)"),
    ("地址", rf"{_ESTATE}{_COUNT}单元\d{{3,4}}室?(?![\d.])"),
    ("地址", rf"(?:{_ESTATE})?{_COUNT}(?:号楼|号?[栋幢座]|#楼?)(?:{_COUNT}(?:单元|门))?(?:[一二三四五六七八九十\d]{{1,2}}[楼层])?(?:[东西南北中]?\d{{2,5}}(?:室|号(?![楼井泵线])|房间?)|(?<=[元门])\d{{3,4}}(?![\d.]){_UNIT})"),
    ("地址", rf"(?:{_ESTATE}){_COUNT}(?:号楼|号?[栋幢座]|#楼?)(?:{_COUNT}(?:单元|门)|(?![\u4e00-\u9fff])|(?=[住户家的门前后业居租收报]))(?:-?\d{{3,4}}(?![\d.]){_UNIT})?"),
    ("地址", rf"(?:{_ESTATE})\d{{1,3}}-\d{{1,2}}-\d{{3,4}}(?!\d)"),
    ("地址", r"(?:住址|住在|现住|家住|居住于|(?<![\u4e00-\u9fff])住(?=[\u4e00-\u9fff]{2,8}[村区湾街路镇屯寨])|门牌|租住于?|户籍地址?|户籍所在地|通讯地址|家庭地址|收件地址|地址)(?:[:为是在]|\s)*(?P<v>[\u4e00-\u9fff]{2,20}(?:省|市|州|县|区|镇|乡|街道|路|街|村|社区|小区|湾|屯|寨|宿舍|家属[楼院]?)[\u4e00-\u9fffA-Za-z\d#-]{0,20}(?:\d|[一二三四五六七八九十])+(?:村民小组|小组|[\u4e00-\u9fff]?(?:室|号|组|队|户|栋|幢|单元|楼))?)"),
)  # fmt: skip
_COMPILED = tuple((kind, regex(pattern)) for kind, pattern in _PATTERNS)
#: how many Chinese numerals make a number that somebody spelt out
_SPELT = "[零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]"
_SPELT_OUT = regex(rf"{_SPELT}{{5}}|{_SPELT}{{3,4}}[\s-]{_SPELT}{{3,4}}")
#: so many are no year and no amount, whatever number they are
_SPELT_LONG = regex(rf"{_SPELT}{{7,}}(?![十百千万亿元])")
_NUMBERS = frozenset({"电话", "证件", "账号"})


def shaped(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each private value in folded text; a later one may overlap an earlier one."""
    for kind, pattern in _COMPILED:
        for start, end in _matches(pattern, text):
            if kind == "IPv6":
                if _is_ipv6(text[start:end]):
                    yield "网址", start, end
            elif kind == "编号":
                if not _OF_THING.search(text, max(0, start - 20), start):
                    yield "账号", start, end
            else:
                yield kind, start, end
    if _SPELT_OUT.search(text):
        yield from _spelt(text)


def _spelt(text: str) -> Iterator[tuple[str, int, int]]:
    """座机六〇一二三四五: the same forms, where the number is in Chinese numerals; and whatever is long."""
    spoken = text.translate(_NUMERALS)
    for kind, pattern in _COMPILED:
        if kind in _NUMBERS:
            for start, end in _matches(pattern, spoken):
                if _SPELT_OUT.search(text, start, end):
                    yield kind, start, end
    for found in _SPELT_LONG.finditer(text):
        yield "电话", *found.span()


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        start, end = found.span("v") if "v" in pattern.groupindex else found.span()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True
