"""Forty edits of a copy of the hall's notebook, saved by JupyterLab's contents manager, are in the sources after `taphuan import`."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab_edits import JupyterLab, composed_again, made_copy, quietly, said
from projects import Project
from taphuan.compose.origin import id_of, notebook_of
from taphuan.live.lab.importing import import_copy

CONFERENCE, WHO, DAY = "quang-nam-2024", "hoi-nghi", "2024-10-31"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ASKED = " Xin các đồng chí cho ý kiến."
TQ, LK = "modules/tong-quan-cds#", "modules/lap-ke-hoach-cds#"


def forty_edits(lab: JupyterLab) -> int:
    """Of every kind that people make; the number of them."""
    done = 0
    # words: of headings, of points with citations, of sentences with values, of notes, in tables, in code
    texts = (
        (f"{TQ}ba-bac", "Quét giấy mới là", "Quét giấy chỉ là"),
        (f"{TQ}ba-bac-1", "nâng hiệu quả", "làm tăng hiệu quả"),
        (f"{TQ}ba-bac-5", "- Dấu hiệu: ", "- Dấu hiệu để nhận ra: "),
        (f"{TQ}ba-cau-thu-3", "báo cáo đúng tên của nó.", "báo cáo đúng tên của nó." + ASKED),
        (f"{TQ}vi-du-bang", "Hỏi giấy tờ", "Hỏi xem cần giấy tờ nào"),
        (f"{TQ}nhan-thuc-2", "thì dễ có phần mềm không ai dùng", "thì phần mềm dễ bị bỏ không"),
        (f"{TQ}egdi-3", "dịch vụ công trực tuyến", "dịch vụ công"),
        (f"{TQ}nhan-thuc-loi", "Lần gần nhất", "Nhớ lại xem, lần gần nhất"),
        (f"{TQ}mo-dau-loi", "Trước khi vào bài, ", ""),
        (f"{TQ}phieu-bang", "blanks=3", "blanks=2"),
        (f"{LK}nam-cau", "đủ năm câu", "đủ cả năm câu"),
        (f"{LK}thuoc-do-1", "thì hỏi lại vì sao làm", "thì phải hỏi lại vì sao làm"),
        (f"{LK}vi-du-2024-1", "Dòng một sở gửi lên", "Dòng của một sở gửi lên"),
        (f"{LK}dot-pha-1", "khâu đột phá", "một khâu đột phá"),
        ("frame/hall-cover#bia", "Chương trình và các chuyên đề", "Chương trình, các chuyên đề"),
        ("frame/participants#mo-dau", "Các địa phương đang ở đâu", "Các địa phương đang đứng ở đâu"),
        ("frame/participants#bang-hang-loi", "Mời các đoàn", "Xin mời các đoàn"),
        ("frame/programme#hoi-nghi-loi", "trong một phút", "trong vài phút"),
        (f"{LK}nam-cau-hinh", "người dân, doanh nghiệp nào, bao nhiêu người", "người dân, doanh nghiệp nào"),
    )
    for origin, old, new in texts:
        lab.edit(origin, old, new)
        done += 1
    # new cells, a new slide with points and notes, another without
    lab.add(f"{TQ}egdi-3", "- Hỏi hội trường: ai đã nộp hồ sơ trên mạng?")
    lab.add(f"{LK}thuoc-do-2", "- Ghi tên người ký ngay trên phiếu." + ASKED)
    at = lab.add(f"{TQ}ngay-cds-loi", "## Mỗi nhóm kể một việc đã làm được")
    at = lab.add_behind(at, "- Việc gì, ai làm, người dân bớt được gì.\n- Mỗi nhóm nói trong vài phút.")
    lab.add_behind(at, "Xin mời nhóm ở cuối hội trường nói trước.", slideshow={"slide_type": "notes"})
    lab.add(f"{LK}kinh-te-xa-hoi-loi", "## Giờ nghỉ: xem lại phiếu của nhóm bên cạnh\n\nMỗi nhóm ghi một câu hỏi.")
    done += 6
    # moved: a point, a figure, a slide; deleted: a point, notes, a slide
    lab.move(f"{TQ}egdi-2", f"{TQ}egdi-hinh")
    lab.move(f"{LK}kinh-te-xa-hoi-so", f"{LK}kinh-te-xa-hoi")
    lab.move_slide(f"{TQ}egdi", f"{TQ}nhan-thuc")
    lab.delete(f"{TQ}vi-du-4")
    lab.delete(f"{LK}dot-pha-loi")
    lab.delete_slide("frame/participants#chi-so")
    done += 6
    # split, merged, copied and changed
    lab.split(f"{TQ}ngay-cds-1", "- Một mốc cố định")
    lab.merge(f"{TQ}ba-cau-thu-2")
    twin = lab.duplicate(f"{TQ}viec-ngay-1")
    twin["source"] = "- **Về cơ quan**: kể lại cho người cùng phòng."
    done += 3
    # a slide type, a tag, a picture, its words, a cell for other programs, two lines that change places
    lab.cell(f"{TQ}ba-bac-5")["metadata"]["slideshow"]["slide_type"] = "fragment"
    lab.cell(f"{TQ}nhan-thuc-1")["metadata"]["tags"] = ["cua-toi"]
    cell = lab.add(f"{TQ}nhan-thuc-2", "![Một dấu chấm](attachment:image.png)")
    cell["attachments"] = {"image.png": {"image/png": DOT}}
    lab.add(f"{LK}thuoc-do-1", "cho chương trình khác", "raw")
    points = lab.cell(f"{TQ}nhan-thuc-2")["source"].split("\n")
    lab.cell(f"{TQ}nhan-thuc-2")["source"] = "\n".join(reversed(points))
    lab.edit(f"{TQ}vi-du-1", "chọn bước trước, chọn phần mềm sau", "chọn bước trước đã")
    return done + 6


@pytest.fixture
def lab(project: Project, tmp_path: Path) -> JupyterLab:
    return JupyterLab(made_copy(tmp_path / "build", CONFERENCE, WHO, DAY))


@pytest.mark.slow
def test_forty_edits_come_back(lab: JupyterLab, project: Project) -> None:
    assert forty_edits(lab) >= 40
    lab.save()
    lines: list[str] = []
    assert import_copy(lab.file, quietly(lines), dry_run=False) == 0, "\n".join(lines)
    again = composed_again(CONFERENCE, WHO, DAY)
    assert said(again) == said(lab.cells)


def test_each_composed_cell_says_where_it_comes_from(lab: JupyterLab) -> None:
    for cell in lab.cells:
        ours = cell["metadata"]["taphuan"]
        if "origin" in ours:
            path = notebook_of(ours["origin"])
            assert cell["id"] == f"{path.stem}-{id_of(ours['origin'])}"
            assert path.is_file()
        else:
            added = "parameters", "lesson", "-sources", "-states", "-muc-tieu", "-after-1", "-title", "-list"
            assert cell["id"].endswith(added)
    assert sum("origin" in cell["metadata"]["taphuan"] for cell in lab.cells) > len(lab.cells) / 2
