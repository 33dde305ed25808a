"""Composed, executed notebooks with a briefing, for tests of the reader and the writers of documents.

The facts are real (DTI 2022 of 63 provinces, DTI 2024 of 34, decrees in their state on the day). The figures are SVG
written by hand, because a writer must accept any SVG.
"""

from __future__ import annotations

from typing import Any

from briefing_cells import chart, code, heading, notebook, table, text


def bars(rows: list[tuple[str, float]], unit: str, mean: float, mean_label: str) -> str:
    """A ranking as horizontal bars, 624 px wide; the bar of `unit` is highlighted."""
    pitch, left, scale = 24, 150, 430
    height = len(rows) * pitch + 34
    top = max(value for _, value in rows)
    parts = []
    for at, (name, value) in enumerate(rows):
        y, highlighted = at * pitch + 4, name == unit
        fill, weight = ("#C8102E", 700) if highlighted else ("#C9CED6", 400)
        width = value / top * scale
        parts.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end" font-weight="{weight}">{name}</text>'
            f'<rect x="{left}" y="{y}" width="{width:.1f}" height="18" fill="{fill}"/>'
            f'<text x="{left + width - 6:.1f}" y="{y + 14}" text-anchor="end" font-weight="{weight}" '
            f'fill="{"#FFFFFF" if highlighted else "#14263B"}">{f"{value:.4f}".replace(".", ",")}</text>'
        )
    x = left + mean / top * scale
    parts.append(
        f'<line x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height - 24}" stroke="#00778B" stroke-width="2" '
        f'stroke-dasharray="6 4"/><text x="{x:.1f}" y="{height - 8}" text-anchor="middle" fill="#00778B" '
        f'font-weight="600">{mean_label}</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 624 {height}" font-family="Be Vietnam Pro" '
        f'font-size="13" fill="#14263B">{"".join(parts)}</svg>'
    )


def dots(rows: list[tuple[str, float, float]], unit: str, other: str) -> str:
    """The indices of a unit (filled dots) and of a comparator (hollow dots), 624 px wide."""
    pitch, left, scale = 34, 170, 400
    height = len(rows) * pitch + 40
    parts = []
    for at, (name, value, mean) in enumerate(rows):
        y = at * pitch + 20
        parts.append(
            f'<text x="{left - 12}" y="{y + 5}" text-anchor="end">{name}</text>'
            f'<line x1="{left}" y1="{y}" x2="{left + scale}" y2="{y}" stroke="#C9CED6"/>'
            f'<circle cx="{left + mean * scale:.1f}" cy="{y}" r="6" fill="#FFFFFF" stroke="#00778B" stroke-width="2"/>'
            f'<circle cx="{left + value * scale:.1f}" cy="{y}" r="7" fill="#C8102E"/>'
            f'<text x="{left + value * scale:.1f}" y="{y - 10}" text-anchor="middle" font-weight="700">'
            f"{f'{value:.4f}'.replace('.', ',')}</text>"
        )
    parts.append(
        f'<text x="{left}" y="{height - 8}"><tspan fill="#C8102E" font-weight="700">{unit} (chấm đặc)</tspan>'
        f'<tspan dx="24" fill="#00778B">{other} (chấm rỗng)</tspan></text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 624 {height}" font-family="Be Vietnam Pro" '
        f'font-size="13" fill="#14263B">{"".join(parts)}</svg>'
    )


_LEAGUE = [
    ("Đà Nẵng", 0.8002),
    ("Thừa Thiên Huế", 0.6975),
    ("Thanh Hóa", 0.6350),
    ("Lâm Đồng", 0.6209),
    ("Quảng Ngãi", 0.6033),
    ("Ninh Thuận", 0.5934),
    ("Bình Định", 0.5845),
    ("Quảng Nam", 0.5808),
    ("Hà Tĩnh", 0.5676),
    ("Khánh Hòa", 0.5576),
    ("Gia Lai", 0.4069),
]


