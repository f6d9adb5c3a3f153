"""Private values in sentences, made from a number: every value of a kind, in sentences of a county's project, as people type it.

Written before the program's own shapes were looked at, and from no list of theirs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

Random = random.Random

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马胡朱郭何林罗高郑梁谢宋唐许邓韩冯曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭"
    "廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤"
    "仝亓逄缑昝郗隗佘麴禚邸訾晁苑车燕时庄撖仉郄庹逯璩蔺阚芮笪朴乜闫肖付"
)  # fmt: skip
_COMPOUND = [
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "夏侯",
    "慕容",
    "令狐",
    "东方",
    "宇文",
    "长孙",
    "端木",
    "公孙",
]
_GIVEN = ["建国", "秀英", "志强", "玉兰", "文静", "海燕", "晓东", "桂芳", "永强", "春梅", "小军", "丽娜", "红", "明", "伟", "静", "军", "敏", "涛", "雪", "国庆", "爱华", "满仓", "金花", "宝山", "彦龙", "佳怡", "梓涵", "生海", "学忠", "耀祖", "世民", "占山", "凤莲", "存善", "吉祥", "雨辰", "思源"]  # fmt: skip
_MINORITY = ["阿依古丽", "买买提", "吐尔逊", "古丽娜尔", "艾合买提", "帕提曼", "次仁", "卓玛", "扎西", "达瓦", "才让", "巴特尔", "其木格", "娜仁", "吉克", "阿木", "热依拉", "木沙江"]  # fmt: skip
_LATIN = ["John Smith", "Anna Keller", "Pierre Dubois", "Li Xiaoming", "Wang Fang", "Olga Petrova", "José Pérez"]  # fmt: skip
_TITLES = ["局长", "副局长", "科长", "股长", "站长", "主任", "副主任", "校长", "院长", "镇长", "乡长", "书记", "县长", "队长", "所长", "会计", "老师", "医生", "经理"]  # fmt: skip
_NAME_SPOTS = (
    "项目由{}负责，按月报送进度。", "经办人：{}", "审核人{}，复核无误。", "据{}反映，水压不足已解决。", "{}驻点指导，每周2次。",
    "受益户{}家的改厕已完成。", "联系人：{}，工作日可接听。", "由{}牵头整改，11月底前完成。", "村民{}领取种子20公斤。", "{}、{}等2户未发放补贴。",
    "会计{}核对后入账。", "现场由{}签字确认。", "专家{}认为资料完整。", "{}同志带队回访。", "交{}保管。",
)  # fmt: skip


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _hanzi(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _grouped(rng: Random, text: str, *, by: str = " -") -> str:
    size = rng.choice((3, 4))
    sign = rng.choice(by)
    return sign.join(text[n : n + size] for n in range(0, len(text), size))


def _zero_width(rng: Random, text: str) -> str:
    at = rng.randrange(1, len(text))
    return text[:at] + rng.choice("\u200b\u200d\ufeff\u2060") + text[at:]


def _name(rng: Random) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def _spaced(rng: Random) -> str:
    first, given = rng.choice(_SURNAMES), rng.choice([g for g in _GIVEN if len(g) == 1])
    return first + rng.choice((" ", "  ", "\u3000")) + given


def _minority(rng: Random) -> str:
    one, two = rng.sample(_MINORITY, 2)
    return one + rng.choice("·・•") + two


def _identity(rng: Random) -> str:
    head = rng.choice(("640323", "640121", "622926", "513425", "653101"))
    body = f"{head}{rng.randrange(1945, 2015)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}{_digits(rng, 3)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    last = "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]
    whole = body + rng.choice((last, last.lower()))
    return rng.choice((whole, _wide(whole), f"{whole[:6]} {whole[6:14]} {whole[14:]}"))


def _mobile(rng: Random) -> str:
    number = f"1{rng.choice('3456789')}{_digits(rng, 9)}"
    grouped = rng.choice("- ").join((number[:3], number[3:7], number[7:]))
    return rng.choice((number, grouped, _wide(number), _hanzi(number), f"+86{number}"))


def _landline(rng: Random) -> str:
    number = rng.choice("5678") + _digits(rng, rng.choice((6, 7)))
    code = rng.choice(("0951", "0953", "0955", "029"))
    return rng.choice((number, f"{code}-{number}", f"（{code}）{number}", f"{code} {number}", f"400-{_digits(rng, 3)}-{_digits(rng, 4)}"))  # fmt: skip


def _account(rng: Random) -> str:
    number = rng.choice(("62", "29", "10")) + _digits(rng, rng.choice((9, 14, 17)))
    return rng.choice((number, _grouped(rng, number, by=" "), _wide(number)))


def _credit_code(rng: Random) -> str:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = rng.choice(("91", "12", "93")) + "640323" + "".join(rng.choice(signs) for _ in range(9))
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    rest = sum(signs.index(c) * w for c, w in zip(body, weights, strict=True)) % 31
    return body + signs[(31 - rest) % 31]


def _plate(rng: Random) -> str:
    province = rng.choice("宁陕甘蒙京沪川")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    area = rng.choice("ABCDE")
    plain = rng.choice(letters) + _digits(rng, 4)
    made = rng.choice((
        f"{province}{area}{plain}", f"{province}{area}·{plain}", f"{province}{area}{_digits(rng, 4)}警",
        f"{province}{area}D{_digits(rng, 5)}", f"WJ{_digits(rng, 2)}{_digits(rng, 4)}{rng.choice('XBTSHJD')}",
    ))  # fmt: skip
    return rng.choice((made, made.lower(), _wide(made)))


def _host(rng: Random) -> str:
    word = rng.choice(("jxgl", "oa", "video", "db2", "nas-01"))
    return rng.choice((f"{word}.{rng.choice(('yanchi', 'hongsibu', 'tongxin'))}.gov.cn", f"https://{word}.example.com/login", f"{word}.lan.local"))  # fmt: skip


def _internet_address(rng: Random) -> str:
    made = ".".join(
        str(n) for n in (rng.choice((10, 172, 192)), rng.randrange(256), rng.randrange(256), rng.randrange(1, 255))
    )  # fmt: skip
    return rng.choice((made, _wide(made), f"{made}:8080"))


def _hardware_address(rng: Random) -> str:
    pairs = [f"{rng.randrange(256):02X}" for _ in range(6)]
    made = rng.choice(":-").join(pairs)
    return rng.choice((made, made.lower()))


def _mail(rng: Random) -> str:
    made = f"{rng.choice(('caiwu', 'li.hong', 'nx_zhao'))}{rng.randrange(99)}@{rng.choice(('163.com', 'qq.com', 'yanchi.gov.cn'))}"
    return rng.choice((made, _wide(made), made.replace("@", "＠")))


def _address(rng: Random) -> str:
    street = rng.choice(("民族东街", "花马池西街", "广惠路", "解放北路", "福州路"))
    return rng.choice((
        f"{street}{rng.randrange(1, 300)}号{rng.randrange(1, 9)}单元{rng.randrange(101, 699)}室",
        f"{rng.choice(('王乐井乡', '青山乡', '大水坑镇'))}{rng.choice(('牛记圈村', '郝记台村', '摆宴井村'))}{rng.choice('一二三四五')}组{rng.randrange(1, 99)}号",
        f"{rng.choice(('阳光', '永清', '长城'))}小区{rng.randrange(1, 30)}号楼{rng.randrange(1, 5)}单元{rng.randrange(101, 699)}",
    ))  # fmt: skip


def _birthday(rng: Random) -> str:
    year, month, day = rng.randrange(1940, 2016), rng.randrange(1, 13), rng.randrange(1, 29)
    return rng.choice((f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{year}.{month:02}.{day:02}", f"{year}{month:02}{day:02}"))  # fmt: skip


def _password(rng: Random) -> str:
    return "".join(rng.choice("abcdXYZ23456789@#!_") for _ in range(rng.randrange(6, 14)))


Maker = Callable[[Random], str]
#: kind: how a value is made, and where it stands
KINDS: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "name": (_name, _NAME_SPOTS),
    "compound name": (lambda rng: rng.choice(_COMPOUND) + rng.choice(_GIVEN), _NAME_SPOTS),
    "minority name": (_minority, _NAME_SPOTS),
    "Latin name": (lambda rng: rng.choice(_LATIN), ("外方专家{}到场指导。", "由{}完成调试。", "志愿者{}参加宣传。")),
    "spaced name": (_spaced, ("填表人：{}", "审核：{}，日期见右。", "经办人 {} 已核对。", "联系人：{}")),
    "name before a title": (
        lambda rng: rng.choice((rng.choice(_SURNAMES), _name(rng))),
        tuple(
            spot.replace("@", title)
            for title in _TITLES
            for spot in ("{}@主持会议。", "请与{}@联系。", "由{}@签发。", "{}@到现场调度。")
        ),
    ),
    "name after a title": (_name, tuple(f"由{t}{{}}主持验收会。" for t in _TITLES)),
    "called": (
        lambda rng: rng.choice(("老", "小")) + rng.choice(_SURNAMES[:60]),
        ("{}反映路面积水。", "{}负责录入台账。", "由{}带班巡查。"),
    ),
    "identity number": (_identity, ("身份证号{}，补贴已发放。", "身份证：{}", "（证件号{}）")),
    "mobile": (_mobile, ("联系电话{}。", "可拨打{}咨询。", "手机：{}", "电话 {} 无人接听。")),
    "landline": (_landline, ("联系电话{}。", "办公电话：{}", "监督电话{}，欢迎监督。", "传真{}。")),
    "account": (_account, ("账号{}。", "打入银行卡{}，户名一致。", "收款账户：{}", "一卡通号{}发放失败。")),
    "credit code": (_credit_code, ("统一社会信用代码：{}", "供应商（{}）按期供货。", "信用代码 {}。")),
    "passport": (lambda rng: rng.choice("EGD") + _digits(rng, 8), ("护照号{}。", "护照：{}", "通行证号码{}。")),
    "police number": (lambda rng: _digits(rng, 6), ("民警警号{}出警。", "警号：{}")),
    "birth date": (_birthday, ("出生日期：{}", "学员{}出生。", "生于{}，符合条件。", "出生年月日{}")),
    "plate": (_plate, ("车牌{}。", "清运车{}运行正常。", "车牌号：{}", "（{}）油耗超标。")),
    "WeChat": (lambda rng: rng.choice(("nx_", "wx-", "li")) + _digits(rng, 6), ("微信号：{}", "加微信{}领取表格。", "微信 {} 。")),
    "QQ": (lambda rng: rng.choice("123456789") + _digits(rng, 8), ("QQ：{}", "QQ群{}。", "qq号{}可咨询。")),
    "mail": (_mail, ("发至{}。", "邮箱：{}", "电子邮件 {} 。")),
    "address": (_address, ("住址：{}", "家住{}。", "地址：{}，可邮寄。", "住{}的老人已入户走访。")),
    "host": (_host, ("平台地址{}。", "上传到{}。", "域名：{}")),
    "IP": (_internet_address, ("服务器{}宕机。", "IP：{}", "数据库地址{}。")),
    "MAC": (_hardware_address, ("网卡{}已登记。", "MAC地址：{}")),
    "password": (_password, ("密码：{}", "初始密码{}，请修改。", "口令为{}。", "密码是{}")),
}  # fmt: skip
_HIDDEN_INSIDE = {"mobile", "identity number", "account", "name", "mail", "plate"}


def made(a_kind: int = 12, *, seed: str = "县") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Kind, sentence, the private values in it."""
    for kind, (make, spots) in KINDS.items():
        rng = random.Random(f"{seed}:{kind}")  # noqa: S311 - the same on every run
        for _ in range(a_kind):
            spot = rng.choice(spots)
            values = tuple(make(rng) for _ in range(spot.count("{}")))
            if kind in _HIDDEN_INSIDE and rng.random() < 0.15:
                values = tuple(_zero_width(rng, v) for v in values)
            yield kind, spot.format(*values), values
