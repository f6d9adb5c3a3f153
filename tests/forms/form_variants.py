"""Forms in many shapes with known right values: RULES.md §1.2, §3.2, §4, §9 and what provinces make of them.

A shape is drawn from a seed; every third seed takes its heads from words that nobody tuned on.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document
from openpyxl import Workbook

#: text, columns, rows
Span = tuple[str, int, int]
WIDTH = 14

TUNED: dict[str, list[str]] = {
    "name": ["三级指标", "三级绩效指标", "指标名称", "三级指标名称", "具体指标"],
    "target": ["年度指标值", "预期指标值", "指标值", "目标值", "预期完成值", "年初指标值"],
    "actual": [
        "实际完成值",
        "全年完成值",
        "实际完成指标值",
        "完成值",
        "单项指标实际完成值",
        "全年实际值",
    ],
    "weight": ["分值", "权重", "赋分", "标准分"],
    "score": ["得分", "自评得分", "单项指标得分", "自评"],
    "note": ["偏差原因分析及改进措施", "未完成原因和改进措施", "原因及改进措施"],
    "sign": ["指标性质", "符号", "指标方向"],
    "unit": ["度量单位", "计量单位", "单位"],
    "initial": ["年初预算数", "年初预算", "年初预算金额"],
    "budget": ["全年预算数", "调整后预算数", "全年预算数（A）", "预算安排情况（调整后）"],
    "executed": ["全年执行数", "预算执行数", "全年执行数（B）", "实际支出数"],
    "rate": ["执行率", "预算执行率", "执行率（B/A）"],
    "expected": ["预期目标", "年初设定目标", "年度预期目标"],
    "achieved": ["实际完成情况", "全年实际完成情况", "具体完成情况"],
    "authority": ["主管部门", "项目主管单位", "预算主管部门"],
    "executor": ["实施单位", "项目实施单位", "资金使用单位", "单位名称"],
    "total": ["总分", "合计", "自评总分"],
}
#: kept apart: ways of the trade that the reader was not tuned on
APART: dict[str, list[str]] = {
    "name": ["末级指标名称", "三级指标（具体内容）", "绩效指标名称"],
    "target": ["年度目标值（A）", "批复的指标值", "2022年度目标值", "设定的绩效指标值"],
    "actual": ["实际达到值", "年度实际完成数", "2022年实际完成值", "截至年末实际完成值"],
    "weight": ["指标分值（分）", "分值（权重）", "满分分值"],
    "score": ["实际得分", "自评得分（分）", "评价得分"],
    "note": ["未完成原因分析及整改措施", "偏差原因及下一步改进措施", "存在偏差的原因及改进措施"],
    "sign": ["指标符号", "运算符号", "计算符号"],
    "unit": ["指标单位", "计量单位名称", "指标计量单位"],
    "initial": ["年初批复预算数", "年初安排预算数"],
    "budget": ["调整后全年预算数", "年度预算金额", "全年预算总额"],
    "executed": ["实际执行数", "累计支出金额", "全年支出数"],
    "rate": ["资金执行率", "支出进度", "预算执行进度"],
    "expected": ["年度总体目标", "设定的年度目标", "年度绩效总目标"],
    "achieved": ["目标完成情况综述", "年度目标实现情况", "总体目标完成情况说明"],
    "authority": ["市级主管部门", "主管部门名称"],
    "executor": ["项目承担单位", "具体实施单位"],
    "total": ["总得分", "合计得分"],
}
SIGNS = {
    "≥": ["≥", "≧", ">=", "大于等于"],
    "≤": ["≤", "≦", "<=", "不超过", "小于等于"],
    "=": ["=", "═", "等于"],
}


@dataclass(frozen=True)
class Line:
    """One indicator as it is meant."""

    level1: str
    level2: str
    name: str
    sign: str
    value: str
    unit: str
    actual: str
    weight: str
    score: str
    reason: str = ""
    measure: str = ""

    @property
    def target(self) -> str:
        return f"{self.sign}{self.value}{self.unit}"


LINES = (
    Line("产出指标", "数量指标", "新建公厕数量", "≥", "12", "座", "12", "15", "15"),
    Line("产出指标", "质量指标", "工程验收合格率", "≥", "98", "%", "95", "15", "14.54", "两座漏水返工", "2023年4月底前由城管局复验"),
    Line("产出指标", "成本指标", "单座建设成本", "≤", "25", "万元", "24.6", "20", "20"),
    Line("效益指标", "社会效益指标", "受益居民人数", "≥", "3000", "人", "3200", "30", "30"),
    Line("满意度指标", "服务对象满意度指标", "居民满意度", "≥", "90", "%", "92.5", "10", "10"),
)  # fmt: skip
#: source, initial, budget, executed in 万元
MONEY = (("财政拨款", "200", "260", "247"), ("其他资金", "40", "40", "38"))
EXPECTED = "新建公厕12座，方便群众3000人"
ACHIEVED = "已建成公厕12座，受益群众3200人"
NAME, AUTHORITY, UNIT, YEAR = "城区公厕建设项目", "某县城市管理局", "某县环境卫生服务中心", 2022


@dataclass
class Shape:
    """How a form is laid out; drawn by `shape_of`."""

    seed: int
    kind: str = "xlsx"
    identity: str = "two_lines"
    money: str = "columns"
    money_below: bool = False
    yuan: bool = False
    unit_at: str = "block"
    head_rows: int = 1
    levels: str = "merged"
    signs: str = "in_value"
    goals: str = "heads"
    serial: bool = False
    remark: bool = False
    prior: bool = False
    adjusted: bool = False
    spacer: bool = False
    notes: bool = True
    scored: bool = True
    title_has_year: bool = True
    words: dict[str, str] = field(default_factory=dict)

    @property
    def apart(self) -> bool:
        return self.seed % 3 == 2

    def __str__(self) -> str:
        return f"{self.seed}-{self.kind}-{self.identity}-{self.money}-{self.unit_at}-{self.signs}"


def shape_of(seed: int) -> Shape:
    """The shape of that seed."""
    rng = random.Random(seed * 7919)
    shape = Shape(seed)
    words = APART if shape.apart else TUNED
    shape.words = {key: rng.choice(choices) for key, choices in words.items()}
    shape.kind = rng.choice(["xlsx", "xlsx", "docx", "nested", "lines"])
    shape.identity = rng.choice(["two_lines", "one_line", "colon", "head_row"])
    shape.money = rng.choice(["columns", "columns", "two_rows", "pairs", "transposed", "across"])
    shape.money_below = rng.random() < 0.2
    shape.yuan = rng.random() < 0.4
    shape.unit_at = rng.choice(["block", "heads", "row_label", "above", "title", "cell"])
    shape.head_rows = rng.choice([1, 1, 2])
    shape.levels = rng.choice(["merged", "repeated", "points"])
    shape.signs = rng.choice(["in_value", "in_value", "columns", "sign_only"])
    shape.goals = rng.choice(["heads", "heads", "beside", "none"])
    for flag in ("serial", "remark", "prior", "adjusted", "spacer", "notes"):
        setattr(shape, flag, rng.random() < 0.35)
    shape.scored = rng.random() < 0.8
    return shape


def yuan(text: str) -> str:
    return str(int(float(text) * 10000))


class Writer:
    """The rows of one form."""

    def __init__(self, shape: Shape, name: str = NAME) -> None:
        self.s, self.name = shape, name
        self.rng = random.Random(shape.seed)
        self.w = shape.words
        self.rows: list[list[Span]] = []

    def wide(self, *cells: tuple[str, int]) -> None:
        self.rows.append([(text, across, 1) for text, across in cells])

    @property
    def unit(self) -> str:
        return "元" if self.s.yuan else "万元"

    def money_text(self, text: str) -> str:
        shown = yuan(text) if self.s.yuan else text
        return f"{shown}{self.unit}" if self.s.unit_at == "cell" else shown

    def form(self) -> list[list[Span]]:
        s = self.s
        title = "项目支出绩效自评表"
        if s.unit_at == "title":
            title += f"（单位：{self.unit}）"
        if s.kind != "lines":
            self.wide((title, WIDTH))
            self.wide((f"（{YEAR}年度）", WIDTH))
            if s.unit_at == "above":
                self.wide(("", WIDTH - 3), (f"金额单位：{self.unit}", 3))
            self.identity()
        if not s.money_below:
            self.money()
        self.goals()
        if s.spacer:
            self.wide(("", WIDTH))
        self.indicators()
        if s.money_below:
            self.money()
        if s.notes:
            self.wide(("注：1.定量指标按完成比例计分。2.其他资金含自筹资金。", WIDTH))
            self.wide(("填报人：李某", 5), ("联系电话：0551-0000000", 6))
        return self.rows

    def identity(self) -> None:
        a, e = self.w["authority"], self.w["executor"]
        if self.s.identity == "two_lines":
            self.wide(("项目名称", 2), (self.name, 9))
            self.wide((a, 2), (AUTHORITY, 4), (e, 2), (UNIT, 3))
        elif self.s.identity == "one_line":
            self.wide(("项目名称", 1), (self.name, 3), (a, 1), (AUTHORITY, 3), (e, 1), (UNIT, 2))
        elif self.s.identity == "colon":
            self.wide((f"项目名称：{self.name}", WIDTH))
            self.wide((f"{a}：{AUTHORITY}", 6), (f"{e}：{UNIT}", 5))
        else:
            self.wide(("项目名称", 4), (a, 4), (e, 3))
            self.wide((self.name, 4), (AUTHORITY, 4), (UNIT, 3))

    def money(self) -> None:
        s, w, m = self.s, self.w, self.money_text
        block = f"项目资金（{self.unit}）" if s.unit_at == "block" else "项目资金"
        at = f"（{self.unit}）" if s.unit_at == "heads" else ""
        label = f"（{self.unit}）" if s.unit_at == "row_label" else ""
        total = ("年度资金总额", *(str(sum(int(r[i]) for r in MONEY)) for i in (1, 2, 3)))
        lines = [total, *MONEY]
        if s.money == "pairs":
            shown = [
                (total[0], total),
                *(("其中：" * (i == 0) + r[0], r) for i, r in enumerate(MONEY)),
            ]
            self.rows.append(
                [(block, 2, 3), (f"预算数{at or label}：", 2, 1), (m(total[2]), 2, 1), (f"执行数{at or label}：", 2, 1), (m(total[3]), 1, 1),
                 (w["rate"], 1, 1), ("95%", 1, 1)]
            )  # fmt: skip
            for name, r in shown[1:]:
                self.rows.append(
                    [(name, 2, 1), (m(r[2]), 2, 1), (name, 2, 1), (m(r[3]), 1, 1), ("", 2, 1)]
                )
        elif s.money == "transposed":
            self.rows.append(
                [
                    (block, 2, 4),
                    (f"资金来源{at or label}", 3, 1),
                    (f"合计{at}", 2, 1),
                    ("财政拨款", 2, 1),
                    ("其他资金", 2, 1),
                ]
            )
            for key, i in (("initial", 1), ("budget", 2), ("executed", 3)):
                self.rows.append([(w[key] + label, 3, 1), *((m(r[i]), 2, 1) for r in lines)])
        elif s.money == "across":
            self.rows.append(
                [
                    (block, 2, 2),
                    (f"财政拨款{at or label}", 2, 1),
                    (f"其他资金{at or label}", 2, 1),
                    (f"合计{at or label}", 2, 1),
                    (f"{w['executed']}{at or label}", 2, 1),
                    (w["rate"], 1, 1),
                ]
            )
            self.rows.append(
                [
                    (m(MONEY[0][2]), 2, 1),
                    ("", 2, 1),
                    (m(MONEY[0][2]), 2, 1),
                    (m(MONEY[0][3]), 2, 1),
                    ("95%", 1, 1),
                ]
            )
        elif s.money == "two_rows":
            self.rows.append(
                [
                    (block, 2, 5),
                    ("资金来源", 2, 2),
                    (f"预算数{at}", 4, 1),
                    (f"{w['executed']}{at}", 2, 2),
                    (w["rate"], 1, 2),
                ]
            )
            self.rows.append([("年初", 2, 1), ("调整后", 2, 1)])
            for i, r in enumerate(lines):
                name = ("其中：" if i == 1 else "") + r[0] + label
                self.rows.append(
                    [(name, 2, 1), (m(r[1]), 2, 1), (m(r[2]), 2, 1), (m(r[3]), 2, 1), ("95%", 1, 1)]
                )
        else:
            self.rows.append(
                [
                    (block, 2, 4),
                    ("", 2, 1),
                    (w["initial"] + at, 2, 1),
                    (w["budget"] + at, 2, 1),
                    (w["executed"] + at, 1, 1),
                    ("分值", 1, 1),
                    (w["rate"], 1, 1),
                ]
            )
            for i, r in enumerate(lines):
                name = ("其中：" if i == 1 else "") + r[0] + (label if i == 0 else "")
                self.rows.append(
                    [
                        (name, 2, 1),
                        (m(r[1]), 2, 1),
                        (m(r[2]), 2, 1),
                        (m(r[3]), 1, 1),
                        ("10" if i == 0 else "—", 1, 1),
                        ("95%", 1, 1),
                    ]
                )

    def goals(self) -> None:
        w = self.w
        if self.s.goals == "heads":
            self.rows.append([("年度总体目标", 1, 2), (w["expected"], 5, 1), (w["achieved"], 5, 1)])
            self.rows.append([(EXPECTED, 5, 1), (ACHIEVED, 5, 1)])
        elif self.s.goals == "beside":
            self.wide((w["expected"], 2), (EXPECTED, 9))
            self.wide((w["achieved"], 2), (ACHIEVED, 9))

    def columns(self) -> list[str]:
        s = self.s
        found = (["serial"] if s.serial else []) + ["level1", "level2", "name"]
        found += ["sign"] if s.signs in {"columns", "sign_only"} else []
        found += ["prior"] if s.prior else []
        found += ["target"] + (["adjusted"] if s.adjusted else [])
        found += ["unit"] if s.signs == "columns" else []
        found += ["actual"] + (["weight", "score"] if s.scored else [])
        found += ["note"] + (["remark"] if s.remark else [])
        return found

    def indicators(self) -> None:
        s = self.s
        columns = self.columns()
        heads = {
            "serial": "序号",
            "level1": "一级指标",
            "level2": "二级指标",
            "remark": "备注",
            "prior": "2021年实际完成值",
            "adjusted": "调整后指标值",
        }
        heads |= {
            k: self.w[k]
            for k in ("name", "sign", "target", "unit", "actual", "weight", "score", "note")
        }
        spread = WIDTH - len(columns)
        widths = {c: 1 + (spread if c == "name" else 0) for c in columns}
        if s.head_rows == 2:
            top: list[Span] = []
            low: list[Span] = []
            pair = ["target", "actual"]
            together = columns.index("actual") == columns.index("target") + 1
            for c in columns:
                if together and c in pair:
                    if c == "target":
                        top.append(("绩效情况", widths["target"] + widths["actual"], 1))
                    low.append((heads[c], widths[c], 1))
                else:
                    top.append((heads[c], widths[c], 2 if together else 1))
            self.rows.append(top)
            if together:
                self.rows.append(low)
        else:
            self.rows.append([(heads[c], widths[c], 1) for c in columns])
        for i, line in enumerate(LINES):
            self.rows.append(
                [span for c in columns if (span := self.cell(c, i, line, widths[c])) is not None]
            )
        if s.scored:
            scored = [c for c in columns if c in {"weight", "score"}]
            left = columns.index("weight")
            lead = sum(widths[c] for c in columns[:left])
            rest = WIDTH - lead - len(scored)
            self.rows.append(
                [(self.w["total"], lead, 1), ("100", 1, 1), ("99.04", 1, 1), ("", rest, 1)]
            )

    def cell(self, c: str, i: int, line: Line, width: int) -> Span | None:
        s = self.s
        if c in {"level1", "level2"}:
            text = getattr(line, c)
            same = [getattr(x, c) == text for x in LINES]
            if s.levels == "points" and c == "level1":
                points = sum(float(x.weight) for x in LINES if x.level1 == text)
                text = f"{text}（{points:g}分）"
            if s.levels == "repeated":
                return text, width, 1
            return (text, width, sum(same)) if same.index(True) == i else None
        signed = s.signs == "in_value"
        unit = "" if s.signs == "columns" else line.unit
        value = f"{line.sign if signed else ''}{line.value}{unit}"
        first = f"{line.sign if signed else ''}{int(line.value) + 1}{unit}" if s.adjusted else value
        texts = {
            "serial": str(i + 1), "name": line.name, "sign": self.rng.choice(SIGNS[line.sign]), "prior": f"1{unit}", "target": first,
            "adjusted": value, "unit": line.unit, "actual": f"{line.actual}{unit}", "weight": line.weight, "score": line.score,
            "remark": "见台账" if i == 0 else "",
            "note": f"原因：{line.reason}。措施：{line.measure}。" if line.reason else "",
        }  # fmt: skip
        return texts[c], width, 1


def spans_placed(rows: list[list[Span]]) -> list[tuple[int, int, Span]]:
    busy: dict[tuple[int, int], bool] = {}
    found = []
    for r, row in enumerate(rows):
        col = 0
        for span in row:
            while busy.get((r, col)):
                col += 1
            found.append((r, col, span))
            for rr in range(r, r + span[2]):
                for cc in range(col, col + span[1]):
                    busy[rr, cc] = True
            col += span[1]
    return found


def to_xlsx(path: Path, *sheets: list[list[Span]]) -> Path:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type] # a new workbook has one
    for number, rows in enumerate(sheets, 1):
        page = book.create_sheet(f"表{number}页")
        for r, c, (text, across, down) in spans_placed(rows):
            if text:
                bare = text.replace(".", "", 1).isdigit()
                page.cell(r + 1, c + 1).value = float(text) if bare else text
                page.cell(r + 1, c + 1).data_type = "n" if bare else "s"
            if across * down > 1:
                page.merge_cells(
                    start_row=r + 1, start_column=c + 1, end_row=r + down, end_column=c + across
                )
    book.save(path)
    return path


def to_docx(path: Path, rows: list[list[Span]], shape: Shape, name: str = NAME) -> Path:
    document = Document()
    if shape.kind == "lines":
        document.add_paragraph(
            "项目支出绩效自评表"
            + (f"（单位：{'元' if shape.yuan else '万元'}）" if shape.unit_at == "title" else "")
        )
        document.add_paragraph(f"（{YEAR}年度）")
        document.add_paragraph(f"项目名称：{name}")
        document.add_paragraph(
            f"{shape.words['authority']}：{AUTHORITY}    {shape.words['executor']}：{UNIT}"
        )
        if shape.unit_at == "above":
            document.add_paragraph(f"单位：{'元' if shape.yuan else '万元'}")
    place = document
    if shape.kind == "nested":
        outer = document.add_table(1, 1)
        place = outer.cell(0, 0)  # type: ignore[assignment]
    table = place.add_table(len(rows), WIDTH)
    for r, c, (text, across, down) in spans_placed(rows):
        cell = table.cell(r, c)
        if across * down > 1:
            cell = cell.merge(table.cell(r + down - 1, c + across - 1))
        cell.text = text
    document.save(str(path))
    return path


def written(shape: Shape, folder: Path) -> Path:
    """The form of that shape as a file."""
    rows = Writer(shape).form()
    if shape.kind == "xlsx":
        return to_xlsx(folder / f"{shape.seed}.xlsx", rows)
    return to_docx(folder / f"{shape.seed}.docx", rows, shape)