def quang_nam() -> Any:
    """The briefing of Quảng Nam with what was known on 31/10/2024."""
    unit = {"slug": "quang-nam", "valid_from": "2008-08-01", "name": "Quảng Nam"}
    source = "Bộ Thông tin và Truyền thông, DTI 2022 (công bố 12/7/2023)"
    indices = [
        ("Chính quyền số", 0.7272, 0.6067),
        ("Hạ tầng số", 0.6764, 0.6168),
        ("Kinh tế số", 0.4822, 0.5620),
        ("Xã hội số", 0.2757, 0.2776),
    ]
    in_force = '<span class="badge badge-con-hieu-luc">còn hiệu lực</span>'
    amended = '<span class="badge badge-da-sua-doi">đã sửa đổi bởi Nghị định 82/2024/NĐ-CP</span>'
    check = '<span class="badge badge-ban-dang-lai">theo bản đăng lại</span>'
    return notebook(
        [
            heading("hoi-nghi", "Hội nghị tập huấn"),
            text(
                "hoi-nghi",
                "Hội nghị tập huấn về chuyển đổi số khu vực miền Trung – Tây Nguyên năm 2024 dành cho cán bộ quản lý, "
                "chuyên viên làm việc liên quan đến chuyển đổi số các tỉnh trong khu vực và chuyên gia công nghệ thông "
                "tin. Hội nghị bàn **năm nội dung**:",
                "a",
            ),
            text("hoi-nghi", "- Lập kế hoạch chuyển đổi số năm 2025;", "b1"),
            text("hoi-nghi", "- Văn bản, chính sách mới về chuyển đổi số;", "b2"),
            text("hoi-nghi", "- Phát triển dữ liệu số của cơ quan nhà nước;", "b3"),
            text("hoi-nghi", "- Dịch vụ công trực tuyến toàn trình;", "b4"),
            text("hoi-nghi", "- Thực thi quy định về đầu tư ứng dụng công nghệ thông tin bằng vốn ngân sách.", "b5"),
            text(
                "hoi-nghi",
                '<span class="note">Bài gốc không nêu ngày tổ chức và danh sách tỉnh tham dự; phạm vi so sánh dưới đây '
                "là 19 tỉnh, thành phố thuộc hai vùng nêu trong bài.</span>",
                "c",
            ),
            heading("vi-tri", "Quảng Nam xếp 31/63 năm 2022"),
            text(
                "vi-tri",
                "Năm 2022, chỉ số chuyển đổi số (DTI) của Quảng Nam đạt **0,5808**, xếp thứ 31 trong 63 tỉnh, thành "
                "phố và thứ 8 trong 19 tỉnh thuộc khu vực; cao hơn trung bình 63 tỉnh (0,5787) 0,0021 điểm.",
                "a",
            ),
            code(
                "vi-tri",
                "tab",
                table(
                    [("Hạng", "right", 1), ("Tỉnh, thành phố", "left", 3), ("DTI 2022", "right", 1.5)],
                    [
                        ["29", "Bình Định", "0,5845"],
                        ["30", "Vĩnh Long", "0,5824"],
                        ["31", "Quảng Nam", "0,5808"],
                        ["32", "Kiên Giang", "0,5796"],
                        ["33", "Hưng Yên", "0,5753"],
                    ],
                    caption="Các tỉnh liền kề Quảng Nam trong bảng xếp hạng năm 2022",
                    source=source,
                    highlight=2,
                ),
            ),
            code(
                "vi-tri",
                "fig",
                chart(
                    bars(_LEAGUE, "Quảng Nam", 0.5787, "trung bình 63 tỉnh: 0,5787"),
                    alt="Biểu đồ thanh DTI năm 2022 của mười một tỉnh trong khu vực: Đà Nẵng cao nhất 0,8002, Quảng "
                    "Nam 0,5808, Gia Lai thấp nhất 0,4069; trung bình 63 tỉnh 0,5787.",
                    caption="DTI năm 2022 của Quảng Nam so với các tỉnh trong khu vực",
                    source=source,
                    unit=unit,
                    as_of="2024-10-31",
                ),
            ),
            text("vi-tri", "Bộ Thông tin và Truyền thông, DTI 2022", "s", role="sources"),
            heading("chi-so", "Chính quyền số cao hơn trung bình, kinh tế số thấp hơn"),
            text(
                "chi-so",
                "Trong bốn chỉ số có đủ số liệu của 63 tỉnh, Quảng Nam cao hơn trung bình ở *chính quyền số* (0,7272 "
                "so với 0,6067) và *hạ tầng số* (0,6764 so với 0,6168); thấp hơn ở *kinh tế số* và gần bằng ở *xã hội "
                "số*.",
                "a",
            ),
            code(
                "chi-so",
                "fig",
                chart(
                    dots(indices, "Quảng Nam", "trung bình 63 tỉnh"),
                    alt="Bốn chỉ số năm 2022 của Quảng Nam so với trung bình 63 tỉnh: chính quyền số 0,7272, hạ tầng "
                    "số 0,6764, kinh tế số 0,4822, xã hội số 0,2757.",
                    caption="Bốn chỉ số thành phần năm 2022 của Quảng Nam",
                    source=source,
                    unit=unit,
                    as_of="2024-10-31",
                    note="Trung bình tính trên 63 tỉnh, thành phố, mỗi đơn vị có trọng số như nhau.",
                ),
            ),
            heading("phap-luat", "Pháp luật cần biết"),
            text(
                "phap-luat",
                "Quản lý đầu tư ứng dụng công nghệ thông tin sử dụng nguồn vốn ngân sách nhà nước thực hiện theo hai "
                "nghị định sau:",
                "a",
            ),
            text(
                "phap-luat",
                f"- Nghị định 73/2019/NĐ-CP ngày 05/9/2019 của Chính phủ {amended}: quy định chung về quản lý đầu tư;\n"
                f"- Nghị định 82/2024/NĐ-CP ngày 10/7/2024 của Chính phủ {in_force}: bỏ hạn mức kinh phí khi chọn "
                f"phương án thiết kế, bổ sung khái niệm trang thiết bị công nghệ thông tin {check}.",
                "b",
            ),
            code(
                "phap-luat",
                "tab",
                table(
                    [("Nội dung", "left", 2.2), ("Trước 10/7/2024", "left", 3), ("Từ 10/7/2024", "left", 3)],
                    [
                        [
                            "Phương án thiết kế",
                            "Thiết kế 1 bước, 2 bước theo hạn mức kinh phí",
                            "Cấp có thẩm quyền quyết định đầu tư quyết định phương án thiết kế",
                        ],
                        [
                            "Phần mềm nội bộ",
                            "Vướng khi xác định tính chất hoạt động và nguồn kinh phí",
                            "Xây dựng, nâng cấp phần mềm nội bộ là hoạt động mua sắm",
                        ],
                        [
                            "Vận hành, bảo trì",
                            "Thiếu quy định bắt buộc, dễ thiếu kinh phí vận hành",
                            "Bắt buộc quản trị, vận hành, bảo trì và bảo đảm kinh phí",
                        ],
                    ],
                    caption="Điểm mới của Nghị định 82/2024/NĐ-CP",
                    source="Nghị định 82/2024/NĐ-CP",
                ),
            ),
            heading("cau-hoi", "Câu hỏi cần chuẩn bị"),
            text(
                "cau-hoi",
                "1. Vì sao kinh tế số của tỉnh thấp hơn trung bình trong khi chính quyền số cao hơn?\n"
                "2. Khâu đột phá nào của tỉnh có thể làm ngay mà không cần sửa thể chế?\n"
                "3. Kế hoạch năm tới gắn với chỉ số DTI thành phần nào, cần bỏ căn cứ pháp lý nào đã hết hiệu lực?",
                "a",
            ),
            heading("nguon", "Nguồn"),
            text(
                "nguon",
                "- Báo cáo xếp hạng – Đánh giá mức độ chuyển đổi số năm 2022, Bộ Thông tin và Truyền thông "
                "(dti.gov.vn);\n"
                "- Chính phủ ban hành Nghị định mới về quản lý đầu tư ứng dụng công nghệ thông tin, Sở Khoa học và "
                "Công nghệ Nghệ An;\n"
                "- Bài về hội nghị tập huấn chuyển đổi số khu vực miền Trung – Tây Nguyên, Báo Quảng Nam.",
                "a",
            ),
        ]
    )


