"""Cells, outputs and the notebook of a briefing, as the package composes and executes them."""

from __future__ import annotations

from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

HOSTILE = '#eval("x") <script>alert(1)</script> {{ lesson.secret }} \u202e\u0111ảo chiều'
PROVENANCE = "Tài liệu biên soạn lại từ nguồn công khai; không phải văn bản do cơ quan nhà nước phát hành"


def _meta(part: str, role: str, title: str = "") -> dict[str, Any]:
    metadata = {"document": "briefing", "part": "briefing", "slide": part, "slide_kind": "part", "role": role}
    return {"taphuan": {**metadata, "part_title": title}, "slideshow": {"slide_type": "skip"}}


def heading(part: str, text: str) -> Any:
    """The cell with the heading of a part of the briefing."""
    return new_markdown_cell(f"## {text}", metadata=_meta(part, "heading", text), id=f"{part}-h")


def text(part: str, source: str, name: str, role: str = "body") -> Any:
    """A Markdown cell of a part; `name` makes its id unique."""
    return new_markdown_cell(source, metadata=_meta(part, role), id=f"{part}-{name}")


def code(part: str, name: str, *outputs: Any) -> Any:
    """A code cell of a part with its outputs."""
    return new_code_cell("lesson.show()", metadata=_meta(part, "body"), id=f"{part}-{name}", outputs=list(outputs))


def display(data: dict[str, Any]) -> Any:
    return new_output("display_data", data)


def chart(svg: str, *, alt: str, caption: str, source: str, unit: dict[str, str], as_of: str, note: str = "") -> Any:
    """The output of a figure of this package."""
    twin = {
        "kind": "league",
        "alt": alt,
        "caption": caption,
        "source": source,
        "size": "print",
        "unit": unit,
        "as_of": as_of,
        "data": {"columns": ["Đơn vị", "Giá trị"], "rows": []},
        "note": note,
    }
    return display({"image/svg+xml": svg, "application/vnd.taphuan.chart+json": twin, "text/plain": alt})


def table(
    columns: list[tuple[str, str, float]],
    rows: list[list[str]],
    *,
    caption: str,
    source: str = "",
    highlight: int | None = None,
    note: str = "",
) -> Any:
    """The output of a table of this package; a column is (name, align, weight)."""
    twin = {
        "columns": [{"name": name, "align": align, "weight": weight} for name, align, weight in columns],
        "rows": rows,
        "caption": caption,
        "source": source,
        "highlight": highlight,
        "note": note,
        "kind": "table",
    }
    return display({"text/html": "<table></table>", "application/vnd.taphuan.table+json": twin, "text/plain": caption})


def notebook(cells: list[Any], **changes: Any) -> Any:
    """A notebook with these cells; `changes` replace entries of its metadata."""
    metadata = {
        "schema": 1,
        "title": "Chuyển đổi số tỉnh Quảng Nam",
        "conference": {
            "slug": "quang-nam-2024",
            "title": "Hội nghị tập huấn về chuyển đổi số khu vực miền Trung – Tây Nguyên",
            "date_text": "Bài gốc không nêu ngày",
            "sample": False,
        },
        "unit": {
            "slug": "quang-nam",
            "valid_from": "2008-08-01",
            "name": "Quảng Nam",
            "full_name": "Tỉnh Quảng Nam",
        },
        "as_of": "2024-10-31",
        "as_of_text": "Theo quy định và số liệu đến ngày 31/10/2024",
        "provenance": PROVENANCE,
        "header": {
            "authority": "Ủy ban nhân dân tỉnh Quảng Nam",
            "agency": "Sở Thông tin và Truyền thông",
            "place": "Quảng Nam",
            "type": "Báo cáo",
            "abstract": "Tóm tắt về chuyển đổi số tỉnh Quảng Nam phục vụ Hội nghị tập huấn về chuyển đổi số "
            "khu vực miền Trung – Tây Nguyên",
            "symbol_hint": "BC-STTTT",
        },
    }
    setup = new_code_cell("lesson = open_lesson(conference, province, as_of)", id="setup", metadata={})
    return new_notebook(cells=[setup, *cells], metadata={"taphuan": {**metadata, **changes}})
