"""How a cell of a form, and a value of the data file, may write one number, and what may be two."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.forms.read.wording import amount, number, points
from assistant.intake import read_all
from assistant.values.reading import read_money


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("￥1,234.56", "1234.56", ""),
        ("120.00 万", "120", "万元"),
        ("12.5 万 元", "12.5", "万元"),
        ("1,200万 元", "1200", "万元"),
        ("120 000元", "120000", "元"),
        ("1 2 . 4", "12.4", ""),
        ("壹佰贰拾叁万元整", "1230000", "元"),
        ("一百二十万", "1200000", "元"),
        ("12万5千元", "125000", "元"),
        ("1.2亿", "120000000", "元"),
        ("1200千元", "1200000", "元"),
        ("120（万元）", "1200000", "元"),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, value: str, unit: str) -> None:
    assert amount(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["50 20", "50，20", "50\n20", "12,3456", "50 20元", "120余万", "50万元+20万元", "万元"]
)
def test_what_may_be_two_amounts_or_none_is_no_amount(text: str) -> None:
    assert amount(text) is None
    assert number(text) is None
    assert points(text) is None
    with pytest.raises(ValueError, match="不是数字"):
        read_money(text)


@pytest.mark.parametrize("text", ["12，345.67", "12 345.67", "２３４５．６", "120 .5"])
def test_the_data_file_and_the_form_read_a_number_alike(text: str) -> None:
    assert read_money(text) == number(text) is not None


LIST = "一级指标,二级指标,三级指标,年度指标值,实际完成值\n产出指标,数量指标,建设广场数量,≥6个,6个\n满意度指标,服务对象满意度指标,群众满意度,≥90%,93%\n"


@pytest.mark.parametrize(
    ("money", "wanted"),
    [
        (
            "资金总量（万元）,120,支出总量（万元）,118,\n其中：财政资金,100,其中：财政资金,98,\n其他资金,20,其他资金,20,\n",
            {"财政资金": ("100", "98"), "其他资金": ("20", "20")},
        ),
        (
            "资金（万元）,上年结转,本年下达,累计可用,累计支出\n中央资金,10,80,90,88\n县级资金,0,30,30,30\n合计,10,110,120,118\n",
            {"中央资金": ("90", "88"), "县级资金": ("30", "30")},
        ),
        (
            "项目资金（万元）,,全年预算数,全年执行数,\n年度资金总额,,120,118,\n按收入分,财政拨款,100,98,\n,其他资金,20,20,\n按支出分,基本支出,70,69,\n,项目支出,50,49,\n",
            {"财政拨款": ("100", "98"), "其他资金": ("20", "20")},
        ),
    ],
)
def test_the_year_s_money_counts_once(
    money: str, wanted: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(f"项目支出绩效自评表（2023年度）\n项目名称,广场建设,,,\n{money}{LIST}", "utf-8")
    data = {v.place: v.text for v in read_all(path)[0].values}
    sources = {text: place[2] for place, text in data.items() if place[-1] == "来源"}
    read = {
        name: tuple(data[("资金", "明细", at, key)] for key in ("全年预算", "执行"))
        for name, at in sources.items()
    }
    assert read == wanted