def ho_chi_minh() -> Any:
    """A briefing with the longest names, of the sample conference: every page has the mark MẪU."""
    unit = {"slug": "ho-chi-minh", "valid_from": "2025-07-01", "name": "Hồ Chí Minh"}
    league = [
        ("Hà Nội", 0.8241),
        ("Huế", 0.7951),
        ("Hải Phòng", 0.7857),
        ("TP. Hồ Chí Minh", 0.7770),
        ("Thanh Hóa", 0.7742),
        ("Điện Biên", 0.7651),
    ]
    gone = '<span class="badge badge-het-hieu-luc">hết hiệu lực từ 01/3/2026</span>'
    gone_too = '<span class="badge badge-het-hieu-luc">hết hiệu lực từ 01/7/2026</span>'
    in_force = '<span class="badge badge-con-hieu-luc">còn hiệu lực</span>'
    return notebook(
        [
            heading("hoi-nghi", "Hội nghị mẫu: hướng dẫn lập kế hoạch chuyển đổi số năm 2027"),
            text(
                "hoi-nghi",
                "Hội nghị mẫu để làm khung khi chuẩn bị tài liệu lập kế hoạch năm 2027; không phải sự kiện có thật, "
                "không có bài gốc.",
                "a",
            ),
            heading("vi-tri", "Thành phố Hồ Chí Minh xếp 4/34 năm 2024"),
            code(
                "vi-tri",
                "fig",
                chart(
                    bars(league, "TP. Hồ Chí Minh", 0.7005, "trung bình 34 tỉnh: 0,7005"),
                    alt="DTI năm 2024 của sáu tỉnh, thành phố đứng đầu: Hà Nội 0,8241 … Thành phố Hồ Chí Minh 0,7770.",
                    caption="DTI năm 2024 của Thành phố Hồ Chí Minh và các tỉnh, thành phố đứng đầu",
                    source="Bộ Khoa học và Công nghệ, DTI 2024 (công bố 21/10/2025)",
                    unit=unit,
                    as_of="2026-11-21",
                ),
            ),
            heading("phap-luat", "Từ 01/7/2026 chỉ còn áp dụng Nghị định 224/2026/NĐ-CP"),
            text(
                "phap-luat",
                f"- Nghị định 73/2019/NĐ-CP và Nghị định 82/2024/NĐ-CP {gone};\n"
                f"- Nghị định 45/2026/NĐ-CP {gone_too};\n"
                f"- Nghị định 224/2026/NĐ-CP ngày 24/6/2026 {in_force}.",
                "a",
            ),
        ],
        title="Chuyển đổi số Thành phố Hồ Chí Minh",
        conference={
            "slug": "ke-hoach-2027",
            "title": "Hội nghị mẫu: hướng dẫn lập kế hoạch chuyển đổi số năm 2027",
            "date_text": "Hội nghị mẫu, chưa định ngày",
            "sample": True,
        },
        unit={**unit, "full_name": "Thành phố Hồ Chí Minh"},
        as_of="2026-11-21",
        as_of_text="Theo quy định và số liệu đến ngày 21/11/2026",
        header={
            "authority": "Ủy ban nhân dân Thành phố Hồ Chí Minh",
            "agency": "Sở Khoa học và Công nghệ Thành phố Hồ Chí Minh",
            "place": "Thành phố Hồ Chí Minh",
            "type": "Báo cáo",
            "abstract": "Tóm tắt về chuyển đổi số Thành phố Hồ Chí Minh phục vụ Hội nghị mẫu: hướng dẫn lập kế hoạch "
            "chuyển đổi số năm 2027",
            "symbol_hint": "BC-SKHCN",
        },
    )
