"""Hostile text in every field: at the level of HTML through the real server, a few in Chromium."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import docx
import openpyxl
from web_served import Caller, Served, add_project, data_of

from assistant.yaml_writing import dumped

PAYLOADS = (
    "<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>", "\"><svg onload=window.hit=1>",
    "'><body onload=window.hit=1>", "<iframe srcdoc='<script>parent.hit=1</script>'>", "javascript:window.hit=1",
    "{{7*7}}", "{% raw %}<b>", "${window.hit=1}", "<a href=javascript:window.hit=1>x</a>", "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>", "<math><mtext><script>window.hit=1</script>", "<details open ontoggle=window.hit=1>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;", "<template><script>window.hit=1</script></template>", "\" autofocus onfocus=window.hit=1 x=\"",
    "<div hx-get=/ hx-trigger=load>", "<div data-hx-on:load=window.hit=1>", "<input onfocus=window.hit=1 autofocus>", "<style>*{background:url(http://evil.example/)}</style>",
    "<link rel=stylesheet href=http://evil.example/>", "<base href=http://evil.example/>", "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<form action=http://evil.example/><button>好", "<object data=http://evil.example/>", "<embed src=http://evil.example/>", "<video src=x onerror=window.hit=1>",
    "<audio src=x onerror=window.hit=1>", "<marquee onstart=window.hit=1>", "<svg><a xlink:href=javascript:window.hit=1><text>x", "<svg><animate onbegin=window.hit=1>",
    "<noscript><p title='</noscript><img src=x onerror=window.hit=1>'>", "<!--><script>window.hit=1</script>-->", "<![CDATA[<script>window.hit=1</script>]]>",
    "<xmp><img src=x onerror=window.hit=1></xmp>", "%3Cscript%3Ewindow.hit=1%3C/script%3E", "＜script＞window.hit=2＜/script＞", "<scr<script>ipt>window.hit=1</script>",
    "<IMG SRC=x OnErRoR=window.hit=1>", "<img/src=x/onerror=window.hit=1>", "<button formaction=javascript:window.hit=1>好", "x' onmouseover='window.hit=1", "</script><script>window.hit=1</script>",
)  # fmt: skip
_TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "a",
    "header",
    "nav",
    "main",
    "div",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "p",
    "span",
    "strong",
    "button",
    "details",
    "summary",
    "form",
    "label",
    "input",
    "select",
    "option",
    "textarea",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "del",
    "ins",
    "br",
    "i",
    "dialog",
}


class _Strict(HTMLParser):
    """Collects what a page of ours never holds."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            said = (value or "").strip().lower()
            ours = name in {"src", "href", "action", "formaction"}
            if (
                name.startswith("on")
                or "hx-on" in name
                or (ours and not said.startswith(("/", "data:,", "#")))
            ):
                self.faults.append(f"{tag} {name}={value}")
            if tag == "script" and name == "src" and not said.startswith("/static/"):
                self.faults.append(f"script {value}")
            if (
                name.startswith("hx-")
                and name in {"hx-get", "hx-post"}
                and not said.startswith("/")
            ):
                self.faults.append(f"{tag} {name}={value}")
        if tag == "script" and "src" not in dict(attrs):
            self.faults.append("inline script")


def faults(text: str) -> list[str]:
    """What stands in the HTML that should not."""
    parser = _Strict()
    parser.feed(text)
    return parser.faults


def faults_in(answer: Any) -> list[str]:
    """The same of an answer, HTML or the parts in JSON."""
    if "json" not in (answer.getheader("content-type") or ""):
        return faults(answer.body)
    said = json.loads(answer.body)
    pieces = [*said.get("parts", {}).values(), said.get("message", ""), said.get("side", "")]
    return [fault for piece in pieces for fault in faults(piece)]


def hostile(served: Served) -> str:
    """A project with a payload in every field; its address below the root."""
    address = add_project(served)
    rows = [
        {"一级": "产出", "二级": "数量", "名称": p, "目标": p, "实际": p, "原因": p, "措施": p, "责任单位": p, "完成时限": p, "佐证": p}
        for p in PAYLOADS
    ]  # fmt: skip
    it = iter(PAYLOADS)
    tree = {
        "项目": {"名称": next(it), "年度": "2025", "实施单位": next(it), "主管部门": next(it), "概况": next(it), "批复": next(it)},
        "报告": {"主送": next(it), "通知": next(it), "署名": next(it), "结果应用": next(it), "公开": next(it), "其他说明": next(it)},
        "总体目标": {"预期": next(it), "实际": next(it)},
        "资金": {"单位": "万元", "管理": next(it), "原因": next(it), "明细": [
            {"来源": p, "年初预算": "1", "全年预算": "1", "到位": "1", "执行": "1", "原因": p} for p in PAYLOADS[:8]]},
        "指标": rows,
    }  # fmt: skip
    data_of(served, address).write_text(dumped(tree), encoding="utf-8")
    return address.removeprefix(served.root)


