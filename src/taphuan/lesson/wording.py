"""The Vietnamese sentences made from data that compare nothing: source lines, labels, caveats. Comparisons are in claims/.

Each sentence is right for the day of its profile and holds its numbers together with no-break spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from taphuan.known import communes, dti, law
from taphuan.known.conferences import Conference, conferences
from taphuan.known.dti import Edition, Score, crosses_break
from taphuan.known.items import After, Item
from taphuan.known.sources import producers, source_titles
from taphuan.known.units import Unit, agency
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP, day, hold, listing, lower_first

PROVENANCE = "Tài liệu biên soạn lại từ nguồn công khai; không phải văn bản do cơ quan nhà nước phát hành"
LAW_SOURCE = "Nguồn: các văn bản nêu tên"
DERIVED = "Hạng trụ cột tính từ các chỉ số đã công bố"
REPRINT = "theo bản đăng lại"
REPRINT_EXPLAINED = (
    f"Ghi chú “{REPRINT}”: nội dung văn bản lấy từ bản đăng lại; khi viện dẫn trong hồ sơ, dùng bản đăng Công báo hoặc "
    "Cơ sở dữ liệu quốc gia về văn bản pháp luật."
)
# what stands for an unknown detail of a conference: a place to write on
BLANK = "………"

UNNAMED = ("", "không rõ")
# how the ids of public repositories begin: places where somebody copied what others published
_COPIES = ("gh-", "vnpd-")

_SHORT_MINISTRY = {
    "Bộ Thông tin và Truyền thông": "Bộ TT&TT",
    "Bộ Khoa học và Công nghệ": "Bộ KH&CN",
}


def printable(source_id: str) -> bool:
    """Whether a page may name the source: a public repository is where a text was read, never who says it."""
    return not source_id.startswith(_COPIES)


def source_label(source_id: str, conference: Conference) -> str:
    """A short name for a source line: the producer of what was read in a copy, the publisher, or the conference that an
    article without one is about; empty text for a source that is never named."""
    source = source_titles()[source_id]
    if producer := producers().get(source_id):
        return producer
    if not printable(source_id):
        return ""
    if source["publisher"] not in UNNAMED:
        return source["publisher"]
    if source_id in conference.source_ids:
        return "bài báo về hội nghị"
    about = next((other for other in conferences() if source_id in other.source_ids), None)
    return f"bài về “{about.short_title}”" if about else "báo chí"


def sources_line(source_ids: Iterable[str], conference: Conference) -> str:
    """ "Nguồn: Thư Ký Luật; Báo Thanh Niên": each publisher once; empty text where none is named."""
    return _line(dict.fromkeys(source_label(id_, conference) for id_ in source_ids))


def labels_of(item: Item, conference: Conference) -> tuple[tuple[str, str], ...]:
    """(name, article) of what a statement rests on: the documents that say it, else the publishers who report it, else
    the documents that it names."""
    if item.laws:
        return tuple((law.document(id_).short, article) for id_, article in item.laws)
    publishers = tuple((label, "") for id_ in item.source_ids if (label := source_label(id_, conference)))
    return publishers or tuple((doc.short, "") for doc in law.named_in(item.text, item.known_from))


def merged(labels: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Each name once, with the numbers of its articles: "NĐ 224/2026 (Điều 36, 65)"; a part that is not an article as it
    is called: "NQ 57-NQ/TW (mục III.1)"."""
    places: dict[str, dict[str, None]] = {}
    for name, article in labels:
        numbers = re.findall(r"Điều (\d+)", article)
        places.setdefault(name, {}).update(dict.fromkeys(numbers or ([article] if article else [])))
    return tuple(name + _places(tuple(found)) for name, found in places.items())


def _places(found: tuple[str, ...]) -> str:
    numbers = sorted((place for place in found if place.isdigit()), key=int)
    others = [place for place in found if not place.isdigit()]
    named = [*([f"Điều {', '.join(numbers)}"] if numbers else []), *others]
    return f" ({'; '.join(named)})" if named else ""


