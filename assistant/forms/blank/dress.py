"""How the form looks and behaves: fonts, borders, drop-downs, notes, locks, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from assistant.forms.blank import places

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_EDGE = Side(style="thin")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_BODY = Font(name="仿宋_GB2312", size=10)
_BOLD = Font(name="黑体", size=10)
_TITLE = Font(name="方正小标宋简体", size=18)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_TO_FILL = PatternFill("solid", fgColor="FFFDE9")
_COMPUTED = PatternFill("solid", fgColor="EDEDED")
_WRONG = PatternFill("solid", bgColor="FFC7CE")
_LONGEST_PROMPT = 250  # Excel shows no more of an input note

_INSTRUCTIONS = (
    "一、只填浅黄色的格；灰色的格由公式计算，已锁定（没有密码，可在“审阅”里撤销保护）。",
    "二、一条指标一行，多余的行留空即可。行不够时插入一行；新插入的行表里不显示得分，由 jixiao score 计算。",
    "三、年度指标值：≥90%、≤2小时、=100%、16个、30.838万元、2021年11月底前、全面提升。没有符号的数按名称理解：工期、费用、事故、投诉率一类按“不超过”，完成、覆盖、节约和数量按“不少于”，看不出的会来问。",
    "四、实际完成值：只写得到的数和单位，与指标值用同一个单位；不写 ≥、约、左右。几件事请分成几条。",
    "五、定性的指标（如“全面提升”）由人评定：在右侧选“完成程度”，并写“评分比例”——达成 100%-80%（含），部分达成 80%-60%（含），未达成 60% 以下。",
    "六、分值：各条指标合计 90 分，预算执行率 10 分。原则上产出 50、效益 30、满意度 10（财预〔2020〕10号第十三条）。合计不是 100 时总分格变红。",
    "七、得分按财预〔2020〕10号计算：完成指标值记满分，未完成按比例；反向指标按指标值与完成值之比。期限、单位不同的数和要评定的文字，表里不显示得分，由 jixiao score 计算或提示。",
    "八、没有完成的，写明原因（什么事、多少、多久）和改进措施（做什么、谁负责、何时完成）。没有写的，报告里会标【待补充】，不会替您编。",
    "九、“报告信息”一页写报告正文要用的内容；右侧的方向、完成程度等各栏不打印。",
    "十、填好后：jixiao score 表.xlsx（看得分）；jixiao draft 表.xlsx -o 报告.docx（写报告）；jixiao import 表.xlsx -o 数据.yaml（转成数据文件）。",
)


class Dress:
    """Styles cells of one workbook. Everything is locked but what `open` opens."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def title(self, page: Worksheet) -> None:
        """Title and year above the table."""
        page["A1"] = "项目支出绩效自评表"
        page["A1"].font, page["A1"].alignment = _TITLE, _CENTRE
        page.merge_cells("A1:I1")
        page["A2"] = '=IF(G3&""="","（    年度）","（"&G3&"年度）")'
        page["A2"].font, page["A2"].alignment = _BODY, _CENTRE
        page.merge_cells("A2:I2")
        page.row_dimensions[1].height = 32
        page["K2"] = "以下各栏不打印：由人评定的内容、责任单位和佐证"
        page["K2"].font = _BOLD

    def label(self, cell: Cell) -> None:
        """A word of the form itself."""
        cell.font, cell.alignment, cell.border = _BOLD, _CENTRE, _BORDER

    def head(self, cell: Cell, text: str) -> None:
        """The head of a column."""
        cell.value = text
        self.label(cell)

    def block(self, page: Worksheet, region: str, text: str) -> None:
        """A label merged down beside its rows."""
        self.head(page[region.partition(":")[0]], text)
        self.merge(page, region)

    def merge(self, page: Worksheet, region: str) -> None:
        """Merges, with the border all around."""
        first = page[region.partition(":")[0]]
        for line in page[region]:
            for cell in line:
                cell.border = _BORDER
                cell.protection = Protection(locked=first.protection.locked)
        page.merge_cells(region)

    def open(self, cell: Cell, *, number: bool) -> None:
        """A cell to fill in."""
        cell.font, cell.border, cell.fill = _BODY, _BORDER, _TO_FILL
        cell.alignment = _CENTRE if number else _LEFT
        cell.protection = Protection(locked=False)
        cell.quotePrefix = cell.data_type == "s" and str(cell.value or "").startswith("=")

    def computed(self, cell: Cell, formula: str, number_format: str = "General") -> None:
        """A locked formula."""
        cell.value = formula
        cell.font, cell.border, cell.fill, cell.alignment = _BODY, _BORDER, _COMPUTED, _CENTRE
        cell.number_format = number_format

    def hidden(self, cell: Cell, formula: str) -> None:
        """A helper that nobody needs to see."""
        cell.value = formula
        cell.protection = Protection(locked=True, hidden=True)

    def note(
        self,
        page: Worksheet,
        where: str,
        title: str,
        text: str,
        choices: tuple[str, ...],
        *,
        number: bool = False,
    ) -> None:
        """An input note; with a list to choose from, or a bound on numbers, that warns and does not forbid."""
        if choices:
            rule = DataValidation("list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
        elif number:
            rule = DataValidation(
                "decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True
            )
        else:
            rule = DataValidation(allow_blank=True)
        rule.errorStyle = "warning"
        rule.errorTitle, rule.error = "请核对", f"{title}：{text or '请从列表选'}"[:_LONGEST_PROMPT]
        rule.promptTitle, rule.prompt = title, text[:_LONGEST_PROMPT]
        rule.showInputMessage, rule.showErrorMessage = bool(text), bool(choices or number)
        rule.add(where)
        page.add_data_validation(rule)

    def warn_total(self, page: Worksheet, reference: str) -> None:
        """Red while the points do not add up to 100."""
        page.conditional_formatting.add(
            reference,
            Rule(
                type="expression",
                dxf=DifferentialStyle(fill=_WRONG),
                formula=[f"ROUND({reference},2)<>100"],
            ),
        )

    def print_setup(self, page: Worksheet, head: int, last: int) -> None:
        """A4 across, one page wide, the head on every page; locked, with rows free to insert and size."""
        page.print_area = f"A1:{places.LAST_PRINTED}{last}"
        page.print_title_rows = f"{head}:{head + 1}"
        self._paper(page, landscape=True)
        page.freeze_panes = "A3"
        for letter in places.HELPERS:
            page.column_dimensions[letter].hidden = True
        page.column_dimensions["J"].width = 3
        self._lock(page)

    def second(self, page: Worksheet) -> None:
        """The sheet of what surrounds the figures."""
        page["A1"] = "报告信息（写报告正文用，不清楚的可留空）"
        page["A1"].font = _BOLD
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 22, 90
        self._paper(page, landscape=False)
        self._lock(page)

    def instructions(self) -> None:
        """The sheet that tells how to fill in the others."""
        page = self._book.create_sheet(places.HELP)
        page.column_dimensions["A"].width = 84
        page["A1"] = "填表说明"
        page["A1"].font, page["A1"].alignment = _TITLE, _CENTRE
        for row, text in enumerate(_INSTRUCTIONS, 2):
            page[f"A{row}"] = text
            page[f"A{row}"].font = Font(name="仿宋_GB2312", size=12)
            page[f"A{row}"].alignment = _LEFT
            page.row_dimensions[row].height = 18 * (1 + len(text) // 34)
        self._paper(page, landscape=False)
        self._lock(page)

    def _paper(self, page: Worksheet, *, landscape: bool) -> None:
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.orientation = "landscape" if landscape else "portrait"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_options.horizontalCentered = True
        page.page_margins.left = page.page_margins.right = 0.5
        footer = page.oddFooter and page.oddFooter.center
        if footer:
            footer.text = "— &P —"

    def _lock(self, page: Worksheet) -> None:
        # no password: the lock is against slips, not against people
        page.protection.sheet = True
        page.protection.formatCells = page.protection.formatColumns = page.protection.formatRows = (
            False
        )
        page.protection.insertRows = False
