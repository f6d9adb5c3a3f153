"""A table without the project's name still becomes a data file, with the place to fill in marked."""

from __future__ import annotations

from pathlib import Path

from command_runs import jixiao

from assistant.located import read_located

TABLE = """\
一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,年末情况
产出指标,数量指标,安装路灯,120盏,108盏,20,电缆到货晚
满意度指标,服务对象满意度指标,群众满意度,≥90%,86%,10,
"""


def test_what_is_missing_is_left_open_in_the_data_file(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text(TABLE, encoding="utf-8")
    done = jixiao("import", "表.csv", "-o", "数据.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "项目.名称、项目.年度" in done.stderr + done.stdout
    path = tmp_path / "数据.yaml"
    text = path.read_text(encoding="utf-8")
    assert "  名称: # 表内没有找到，请补上" in text
    assert read_located(path).tree["项目"] == {"名称": None, "年度": None}
    # what was not understood is not lost
    assert "电缆到货晚" in text
    # and the program says where to fill in
    missing = jixiao("score", "数据.yaml", cwd=tmp_path)
    assert missing.returncode == 2
    assert "数据.yaml:4" in missing.stderr
    path.write_text(
        text.replace("名称: #", "名称: 路灯改造 #", 1).replace("年度: #", "年度: 2023 #")
    )
    scored = jixiao("score", "数据.yaml", "--json", cwd=tmp_path)
    assert scored.returncode in {0, 1}, scored.stderr
    assert '"安装路灯"' in scored.stdout