def basis(item: Item) -> str:
    """ "Điều 12 NĐ 150/2025": the articles of a statement with the short names of their documents."""
    return "; ".join(" ".join(filter(None, (article, law.document(id_).short))) for id_, article in item.laws)


def items_line(items: Iterable[Item], conference: Conference) -> str:
    """The source line of statements: "Nguồn: NĐ 224/2026 (Điều 59, 67); Báo Thanh Niên"; empty text where none is named."""
    return _line(merged(label for item in items for label in labels_of(item, conference)))


def laws_line(*documents: law.LegalDocument) -> str:
    """The source line of what documents say: "Nguồn: NĐ 82/2024; NĐ 73/2019"."""
    return _line(doc.short for doc in documents)


def _line(labels: Iterable[str]) -> str:
    named = "; ".join(filter(None, labels))
    return f"Nguồn: {named}" if named else ""


def as_of_line(profile: Profile) -> str:
    return f"Theo quy định và số liệu đến ngày{NBSP}{day(profile.as_of)}"


def kind_word(unit: Unit) -> str:
    return "địa phương" if unit.is_everyone else "thành phố" if unit.is_city else "tỉnh"


def unit_phrase(unit: Unit) -> str:
    """ "tỉnh Quảng Nam", "Thành phố Hồ Chí Minh": the full name inside a sentence."""
    return hold(unit.full_name if unit.slug == "ho-chi-minh" else lower_first(unit.full_name))


def after_text(after: After) -> str:
    """The sentence that must be added to an item; it begins with its day unless it names the day itself."""
    text, start = after.text or commune_became(after.commune, after.start), day(after.start)
    return text if start in text else f"Từ {start}: {text}"


def commune_became(code: str, since: date) -> str:
    """ "Từ 01/7/2025, xã Vi Hương cùng … hợp thành xã Phủ Thông, tỉnh Thái Nguyên.": what became of a commune that ended
    on the day before `since`."""
    old = communes.resolve_commune(code, since - timedelta(days=1))
    became = communes.successors(old, since)
    province = unit_phrase(communes.province_of(became[0], since))
    begin = f"Từ {day(since)}, {lower_first(old.full_name)}"
    if len(became) > 1:
        return f"{begin} được chia về {_by_kind((c.full_name, c.name, True) for c in became)}, {province}."
    (new,) = became
    others = [p for p in communes.predecessors(new) if p.code != code]
    name = f"{lower_first(new.full_name)}, {province}"
    if not others:
        same = new.full_name == old.full_name
        return f"{begin} giữ nguyên địa giới, {f'thuộc {province}' if same else f'thành {name}'}."
    return f"{begin} cùng {_by_kind((p.full_name, p.name, p.whole) for p in others)} hợp thành {name}."


def _by_kind(communes: Iterable[tuple[str, str, bool]]) -> str:
    """ "thị trấn Phủ Thông và các xã Lục Bình, Tân Tú": communes (full name, name, whether all of it) by their kind."""
    groups: dict[str, list[str]] = {}
    for full_name, name, whole in communes:
        kind = ("" if whole else "một phần ") + "{}" + lower_first(full_name.removesuffix(name))
        groups.setdefault(kind, []).append(name)
    join = listing if len(groups) == 1 else ", ".join
    return listing([kind.format("các " if names[1:] else "") + join(names) for kind, names in groups.items()])


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


def conference_name(conference: Conference) -> str:
    """The title in quotation marks, with the date where it is known."""
    when = f" ({lower_first(conference.date_text)})" if conference.date_text else ""
    return hold(f"“{conference.title}”{when}")


def conference_source(conference: Conference) -> str:
    """The source line of a conference's details; empty for a sample, which has none."""
    if conference.sample:
        return ""
    return f"Nguồn: {conference.plan}" if conference.plan else sources_line(conference.source_ids, conference)


def law_state_sentence(doc: law.LegalDocument, state: law.State) -> str:
    mark = f" ({REPRINT})" if doc.verified == "partial" else ""
    return hold(f"{doc.short}: {state.detail}{mark}")


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