def test_hostile_text_stays_text_on_every_page(served: Served) -> None:
    at = hostile(served)
    caller = Caller(served)
    assert len(PAYLOADS) >= 40
    opened = caller.ask("GET", at).body
    assert opened.count('id="row-') == len(PAYLOADS)
    assert "onerror=window.hit=1&gt;" in opened
    broken = served.folder / "坏.yaml"
    broken.write_text(
        "项目: {名称: <script>window.hit=1</script>}\n指标: <img src=x onerror=window.hit=1>\n",
        encoding="utf-8",
    )
    for path in ("/", f"/?q={quote(PAYLOADS[0])}", "/unit", "/import", at, f"{at}/changes", f"{at}/part/findings", f"{at}/part/history",
                 f"{at}/part/{quote(PAYLOADS[0])}", f"{at}/file/{quote(PAYLOADS[0], safe='')}", f"/p/{quote(PAYLOADS[0], safe='')}"):  # fmt: skip
        assert faults_in(caller.ask("GET", path)) == [], path
    broken.unlink()
    data_of(served, f"{served.root}{at}").unlink()


def test_what_is_typed_into_any_form_comes_back_as_text(served: Served) -> None:
    at = add_project(served).removeprefix(served.root)
    caller = Caller(served)
    for i, p in enumerate(PAYLOADS):
        place = {
            "place": f"指标/1/{'原因' if i % 2 else '实际'}",
            "key": f"指标[更换水表数量].{'原因' if i % 2 else '实际'}",
        }
        assert faults_in(caller.post(f"{at}/set", **place, old="?", value=p)) == [], p
        assert (
            faults_in(
                caller.post(
                    f"{at}/set",
                    place="指标/1/分值",
                    key="指标[更换水表数量].分值",
                    old="8",
                    value=p,
                )
            )
            == []
        ), p
        if i % 4 == 0:
            assert faults_in(caller.post(f"{at}/chat", text=p)) == [], p
            assert (
                faults_in(
                    caller.post(f"{at}/paste", index="1", column="实际", text=f"{p}\t{p}\n{p}\t{p}")
                )
                == []
            ), p
            assert faults_in(caller.post(f"{at}/export", kind="final", reason=p)) == [], p
    found = caller.ask("GET", at)
    assert faults(found.body) == []
    sentence = json.loads(caller.ask("GET", f"{at}/changes").body)
    first = next(html for html in sentence["parts"].values() if 'data-id="' in html)
    name = first.partition('data-id="')[2].partition('"')[0]
    shown = json.loads(caller.ask("GET", f"{at}/sentence?sentence={name}").body)["side"]
    assert faults(shown) == []
    unit = caller.post(
        "/unit", 主送=PAYLOADS[0], 署名=PAYLOADS[2], 公开=PAYLOADS[10], model="none", endpoint=""
    )
    assert faults(unit.body) == []
    (served.folder / "单位.yaml").unlink()
    assert faults(caller.post("/new", name=PAYLOADS[1], year="<b>", unit=PAYLOADS[1]).body) == []


def test_hostile_files_are_shown_as_text(served: Served) -> None:
    at = add_project(served).removeprefix(served.root)
    caller = Caller(served)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目名称", PAYLOADS[0]])
    sheet.append(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"])
    for p in PAYLOADS:
        sheet.append(["产出指标", "数量指标", p, p, p, p])
    out = io.BytesIO()
    book.save(out)
    caller.send_file(
        "/upload", "files", "../../<img src=x onerror=window.hit=1>.xlsx", out.getvalue()
    )
    shown = caller.ask("GET", "/import")
    assert "需要" in shown.body or "缺少" in shown.body
    assert faults(shown.body) == []
    assert faults(caller.post("/import", op="drop").body) == []
    assert not list(served.folder.parent.rglob("*onerror*"))
    assert (
        faults(caller.send_file("/upload", "files", "<svg onload=window.hit=1>.exe", b"x").body)
        == []
    )
    made = json.loads(caller.post(f"{at}/export", kind="docx").body)["message"]
    name = made.partition("/file/")[2].partition('"')[0]
    http = caller.ask("GET", f"{at}/file/{name}")
    document = docx.Document(io.BytesIO(http.raw))  # type: ignore[attr-defined]
    said = next(p for p in document.paragraphs if "公路部门" in p.text)
    said.add_run(f"另：{PAYLOADS[1]}{PAYLOADS[0]}。")
    document.add_comment(said.runs[-1], text=PAYLOADS[2], author=PAYLOADS[3], initials="x")
    document.core_properties.last_modified_by = PAYLOADS[4]
    out = io.BytesIO()
    document.save(out)
    answer = caller.send_file(f"{at}/review", "file", "<b>改.docx", out.getvalue())
    assert "window.hit" in answer.body
    assert faults_in(answer) == []


def test_hostile_text_never_runs_in_the_browser(page: Any, served: Served) -> None:
    at = hostile(served)
    page.goto(f"{served.root}{at}")
    page.wait_for_selector("[data-testid=grid]")
    for tab in ("funds", "missing", "findings", "history", "round", "grid"):
        page.click(f".side [data-tab={tab}]")
    sentences = page.locator("[data-testid=sentence]")
    for i in range(0, min(sentences.count(), 40), 13):
        sentences.nth(i).click()
    page.fill("[data-testid=chat-input]", PAYLOADS[1])
    page.click("[data-testid=chat-send]")
    page.wait_for_selector("[data-testid=chat-log] .you")
    page.goto(served.root)
    page.wait_for_selector("[data-testid=project-row]")
    assert page.evaluate("window.hit") is None
    data_of(served, f"{served.root}{at}").unlink()
