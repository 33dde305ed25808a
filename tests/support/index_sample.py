"""A model of the start page with conferences of every kind: built, partly failed, sample, without modules."""

from __future__ import annotations

from taphuan.export.html.index import IndexConference, IndexFile, IndexModel, IndexSet
from taphuan.text import fold

NAMES = ("Thanh Hóa", "Nghệ An", "Thừa Thiên Huế", "Đà Nẵng", "Quảng Nam", "Quảng Ngãi", "Đắk Lắk", "Lâm Đồng")


def province(name: str, conference: str, failed: str = "") -> IndexSet:
    slug = fold(name).replace(" ", "-")
    folder = f"{conference}/{slug}"
    files = (
        IndexFile("Bản trình chiếu", f"{folder}/deck.html", 486_213, "Trình chiếu"),
        IndexFile("Báo cáo tóm tắt (Word)", f"{folder}/briefing.docx", 61_000),
        IndexFile("Báo cáo tóm tắt (PDF)", f"{folder}/briefing.pdf", 1_204_000),
    )
    kind = "Thành phố" if name == "Đà Nẵng" else "Tỉnh"
    return IndexSet(slug, name, f"{kind} {name}", () if failed else files, failed, geo_slug=slug)


def shared(slug: str, title: str, folder: str) -> IndexSet:
    return IndexSet(slug, "", title, (IndexFile("Bản trình chiếu", f"{folder}/deck.html", 512_000, "Trình chiếu"),))


def sample_index() -> IndexModel:
    as_of = "Theo quy định và số liệu đến ngày 31/10/2024"
    central = "Hội nghị tập huấn về chuyển đổi số khu vực miền Trung – Tây Nguyên"
    return IndexModel(
        (
            IndexConference(
                "quang-nam-2024",
                "quang-nam-2024",
                central,
                "Bài gốc không nêu ngày",
                as_of,
                short_title="Tập huấn miền Trung – Tây Nguyên",
                year_text="Số liệu đến năm 2024",
                geometry="units/provinces63",
                whole=shared("hoi-nghi", "Cả hội nghị", "quang-nam-2024"),
                modules=(
                    shared("dau-tu-cntt", "Đầu tư ứng dụng CNTT bằng ngân sách", "quang-nam-2024/modules/dau-tu-cntt"),
                ),
                provinces=(
                    *(province(name, "quang-nam-2024") for name in NAMES),
                    province("Phú Yên", "quang-nam-2024", "sổ tay dừng ở ô 12 (ValueError: thiếu số liệu)"),
                ),
            ),
            IndexConference(
                "ke-hoach-2027",
                "ke-hoach-2027",
                "Tập huấn xây dựng kế hoạch chuyển đổi số năm 2027",
                "Quý IV năm 2026",
                "Theo quy định và số liệu đến ngày 21/11/2026",
                year_text="Số liệu đến năm 2026",
                sample=True,
                provinces=tuple(province(name, "ke-hoach-2027") for name in NAMES[3:6]),
            ),
            IndexConference(
                "bac-kan-2020",
                "bac-kan-2020",
                "Hội nghị tập huấn về Chính quyền điện tử, Chuyển đổi số",
                "Từ ngày 16 đến ngày 18/12/2020",
                "Theo quy định và số liệu đến ngày 18/12/2020",
                status="Các chuyên đề của hội nghị này chưa biên soạn.",
            ),
        )
    )
