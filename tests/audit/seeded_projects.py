"""Projects by the thousand, each its own, and faults put into them on purpose: what the desk is measured on.

A project is a data file's tree. Reasons are put together from many troubles, results, things, places and figures, so
that two of them share a way of speaking and no matter. `copied` makes of a reason what a hasty hand makes
of another's: the same words, another figure, the clauses in another order, other words for the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

#: a province has more names than anybody lists: two characters each, as are firms
PLACES = [
    a + b
    for a in "青白柳双石高龙清东南西北金银枫松梅竹桃荷云雾长永新古临沙平大"
    for b in "石河林桥门岭泉溪山湖关沙杏坪川源塘台安丰城江洲湾"
]
FIRMS = [
    a + b for a in "宏恒华中鼎盛昌泰正诚同信建路通达" for b in "远业泰基原博越峰川力合成" if a != b
]
KINDS: dict[str, tuple[str, str, str]] = {
    "农村公路养护": ("公里", "养护里程", "公路养护中心"),
    "小型水库除险加固": ("座", "加固水库数量", "水利局"),
    "义务教育营养改善": ("人", "受益学生数", "教育局"),
    "城乡居民医疗救助": ("人次", "救助人次", "医疗保障局"),
    "老旧小区改造": ("个", "改造小区数量", "住房和城乡建设局"),
    "高标准农田建设": ("亩", "建成面积", "农业农村局"),
    "森林防火": ("公里", "防火隔离带长度", "林业局"),
    "公共文化场馆开放": ("场次", "公益演出场次", "文化和旅游局"),
    "职业技能培训": ("人", "培训人数", "人力资源和社会保障局"),
    "治安视频监控租赁": ("路", "在线监控路数", "公安局"),
    "农村饮水安全巩固": ("处", "维修供水工程数", "水务局"),
    "公益性岗位补贴": ("人", "在岗人数", "就业服务中心"),
    "档案数字化": ("万页", "扫描页数", "档案馆"),
    "垃圾分类收运": ("吨", "收运数量", "城市管理局"),
    "残疾人辅具适配": ("件", "适配件数", "残疾人联合会"),
    "疫苗冷链设备更新": ("台", "更新设备台数", "疾病预防控制中心"),
}
THINGS = [
    "路基",
    "涵洞",
    "护栏",
    "放水涵管",
    "溢洪道",
    "食堂灶具",
    "冷藏柜",
    "外墙保温",
    "雨污管网",
    "田间道路",
    "灌溉渠",
    "瞭望塔",
    "音响设备",
    "实训车床",
    "光缆",
    "交换机",
    "水泵",
    "净化装置",
    "扫描仪",
    "压缩车",
    "轮椅",
    "温控探头",
    "路灯",
    "电梯",
    "挡土墙",
    "变压器",
    "蓄水池",
    "防护网",
]
PARTIES = [
    "县城投公司",
    "第二水电局",
    "市设计院",
    "村民委员会",
    "县供电所",
    "省招标中心",
    "中标供应商",
    "县征收办",
    "自来水厂",
    "乡政府",
    "业主代表",
    "县财政评审中心",
    "总承包单位",
] + [f"{f}公司" for f in FIRMS]
#: a reason is a trouble, what came of it and how things stand: 24 of each
TROUBLES = (
    "{month}月{place}镇遭遇连续{n}天强降雨",
    "{party}{month}月中途退场",
    "{place}村{m}户村民对补偿标准有异议",
    "{thing}的芯片断供",
    "设计图纸把{thing}的型号标错",
    "{place}片区{month}月起并入新城规划",
    "{party}账户被法院冻结",
    "承办采购的同事{month}月借调到{place}镇",
    "{place}镇{month}月发生山体滑坡",
    "上级{late}月才下达第二批指标",
    "名单复审查出{m}人已经领取同类补助",
    "{thing}试运行中漏电",
    "{place}校区借用场地到期",
    "台账核对时查出{party}重复上报{m}户",
    "地下{n}米挖出古墓葬",
    "{month}月邻县发生禽流感",
    "{party}与监理为工程量争执{n}天",
    "{thing}招标两次流标",
    "{place}变电站扩容未获批复",
    "主管工程师{month}月车祸住院",
    "{party}的安全生产许可证{month}月过期",
    "居民楼{m}户常年无人居住",
    "{place}河段{month}月起禁止采砂",
    "新的国家标准{month}月起要求{thing}加装传感器",
)
RESULTS = (
    "{thing}有{m}处被冲毁",
    "余下{m}处{thing}没有人接手",
    "征地比原定晚了{n}天",
    "交货推迟{n}天",
    "返工多用{n}个工日",
    "原定的{m}处{thing}不再实施",
    "{m}万元货款无法开票",
    "交接时缺了{n}份资料",
    "道路封闭{n}天运不进材料",
    "订单履行到{late}月仍差{m}件",
    "{place}社区补报的{n}人要重新公示",
    "召回检修停用{n}天",
    "原排的{m}场无处开展",
    "整批材料退回{place}镇重审",
    "考古勘探占去{n}天",
    "活动{month}月至{late}月全部停办",
    "结算书改了{n}稿",
    "改为单一来源又走了{n}天程序",
    "{thing}装好后通不了电",
    "关键工序无人签字",
    "施工队{month}月起被责令停工",
    "入户测量只做了{m}户",
    "砂石料价格上涨{n}%",
    "已到货的{m}套要拆下重装",
)
STANDINGS = (
    "{party}停工抢修到{late}月",
    "{late}月才重新签订合同",
    "{late}月底交出{m}个工作面",
    "年底只装好{m}套",
    "变更手续{late}月报到市里",
    "等{place}镇调整方案",
    "律师函{late}月寄出",
    "验收改在次年{month}月",
    "其中{m}处改由人工背运",
    "{party}承诺次年{month}月补齐",
    "{late}月{n}日才完成审定",
    "影响{m}个点位的数据",
    "{place}中学腾出{n}间教室周转",
    "多领的款已收回{m}户",
    "文物部门{late}月放行",
    "改在线上办了{n}场",
    "财政评审{late}月出具结论",
    "{party}{late}月进场",
    "临时接了{n}台发电机",
    "由{place}镇退休技术员代管",
    "新证{late}月{n}日办下",
    "{m}户委托邻居开门",
    "改用{place}产的机制砂",
    "加装费{m}万元没有预算",
)
#: whole reasons, each of other troubles, results and standings
CAUSES_APART = tuple("，".join(parts) for parts in zip(TROUBLES, RESULTS, STANDINGS, strict=True))
MEASURES = (
    "{late}月前由{party}补做{m}处{thing}，{place}镇派人每周到场验收",
    "与{party}签补充协议，{thing}分两批到货，迟一天扣{n}元",
    "请{place}镇逐户上门谈补偿，{late}月底前交出{m}处工作面",
    "{thing}改用现货型号，{month}月组织{n}家比价",
    "把{thing}的{m}处缺口列入次年{month}月第一批计划，由{party}垫资先做",
    "建立{thing}故障台账，{party}接报{n}小时内到场",
)
#: what everybody says: two projects that share only this have copied nothing
STANDARD = (
    "部分尾款未到支付节点，按合同约定跨年度支付",
    "资金下达时间较晚，年底集中支付",
    "受疫情影响，项目实施进度滞后",
    "年初预算编制不够精准",
    "质保金未到期，尚未达到付款条件",
)
STANDARD_MEASURES = (
    "下一步加强预算管理，加快支出进度，提高资金使用效益",
    "进一步加强绩效管理，确保完成目标任务",
)
SYNONYMS = (
    ("连续", "持续"), ("遭遇", "遇到"), ("冲毁", "冲垮"), ("停工", "停止施工"), ("复工", "恢复施工"), ("中途退场", "中途撤场"),
    ("剩余", "余下"), ("重新招标", "再次招标"), ("签订", "签署"), ("异议", "意见"), ("拖到", "延至"), ("缺货", "断货"),
    ("推迟", "延后"), ("只到了", "仅到货"), ("标错", "写错"), ("争议", "争执"), ("取消", "不再实施"), ("无法", "不能"),
    ("人员", "同志"), ("延到", "推到"), ("发生", "出现"), ("中断", "阻断"), ("未装", "没有装"), ("才", "方"), ("来不及", "赶不上"),
    ("发现", "查出"), ("不符合", "不满足"), ("核减", "调减"), ("影响", "涉及"), ("占用", "用去"), ("重复上报", "多报"),
    ("全部", "一律"), ("缓发", "暂缓发放"), ("由于", "因为"), ("导致", "造成"), ("未能", "没能"), ("尚未", "还没有"), ("不足", "不够"),
    ("滞后", "落后"), ("退出", "放弃"), ("重新", "再次"), ("较低", "偏低"), ("增加", "增多"), ("原因", "缘由"), ("施工", "建设"),
)  # fmt: skip


def reason(rng: random.Random, forms: tuple[str, ...] = ()) -> str:
    """One reason (or measure, of `forms`) with its own things, places and figures."""
    return reason_with_shape(rng, forms)[0]


def reason_with_shape(rng: random.Random, forms: tuple[str, ...] = ()) -> tuple[str, str]:
    """A reason, and its shape: two of one shape differ only in names and figures."""
    parts = (rng.choice(TROUBLES), rng.choice(RESULTS), rng.choice(STANDINGS))
    shape = rng.choice(forms) if forms else "，".join(parts)
    return shape.format(
        place=rng.choice(PLACES), thing=rng.choice(THINGS), party=rng.choice(PARTIES),
        n=rng.randint(3, 90), m=rng.randint(2, 400), month=rng.randint(3, 7), late=rng.randint(8, 12),
    ), shape  # fmt: skip


def _figures(text: str, rng: random.Random) -> str:
    return re.sub(r"\d+", lambda m: str(int(m[0]) % 12 + rng.randint(1, 9)), text)


def _reordered(text: str, rng: random.Random) -> str:
    parts = text.rstrip("。").split("，")
    moved = parts[1:] + parts[:1] if len(parts) > 1 else parts
    del rng
    return "，".join(moved)


def _in_other_words(text: str, rng: random.Random) -> str:
    del rng
    for old, new in SYNONYMS:
        text = text.replace(old, new)
    return text


#: how a reason is copied
COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "原样": lambda text, _: text,
    "改数": _figures,
    "换序": _reordered,
    "换词": _in_other_words,
}


def project(number: int, rng: random.Random, *, year: int = 2023) -> dict[str, Any]:
    """A project's data: complete, with points that the rules give, some of its rows short of target."""
    kind = rng.choice(list(KINDS))
    unit_word, counted, office = KINDS[kind]
    place = rng.choice(PLACES)
    unit = f"{place}县{office}"
    budget = rng.randint(20, 4000)
    executed = budget if rng.random() < 0.5 else round(budget * rng.uniform(0.55, 0.99), 2)
    wanted = rng.randint(20, 900)
    got = wanted if rng.random() < 0.6 else int(wanted * rng.uniform(0.6, 0.99))
    rate = rng.choice((90, 92, 95, 98))
    reached = rate if rng.random() < 0.7 else rate - rng.randint(1, 12)
    rows: list[dict[str, Any]] = [
        {"一级": "产出指标", "二级": "数量指标", "名称": counted, "目标": f"≥{wanted}{unit_word}", "实际": f"{got}{unit_word}", "分值": 20},
        {"一级": "产出指标", "二级": "质量指标", "名称": "验收合格率", "目标": f"≥{rate}%", "实际": f"{reached}%", "分值": 15},
        {"一级": "产出指标", "二级": "时效指标", "名称": "完成时间", "目标": f"{year}年12月底前", "实际": f"{year}年{rng.randint(9, 12)}月", "分值": 15},
        {"一级": "效益指标", "二级": "社会效益指标", "名称": f"{kind}覆盖率", "目标": "≥85%", "实际": f"{rng.randint(80, 99)}%", "分值": 30},
        {"一级": "满意度指标", "二级": "服务对象满意度指标", "名称": "群众满意度", "目标": "≥90%", "实际": f"{rng.randint(88, 99)}%", "分值": 10},
    ]  # fmt: skip
    for row, short in zip(rows, (got < wanted, reached < rate), strict=False):
        if short:
            row["原因"], row["措施"] = reason(rng), reason(rng, MEASURES)
    tree: dict[str, Any] = {
        "项目": {"名称": f"{place}{kind}项目{number:05d}", "年度": year, "主管部门": unit, "实施单位": unit, "编号": f"P{year}{number:05d}"},
        "资金": {"单位": "万元", "明细": [{"来源": "县级财政", "年初预算": budget, "全年预算": budget, "到位": budget, "执行": executed}]},
        "指标": rows,
    }  # fmt: skip
    if executed < budget:
        tree["资金"]["原因"] = rng.choice(STANDARD) if rng.random() < 0.7 else reason(rng)
        tree["资金"]["措施"] = rng.choice(STANDARD_MEASURES)
    return tree
