"""使用说明.docx: one page that lies in the kit, for whoever has to install it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

_SYSTEMS = {
    "linux_x86_64": "Linux（x86_64：统信、麒麟等）",
    "linux_aarch64": "Linux（aarch64：飞腾、鲲鹏的统信、麒麟等）",
    "win_amd64": "Windows 10、11（64 位）",
}


def write_guide(
    path: Path, version: str, target: str, pythons: Sequence[str], *, with_model: bool
) -> None:
    """The page for this target, with what it needs and where things go there."""
    windows = target.startswith("win")
    page = docx.Document()
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(1.8)
    normal = page.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.line_spacing = 1.2

    title = page.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, "绩效（jixiao）离线安装说明", 18)
    about = page.add_paragraph()
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    about.add_run(f"版本 {version}　适用：{_SYSTEMS[target]}　全程不用网络")

    script = "安装.bat" if windows else "安装.sh"
    remove = "卸载.bat" if windows else "卸载.sh"
    room = "3.5 GB" if with_model else "0.5 GB"
    _head(page, "一、装之前")
    _lines(
        page,
        f"这台机器要有 Python {pythons[0]}–{pythons[-1]}" + ("（64 位，安装时勾选 Add python.exe to PATH）" if windows else "，带 venv") + "；没有的，请信息员先装好。",
        f"磁盘留出 {room}。不需要管理员权限，只装给当前用户。",
    )  # fmt: skip
    _head(page, "二、安装")
    start = f"双击 {script}。" if windows else f"在文件夹里打开终端，执行：sh {script}"
    _lines(
        page,
        "把整个压缩包解压出来，路径里可以有中文和空格。不要在压缩包里直接运行。",
        start,
        "先逐个核对文件，再安装；哪个文件坏了会说出名字，重新复制一次即可。看到“装好了”就完成了。",
        "要装到别处的，加 --to 文件夹"
        + ("；不装本机模型的，加 --no-model。" if with_model else "。"),
    )
    _head(page, "三、第一次用")
    folder = r"%USERPROFILE%\绩效" if windows else "主文件夹里的“绩效”"
    opened = (
        "双击安装文件夹里的“绩效网页.cmd”"
        if windows
        else "在开始菜单里点“绩效”，或双击安装文件夹里的“绩效网页”"
    )
    _lines(
        page,
        f"{opened}，浏览器里会打开页面；数据放在{folder}。关掉那个黑色窗口就停止。",
        "试一个真实的项目：把 示例 里的一个文件夹复制到“绩效”文件夹，在页面上点开它，再点“起草”。",
        "用命令的：jixiao score 数据.yaml 看得分，jixiao draft 数据.yaml -o 报告.docx 出报告，jixiao --help 看全部命令，jixiao doctor 看是否就绪。",
    )
    _head(page, "四、升级、卸载")
    _lines(
        page,
        "升级：用新的安装包照样安装一次。新版本能运行了才换下旧的，数据、工作文件夹（数据.jixiao）和设置都不动，旧的项目直接打开。装坏了，旧的照用。",
        f"卸载：运行 {remove}。只删程序，数据、工作文件夹、设置和本机模型都留着；连模型也删的，加 --with-model。",
    )  # fmt: skip
    _head(page, "五、东西放在哪里")
    base = r"%LOCALAPPDATA%\jixiao" if windows else "~/.local/share/jixiao"
    cache = r"%LOCALAPPDATA%\jixiao\jixiao\Cache\models" if windows else "~/.cache/jixiao/models"
    config = "jixiao doctor 会说明" if windows else "~/.config/jixiao/配置.yaml"
    rows = [("程序", base), ("设置（接单位的模型时才需要）", config)]
    if with_model:
        rows.insert(1, ("本机模型", cache))
    table = page.add_table(rows=0, cols=2, style="Table Grid")
    for what, where in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = what, where
    _head(page, "六、装不上时")
    _lines(
        page,
        "程序会用一行中文说明原因和办法。仍不明白的，把那一行和 jixiao doctor 的输出交给信息员。",
        "不会向网络发送任何内容；用本机模型或按规则起草时，数据不出这台机器。",
    )
    page.core_properties.author = ""
    page.core_properties.title = "绩效（jixiao）离线安装说明"
    page.save(str(path))


def _head(page: docx.document.Document, text: str) -> None:
    paragraph = page.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, 13)


def _lines(page: docx.document.Document, *texts: str) -> None:
    for number, text in enumerate(texts, 1):
        paragraph = page.add_paragraph(f"{number}. {text}")
        paragraph.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.first_line_indent = Cm(-0.6)


def _run(paragraph: docx.text.paragraph.Paragraph, text: str, size: int) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "黑体")
