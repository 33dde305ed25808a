"""A small notebook with one slide of every layout, in the form of a composed and executed notebook."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from taphuan.charts.mime import CHART, TABLE

UNIT = {"slug": "quang-nam", "valid_from": "1997-01-01", "name": "Quảng Nam"}
LEAGUE = (
    ("Đà Nẵng", 0.8002),
    ("Thừa Thiên Huế", 0.6975),
    ("Thanh Hóa", 0.6350),
    ("Quảng Ngãi", 0.6033),
    ("Bình Định", 0.5845),
    ("Quảng Nam", 0.5808),
    ("Hà Tĩnh", 0.5676),
    ("Quảng Trị", 0.4866),
)


class Notebook:
    """Builds a notebook slide by slide: `slide` starts one, the other methods add cells to it."""

    def __init__(self, sample: bool = False) -> None:
        self.nb = new_notebook()
        self.nb.metadata["taphuan"] = {
            "schema": 1,
            "title": "Chuyển đổi số tỉnh Quảng Nam",
            "conference": {
                "slug": "quang-nam-2024",
                "title": "Hội nghị tập huấn về chuyển đổi số khu vực miền Trung – Tây Nguyên",
                "short": "Miền Trung – Tây Nguyên 2024",
                "date_text": "Bài gốc không nêu ngày tổ chức",
                "sample": sample,
            },
            "frame": "Quảng Nam",
            "unit": {**UNIT, "full_name": "Tỉnh Quảng Nam"},
            "as_of": "2024-10-31",
            "as_of_text": "Theo quy định và số liệu đến ngày 31/10/2024",
            "provenance": "Tài liệu biên soạn lại từ nguồn công khai; không phải văn bản do cơ quan nhà nước phát hành",
        }
        self._slide: dict[str, Any] = {}

    def slide(
        self, name: str, title: str, kind: str = "content", part: str = "Tỉnh ta đang ở đâu", **more: Any
    ) -> None:
        self._slide = {"document": "deck", "part": "profile", "part_title": part, "slide": name, "slide_kind": kind}
        level = "#" if kind in ("cover", "section") else "##"
        self._add(new_markdown_cell(f"{level} {title}"), "heading", "slide", **more)

    def text(self, source: str, fragment: bool = False) -> None:
        self._add(new_markdown_cell(source), "body", "fragment" if fragment else "-")

    def notes(self, source: str) -> None:
        self._add(new_markdown_cell(source), "notes", "notes")

    def sources(self, source: str) -> None:
        self._add(new_markdown_cell(source), "sources", "-")

    def output(self, data: dict[str, Any]) -> None:
        output = new_output("display_data", data=data, metadata={})
        self._add(new_code_cell("lesson.show()", outputs=[output], execution_count=1), "body", "-")

    def figure(self, size: str, svg: str, alt: str, caption: str = "", source: str = "", kind: str = "league") -> None:
        chart = {"kind": kind, "alt": alt, "caption": caption, "source": source, "size": size, "unit": UNIT}
        chart |= {"as_of": "2024-10-31", "data": {"columns": [], "rows": []}, "note": ""}
        self.output({"image/svg+xml": svg, CHART: chart, "text/plain": alt})

    def table(self, columns: list[dict[str, Any]], rows: list[list[str]], highlight: int | None, caption: str) -> None:
        table = {"columns": columns, "rows": rows, "caption": caption, "source": "Bộ TT&TT, DTI 2022", "note": ""}
        table |= {"highlight": highlight, "unit": UNIT, "as_of": "2024-10-31", "kind": "neighbours"}
        self.output({"text/html": "<table class='not-this-one'></table>", TABLE: table, "text/plain": caption})

    def _add(self, cell: Any, role: str, slide_type: str, **more: Any) -> None:
        cell.id = f"c{len(self.nb.cells):03d}"
        cell.metadata["taphuan"] = {**self._slide, "role": role, **more}
        cell.metadata["slideshow"] = {"slide_type": slide_type}
        self.nb.cells.append(cell)


def bars(width: int, height: int, size: int = 20) -> str:
    """A bar chart as SVG with text of `size` px, and with a declaration and metadata as matplotlib writes them."""
    pitch = height / len(LEAGUE)
    marks = []
    for row, (name, value) in enumerate(LEAGUE):
        middle = pitch * (row + 0.5)
        colour = "#C8102E" if name == "Quảng Nam" else "#C5CCD5"
        length = (width - 260) * value
        marks.append(f'<rect x="180" y="{middle - 14:.1f}" width="{length:.1f}" height="28" fill="{colour}"/>')
        marks.append(f'<text x="170" y="{middle + 7:.1f}" text-anchor="end">{name}</text>')
        label = f"{value:.4f}".replace(".", ",")
        marks.append(f'<text x="{190 + length:.1f}" y="{middle + 7:.1f}">{label}</text>')
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}px" height="{height}px" viewBox="0 0 {width} {height}">'
        f'<metadata>x</metadata><g font-family="\'Be Vietnam Pro\'" font-size="{size}px" fill="#14263B">'
        f"{''.join(marks)}</g></svg>"
    )


ALT = "Tám tỉnh xếp theo DTI 2022: Đà Nẵng cao nhất 0,8002, Quảng Nam 0,5808, Quảng Trị thấp nhất 0,4866."
CAPTION = "Chỉ số DTI cấp tỉnh năm 2022, tám tỉnh ven biển miền Trung"
SOURCE = "Bộ TT&TT, DTI 2022 (công bố 12/7/2023)"
FOOT = "Nguồn: Bộ TT&TT, DTI 2022 (công bố 12/7/2023)"
POINTS = (
    "Kế hoạch năm 2025 phải nêu rõ chỉ tiêu, người làm, thời hạn và nguồn tiền",
    "Dự án dùng vốn ngân sách theo Nghị định 73/2019/NĐ-CP, sửa đổi bởi Nghị định 82/2024/NĐ-CP",
    "Nhiệm vụ dưới 200 triệu đồng không phải lập dự án",
    "Thuê dịch vụ công nghệ thông tin là cách ưu tiên khi thị trường đã sẵn có",
    "Dữ liệu mở phải có đầu mối và lịch công bố",
    "Sở Thông tin và Truyền thông thẩm định thiết kế cơ sở",
)
NUMBERS = [{"name": name, "align": "right", "weight": 1} for name in ("Hạng", "DTI", "Hạ tầng số", "Chính quyền số")]


def table_rows() -> list[list[str]]:
    return [
        [name, str(3 * row + 1), f"{value:.4f}".replace(".", ","), f"0,{6823 - 111 * row}", f"0,{8575 - 317 * row}"]
        for row, (name, value) in enumerate(LEAGUE)
    ]


def sample_notebook(sample: bool = False) -> Any:
    """A deck with every layout once, in the order of a real deck."""
    b = Notebook(sample)
    setup = new_code_cell("lesson = open_lesson()", metadata={"slideshow": {"slide_type": "skip"}})
    setup.id = "setup"
    b.nb.cells.append(setup)

    b.slide("cover-01", "Chuyển đổi số tỉnh Quảng Nam", kind="cover", part="")
    b.text(
        "Tài liệu tập huấn dành cho cán bộ phụ trách chuyển đổi số: tỉnh ta đang ở đâu, quy định nào đang áp dụng, "
        "việc gì cần làm cho kế hoạch năm 2025"
    )
    b.figure("half", bars(560, 480).replace("#14263B", "#DFE5EE"), ALT, kind="participants")
    b.notes("Chào mừng các anh, chị.\n\nGiới thiệu **chương trình**.")

    b.slide("profile-01", "Tỉnh ta đang ở đâu", kind="section", minutes=15)
    b.text("Ba câu hỏi: thứ hạng, điểm mạnh, điểm yếu")

    b.slide(
        "text-06", "Sáu việc phải xong trước khi trình kế hoạch năm 2025", part="Lập kế hoạch chuyển đổi số", minutes=5
    )
    for point in POINTS:
        b.text(f"- {point}")
    b.notes("Dừng ở việc thứ hai: hỏi hội trường.")
    b.sources("Nguồn: NĐ 73/2019/NĐ-CP; NĐ 82/2024/NĐ-CP")

    b.slide("text-short", "Ba nguyên tắc của phương pháp luận")
    for point in ("Làm từ nhỏ đến lớn", "Người dân là trung tâm", "Đo được thì mới quản lý được"):
        b.text(f"- {point}", fragment=True)
    b.sources(FOOT)

    b.slide("split-figure", "Quảng Nam xếp 31/63 năm 2022, thứ 8 trong 19 tỉnh dự hội nghị")
    b.text("- Cao hơn **trung bình 63 tỉnh** 0,0021 điểm")
    b.text("- Ba tỉnh cùng vùng đứng trên: Đà Nẵng, Thừa Thiên Huế, Thanh Hóa")
    b.text('- Yếu nhất ở <span class="note">(bốn trong tám chỉ số công bố đủ)</span> nhân lực số')
    b.figure("half", bars(640, 480), ALT, CAPTION, SOURCE)
    b.sources(FOOT)

    b.slide("wide-figure", "Quảng Nam đứng giữa bảng của khu vực")
    b.figure("wide", bars(1152, 480), ALT, CAPTION, SOURCE)
    b.sources(FOOT)

    b.slide(
        "stack-figure", "Bốn chỉ số kéo hạng của tỉnh xuống là nhân lực, an toàn thông tin, kinh tế số và xã hội số"
    )
    b.text("Bốn chỉ số còn lại đều cao hơn trung bình 63 tỉnh, cao nhất là hạ tầng số.")
    b.figure("low", bars(1152, 372), ALT, CAPTION, SOURCE)
    b.sources(FOOT)

    b.slide("table-8x5", "Quảng Nam hơn Bình Định về hạ tầng và chính quyền số, thua về DTI chung")
    b.table([{"name": "Tỉnh, thành phố", "align": "left", "weight": 2}, *NUMBERS], table_rows(), 5, CAPTION)
    b.sources(FOOT)

    b.slide("table-text", "Đọc bảng: chỉ số nào kéo hạng xuống")
    b.text("- DTI của Quảng Nam cao hay thấp hơn trung bình 63 tỉnh?")
    b.text("- Việc nào trong kế hoạch năm 2025 tác động đúng chỉ số đó?")
    b.table([{"name": "Tỉnh, thành phố", "align": "left", "weight": 2}, *NUMBERS], table_rows()[:6], 5, CAPTION)
    b.sources(FOOT)

    b.slide(
        "law-01", "Từ 10/7/2024, Nghị định 73 được áp dụng cùng những điểm Nghị định 82 đã sửa đổi", part="Đầu tư CNTT"
    )
    b.text('- NĐ 73/2019/NĐ-CP <span class="badge badge-da-sua-doi">còn hiệu lực, đã sửa đổi</span>')
    b.text(
        '- NĐ 82/2024/NĐ-CP <span class="badge badge-con-hieu-luc">còn hiệu lực</span> '
        '<span class="badge badge-ban-dang-lai">theo bản đăng lại</span>'
    )
    b.text('- NĐ 102/2009/NĐ-CP <span class="badge badge-het-hieu-luc">hết hiệu lực từ 01/01/2020</span>')
    b.text(
        '- QĐ 749/QĐ-TTg <span class="badge badge-het-giai-doan">đã hết giai đoạn</span> '
        '<span class="badge badge-chua-hieu-luc">chưa có hiệu lực</span>'
    )
    b.sources("Nguồn: sổ đăng ký văn bản")

    b.slide("quiz-01", "Trong ST-235, chữ số 2 chỉ điều gì?", kind="quiz", part="Câu hỏi ôn tập")
    b.text("1. Hai giai đoạn\n2. Hai nguyên lý\n3. Hai trụ cột\n4. Hai loại dữ liệu")
    b.text("**Đáp án: B.** ST-235 gồm hai nguyên lý, ba cặp nguyên tắc, năm vấn đề.", fragment=True)
    b.sources("Nguồn: tài liệu ST-235")

    b.slide("sources-01", "Nguồn và tài liệu tham khảo", kind="sources", part="Kết thúc")
    b.text(
        "\n".join(
            f"- Nguồn số {n}: Bộ Thông tin và Truyền thông, báo cáo DTI năm 2022, công bố 12/7/2023"
            for n in range(1, 11)
        )
    )
    nbformat.validate(b.nb)
    return b.nb
