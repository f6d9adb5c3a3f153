"""What staff have, read into an Evaluation: one file a source.

`read` is what commands call; `read_all` gives every project of a file with origins and doubts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.forms.read.imported import Imported
    from assistant.model.evaluation import Evaluation
    from assistant.sheets.grid import Source

YAML_SUFFIXES = (".yaml", ".yml")
#: what all projects of a unit share, beside their data files
UNIT_FILE = "单位.yaml"
SUFFIXES = (*YAML_SUFFIXES, ".xlsx", ".xlsm", ".xls", ".csv", ".txt", ".docx", ".docm")
_ADVICE = {
    ".doc": "是旧的 .doc 格式，请用 Word 或 WPS 打开后另存为 .docx",
    ".wps": "是 WPS 文字格式，请用 WPS 打开后另存为 .docx",
    ".et": "是 WPS 表格格式，请用 WPS 打开后另存为 .xlsx",
    ".pdf": "是 PDF，读不出表格，请找到原来的 Word 或 Excel 文件",
    ".xlsb": "是 .xlsb 格式，请用 Excel 打开后另存为 .xlsx",
    ".ods": "是 .ods 格式，请另存为 .xlsx",
    ".odt": "是 .odt 格式，请另存为 .docx",
}


def read(path: Path, *, project: str = "") -> Evaluation:
    """The data of one project, from any file that staff have (.yaml, .xlsx, .xls, .csv, .docx).

    `project` chooses among several in one file, by part of its name. Raises InputError, a Chinese line
    for each mistake.
    """
    if path.suffix.lower() in YAML_SUFFIXES:
        from assistant.intake.yaml import read_evaluation

        return read_evaluation(path)
    return choose(read_all(path), path, project).evaluation()


def read_all(
    path: Path, settled: Mapping[tuple[str, int], str] | None = None
) -> tuple[Imported, ...]:
    """Every project of a form or report. `settled` holds columns that a person gave a field.

    Raises InputError where the file cannot be read, or holds neither a form nor a report.
    """
    from assistant.forms.read.assemble import assemble

    source = read_source(path)
    if source.form:
        from assistant.forms.blank.read import read_form

        return (read_form(source, source.form),)
    found = assemble(source, settled)
    if not any(v.place[0] == "指标" for i in found for v in i.values):
        from assistant.forms.read.listed_money import is_list_of_projects

        if any(is_list_of_projects(grid) for grid in source.grids):
            raise InputError(
                f"{path}：是一行一个项目的汇总表，没有绩效指标，不能逐个自评；请给出各项目的自评表，"
                "或每行一个指标的明细表"
            )
    if not any(i.values for i in found):
        raise InputError(
            f"{path}：没有找到自评表（要有“三级指标、年度指标值、实际完成值”这样的表头），"
            "请核对文件，或用 jixiao new 表.xlsx 生成一份标准表来填"
        )
    return found


def read_source(path: Path) -> Source:
    """Grids and paragraphs of the file, by its kind."""
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        from assistant.sheets.xlsx import read_xlsx

        return read_xlsx(path)
    if suffix in {".docx", ".docm"}:
        from assistant.forms.read.from_word import read_docx

        return read_docx(path)
    if suffix == ".xls":
        from assistant.sheets.xls import read_xls

        return read_xls(path)
    if suffix in {".csv", ".txt"}:
        from assistant.sheets.delimited import read_csv

        return read_csv(path)
    if suffix in {".yaml", ".yml"}:
        raise InputError(f"{path}：已经是数据文件，不用导入，直接用 score、check、draft、chat")
    advice = _ADVICE.get(suffix, f"不认识扩展名 {suffix or '（无）'}，可用：{'、'.join(SUFFIXES)}")
    raise InputError(f"{path}：{advice}")


def _told(one: Imported, found: tuple[Imported, ...]) -> str:
    """A project by its name; by its year too, where two have one name."""
    year = one.text(("项目", "年度"))
    twice = year and sum(other.name == one.name for other in found) > 1
    return f"“{one.name or '（无名称）'}”{f'（{year}年度）' if twice else ''}"


def choose(found: tuple[Imported, ...], path: Path, project: str = "") -> Imported:
    """The one project meant. Raises InputError naming those there are, where that is not plain."""
    names = "、".join(_told(i, found) for i in found)
    if not project:
        if len(found) == 1:
            return found[0]
        raise InputError(
            f"{path}：文件里有 {len(found)} 个项目：{names}，请先用 jixiao import 分开"
        )
    chosen = [i for i in found if i.name == project] or [i for i in found if project in i.name]
    if len(chosen) == 1:
        return chosen[0]
    what = "没有" if not chosen else "不止一个"
    raise InputError(f"{path}：名称含“{project}”的项目{what}，文件里有：{names}")
