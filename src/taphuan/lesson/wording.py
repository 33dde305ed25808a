"""The Vietnamese sentences made from data that compare nothing: source lines, labels, caveats. Comparisons are in claims/.

Each sentence is right for the day of its profile and holds its numbers together with no-break spaces.
"""

from __future__ import annotations

from collections.abc import Iterable

from taphuan.known import dti, law
from taphuan.known.conferences import Conference, Item, conferences, source_titles
from taphuan.known.dti import Edition, Score, crosses_break
from taphuan.known.units import Unit, agency
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP, day, hold, listing, lower_first

PROVENANCE = "Tài liệu biên soạn lại từ nguồn công khai; không phải văn bản do cơ quan nhà nước phát hành"
MAP_LICENCE = "Ranh giới: Open Development Mekong / Cục Đo đạc và Bản đồ, CC BY-SA 4.0, đã đơn giản hóa"
LAW_SOURCE = "Nguồn: sổ đăng ký văn bản của bộ tài liệu"
DERIVED = "Hạng trụ cột tính từ các chỉ số đã công bố"
CHECK_ORIGINAL = "cần đối chiếu bản gốc"

UNNAMED = ("", "không rõ")

_SHORT_MINISTRY = {
    "Bộ Thông tin và Truyền thông": "Bộ TT&TT",
    "Bộ Khoa học và Công nghệ": "Bộ KH&CN",
}


def source_label(source_id: str, conference: Conference) -> str:
    """A short name for a source line: the publisher, or the conference that an article without one is about."""
    source = source_titles()[source_id]
    if source_id.startswith("gh-"):
        return "tài liệu thứ cấp (kho mã công khai)"
    if source["publisher"] not in UNNAMED:
        return source["publisher"]
    if source_id in conference.source_ids:
        return "bài gốc về hội nghị"
    about = next((other for other in conferences() if source_id in other.source_ids), None)
    return f"bài về “{about.short_title}”" if about else "bài không rõ nơi đăng"


def sources_line(source_ids: Iterable[str], conference: Conference) -> str:
    """ "Nguồn: Thư Ký Luật; Báo Thanh Niên": each publisher once."""
    return "Nguồn: " + "; ".join(dict.fromkeys(source_label(id_, conference) for id_ in source_ids))


def check_note(items: Iterable[Item]) -> str:
    """Names the numbers of a figure that rest on secondary sources alone; empty where none does."""
    numbers = tuple(items)
    weak = [item.text for item in numbers if item.secondary]
    firm = [item.text for item in numbers if not item.secondary]
    if not weak:
        return ""
    check = CHECK_ORIGINAL[:1].upper() + CHECK_ORIGINAL[1:]
    if not firm:
        return f"{check}."
    # the fewer are named
    word, named = (", trừ", firm) if len(firm) < len(weak) else ("", weak)
    return hold(f"{check}{word}: {lower_first('; '.join(named))}.")


def as_of_line(profile: Profile) -> str:
    return f"Theo quy định và số liệu đến ngày{NBSP}{day(profile.as_of)}"


def kind_word(unit: Unit) -> str:
    return "địa phương" if unit.is_everyone else "thành phố" if unit.is_city else "tỉnh"


def unit_phrase(unit: Unit) -> str:
    """ "tỉnh Quảng Nam", "Thành phố Hồ Chí Minh": the full name inside a sentence."""
    return hold(unit.full_name if unit.slug == "ho-chi-minh" else lower_first(unit.full_name))


def table_label(of: int) -> str:
    """ "trung bình 63 tỉnh, thành phố": the mean of all units of a table."""
    return f"trung bình {of}{NBSP}tỉnh, thành phố"


def pillar_name(label: str) -> str:
    """ "Trụ cột chính quyền số": never the name of an index, “Hoạt động chính quyền số”."""
    return f"Trụ cột {lower_first(label)}"


def edition_source(edition: Edition, *, means: bool = False) -> str:
    """The source line of everything read from one edition; `means` says that it shows means, which we computed."""
    issuer = _SHORT_MINISTRY.get(edition.issuer, edition.issuer)
    computed = "; trung bình tính từ bảng của Bộ" if means else ""
    return f"Nguồn: {issuer}, DTI{NBSP}{edition.year} (công bố {day(edition.published_on)}){computed}"


def awaiting_merged(profile: Profile) -> str:
    """That no edition over the units of today was published yet, for a unit that was put together from several.

    Empty for every other unit: what was published and is not in our data is not spoken of.
    """
    if profile.score is not None or not profile.before_merger or dti.has_table(profile.unit.table, profile.as_of):
        return ""
    return hold(f"Đến ngày {day(profile.as_of)} chưa có kết quả DTI của {profile.unit.name} theo địa giới mới")


def cover_promise(profile: Profile) -> str:
    """What the deck of one province holds, for its cover; its place in the index only where the deck shows it."""
    place = f"Vị trí của {unit_phrase(profile.unit)} trên bảng chỉ số, quy định" if profile.has_position else "Quy định"
    return hold(f"{place} cần nắm và việc cần chuẩn bị sau hội nghị.")


def topic(label: str) -> str:
    """ "Hoạt động kinh tế số" → "hoạt động kinh tế số": an index named inside a sentence."""
    return lower_first(label)


def comparable_note(profile: Profile) -> str:
    """Says how many of the indices all units of the table have, where it is not all."""
    comparable = len(profile.comparisons)
    if not comparable or comparable == len(dti.INDICES):
        return ""
    return hold(
        f"{comparable} trong {len(dti.INDICES)} chỉ số chính có số liệu đủ {profile.table[0].of}{NBSP}tỉnh, thành phố."
    )


def ministry(profile: Profile) -> str:
    return agency("bo", profile.as_of)


def unknown(conference: Conference) -> str:
    """The words in place of a detail of the conference that is not known."""
    return "Chưa định" if conference.sample or conference.plan else "Bài gốc không nêu"


def conference_source(conference: Conference) -> str:
    """The source line of a conference's details; empty for a sample, which has none."""
    return "" if conference.sample else f"Nguồn: {conference.plan or 'bài gốc về hội nghị'}"


def missing_facts(conference: Conference) -> str:
    """What is not known of the conference, in one sentence; empty where everything is."""
    if conference.sample:
        return "Hội nghị mẫu để chuẩn bị tài liệu; không phải sự kiện có thật"
    absent = [
        label
        for label, value in (
            ("ngày", "" if conference.date_text.startswith(unknown(conference)) else conference.date_text),
            ("địa điểm", conference.place),
            ("đơn vị tổ chức", conference.organiser),
            ("số đại biểu", conference.delegates),
        )
        if not value
    ]
    return f"{unknown(conference)} {listing(absent)}" if absent else ""


def law_state_sentence(doc: law.LegalDocument, state: law.State) -> str:
    check = f" ({CHECK_ORIGINAL})" if doc.verified == "partial" else ""
    return hold(f"{doc.short}: {state.detail}{check}")


def answer_line(item: Item) -> str:
    """ "B. Chuyển đổi nhận thức" for a quiz question."""
    letter = item.detail("answer")
    return f"{letter}. {item.detail('options')[letter]}"


def score_label(score: Score) -> str:
    return f"{score.rank}/{score.of}"


def rank_break(before: Score | None, score: Score) -> str:
    """Why `score` cannot be compared with the edition before it: all reasons, in words; empty where it can."""
    if before is None:
        return ""
    reasons = ["đổi phương pháp"] if crosses_break(before.year, score.year) else []
    if before.of != score.of:
        reasons.append("đổi địa giới")
    return ", ".join(reasons)
