"""A leader's comment answered on the page stands in the thread of the next Word file."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
from docx_plus.comments import add_comment, read_threads
from starlette.datastructures import FormData, UploadFile
from web_served import ROOT

from assistant.web import handing, returning
from assistant.web.project import Project


def sent_back(path: Path, project: Project) -> str:
    form = FormData([("file", UploadFile(io.BytesIO(path.read_bytes()), filename="张局长改.docx"))])
    return returning.receive(project, form)


def test_the_answer_is_a_reply_in_the_next_export(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "multi" / "数据.yaml", tmp_path / "饮水.yaml")
    project = Project(tmp_path / "饮水.yaml")
    name = handing.export(project, "docx").file
    report = handing.outbox(project) / name
    edited = docx.Document(str(report))
    said = next(p for p in edited.paragraphs if "公路部门11月才同意施工" in p.text)
    add_comment(said, "为什么11月才同意？", author="张局长")
    edited.save(str(tmp_path / "改.docx"))
    sent_back(tmp_path / "改.docx", project)
    [card] = [s.item for s in returning.shown(project) if s.item.kind == "comment"]
    told = returning.settle(project, "answer", card.id, "10月底才报批，已附会议纪要。")
    assert "下次导出" in told
    handing.export(project, "docx")
    again = docx.Document(str(report))
    [thread] = [t for t in read_threads(again) if t.root.author == "张局长"]
    assert thread.root.text == "为什么11月才同意？"
    assert [(r.author, r.text) for r in thread.replies] == [
        ("项目单位", "10月底才报批，已附会议纪要。")
    ]
    place = next(p for p in again.paragraphs if "公路部门11月才同意施工" in p.text)
    assert f'w:id="{thread.root.comment_id}"' in place._p.xml
    # sent back unchanged, it is not asked again; the plain copy has no comments
    sent_back(report, project)
    assert not [s for s in returning.shown(project) if s.item.kind == "comment"]
    plain = handing.outbox(project) / handing.export(project, "plain").file
    assert not read_threads(docx.Document(str(plain)))
