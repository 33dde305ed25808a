"""Sheets that a conference hands out to be filled in: the list of those present, what they thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Mm

from taphuan.document.model import Agenda, Document
from taphuan.errors import NotComposed
from taphuan.export.docx import parts as parts
from taphuan.export.docx.plain_paper import add_air, add_blank, add_note, add_table, new_paper
from taphuan.export.shared import paper

_LINES = 40
_ROW = 9.0  # mm: room for a signature
_NUMBER, _NAME, _OFFICE, _PHONE = 12.0, 48.0, 52.0, 25.0  # mm
_BOX, _MARK = "☐", 15.0
_MARKS = ("1", "2", "3", "4", "5")
_ORGANISATION = ("Thời gian và chương trình", "Tài liệu phát tay", "Hội trường, máy chiếu, âm thanh")
_QUESTIONS = (
    "Một việc sẽ làm ngay tại cơ quan trong tuần tới:",
    "Điều còn chưa rõ, cần hướng dẫn thêm:",
    "Chuyên đề nên có thêm thời gian, thêm bài tập:",
)


def write_sign_in(document: Document) -> bytes:
    """sign-in.docx: rows for those present to fill in and sign. Raises NotComposed for a set that is not the conference's own."""
    _of_conference(document)
    word = new_paper(document, "DANH SÁCH ĐẠI BIỂU DỰ HỘI NGHỊ", (document.conference["title"],))
    add_blank(word, "Buổi:", "Ngày:", "Địa điểm:")
    rest = paper.TEXT_WIDTH - _NUMBER - _NAME - _OFFICE - _PHONE
    head = ("STT", "Họ và tên", "Chức vụ, cơ quan", "Điện thoại", "Ký tên")
    rows: list[tuple[str, ...]] = [head, *((str(number), "", "", "", "") for number in range(1, _LINES + 1))]
    table = add_table(word, (_NUMBER, _NAME, _OFFICE, _PHONE, rest), rows, centred=(0,))
    for row in table.rows[1:]:
        row.height = Mm(_ROW)
    add_air(word)
    add_blank(word, "Tổng số có mặt:", "Người lập danh sách:")
    return parts.to_bytes(word)


def write_evaluation(document: Document) -> bytes:
    """evaluation.docx: one page on which those present mark each module and say what they take home, without their names.

    Raises NotComposed for a set that is not the conference's own.
    """
    sessions = _of_conference(document).sessions
    word = new_paper(document, "PHIẾU ĐÁNH GIÁ SAU TẬP HUẤN", (document.conference["title"],))
    add_note(
        word,
        "Phiếu không ghi tên. Đánh dấu một ô trong mỗi dòng: 1 là chưa dùng được, 5 là dùng được ngay vào việc của cơ quan.",
        before=6,
    )
    _marks(word, "Chuyên đề", [session.topic for session in sessions if session.topic])
    add_note(word, "Tổ chức: 1 là cần sửa nhiều, 5 là tốt.", before=6)
    _marks(word, "Khâu tổ chức", list(_ORGANISATION))
    add_air(word)
    for question in _QUESTIONS:
        add_blank(word, question)
        add_blank(word, "")
    return parts.to_bytes(word)


def _of_conference(document: Document) -> Agenda:
    if document.agenda is None:
        raise NotComposed(
            "the notebook holds no programme; build the conference's own set (--province hoi-nghi)", code="TH535"
        )
    return document.agenda


def _marks(word: Any, about: str, lines: Sequence[str]) -> None:
    """A row a line with a box for each mark."""
    widths = (paper.TEXT_WIDTH - _MARK * len(_MARKS), *(_MARK for _ in _MARKS))
    rows = [(about, *_MARKS), *((line, *(_BOX for _ in _MARKS)) for line in lines)]
    add_table(word, widths, rows, centred=tuple(range(1, len(_MARKS) + 1)))
