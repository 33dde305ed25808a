"""The Vietnamese sentences made from data: findings for titles, captions, source lines, caveats.

Each sentence is right for the day of its profile and holds its numbers together with no-break spaces.
"""

from __future__ import annotations

from collections.abc import Iterable

from taphuan.known import law
from taphuan.known.conferences import Conference, Item, conferences, source_titles
from taphuan.known.dti import Edition, Score, crosses_break
from taphuan.known.units import Unit, agency
from taphuan.lesson.profile import Profile
from taphuan.text import NBSP, day, hold, index_value, listing, lower_first, number

PROVENANCE = "Tài liệu biên soạn lại từ nguồn công khai; không phải văn bản do cơ quan nhà nước phát hành"
MAP_LICENCE = "Ranh giới: Open Development Mekong / Cục Đo đạc và Bản đồ, CC BY-SA 4.0, đã đơn giản hóa"
LAW_SOURCE = "Nguồn: sổ đăng ký văn bản của bộ tài liệu"
DERIVED = "Hạng trụ cột tính từ các chỉ số đã công bố"
CHECK_ORIGINAL = "cần đối chiếu bản gốc"

UNNAMED = ("", "không rõ")
# what stands for an unknown detail of a conference: a place to write on
BLANK = "………"

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
        return "bài báo về hội nghị"
    about = next((other for other in conferences() if source_id in other.source_ids), None)
    return f"bài về “{about.short_title}”" if about else "báo chí"


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
    return f"trung bình {of}{NBSP}tỉnh"


def ordinal(place: int) -> str:
    return f"thứ{NBSP}{'nhất' if place == 1 else place}"


def edition_source(edition: Edition) -> str:
    """The source line of everything read from one edition."""
    issuer = _SHORT_MINISTRY.get(edition.issuer, edition.issuer)
    return f"Nguồn: {issuer}, DTI{NBSP}{edition.year} (công bố {day(edition.published_on)})"


def rank_finding(profile: Profile) -> str:
    """ "Quảng Nam xếp 31/63 năm 2022, thứ 8 trong 19 tỉnh dự hội nghị": the title of the league."""
    score = profile.score
    if score is None:
        return no_index(profile)
    head = f"{profile.unit.name} xếp {score.rank}/{score.of} năm{NBSP}{score.year}"
    standing = profile.standing(profile.league)
    if standing is None:
        return hold(head)
    group = (
        f"{standing.of}{NBSP}tỉnh dự hội nghị"
        if profile.league_is_of_participants
        else f"{standing.of}{NBSP}tỉnh của vùng"
    )
    return hold(f"{head}, {ordinal(standing.place)} trong {group}")


def no_index(profile: Profile) -> str:
    """The sentence in place of a finding where no index was public, or none of this unit has been collected."""
    name, on = profile.unit.name, day(profile.as_of)
    newest = profile.newest_edition
    if newest is None:
        return hold(f"Đến ngày {on} chưa có kết quả DTI cấp tỉnh nào được công bố")
    if profile.before_merger:
        return hold(f"Đến ngày {on} chưa có kết quả DTI của {name} theo địa giới mới")
    return hold(f"Chưa thu thập được kết quả DTI của {name} công bố đến ngày {on}")


def position_finding(profile: Profile) -> str:
    score, mean = profile.score, profile.table_mean
    if score is None or score.value is None:
        return no_index(profile)
    head = f"DTI {score.year} của {profile.unit.name} là {index_value(score.value)}"
    if mean is None:
        return hold(head)
    word = "cao hơn" if score.value > mean else "thấp hơn" if score.value < mean else "bằng"
    return hold(f"{head}, {word} {table_label(score.of)} ({index_value(mean)})")


def region_finding(profile: Profile) -> str:
    standing = profile.standing(profile.region_scores)
    if standing is None or profile.score is None:
        return no_index(profile)
    return hold(
        f"Trong vùng {profile.region.name}, {profile.unit.name} đứng {ordinal(standing.place)} trên {standing.of}{NBSP}tỉnh"
    )


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "−") + number(abs(value), 4)


def indices_finding(profile: Profile) -> str:
    """Where the unit is furthest above and below the mean of its table."""
    rows = profile.comparisons
    if not rows:
        return no_index(profile)
    best = max(rows, key=lambda row: row.value - row.table_mean)
    worst = min(rows, key=lambda row: row.value - row.table_mean)
    name, label = profile.unit.name, table_label(profile.table[0].of)
    if worst.value >= worst.table_mean:
        return hold(f"{name} hơn {label} ở cả {len(rows)}{NBSP}chỉ số, ít nhất ở {topic(worst.label)}")
    if best.value <= best.table_mean:
        return hold(f"{name} kém {label} ở cả {len(rows)}{NBSP}chỉ số, nhiều nhất ở {topic(worst.label)}")
    return hold(f"{name} hơn {label} rõ nhất ở {topic(best.label)}, kém nhất ở {topic(worst.label)}")


def topic(label: str) -> str:
    """ "Hoạt động kinh tế số" → "hoạt động kinh tế số": an index named inside a sentence."""
    return lower_first(label)


def gaps(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Each index with its distance to the mean of the table, the furthest below first: (label, "−0,0312")."""
    rows = sorted(profile.comparisons, key=lambda row: row.value - row.table_mean)
    return tuple((row.label, _signed(row.value - row.table_mean)) for row in rows)


def incomplete_note(profile: Profile) -> str:
    """Why an incomplete edition is not compared (rule 4 of time)."""
    edition = profile.edition
    if edition is None or edition.complete:
        return ""
    from taphuan.known import dti

    collected = len(dti.table(edition.year, edition.units))
    return hold(
        f"DTI {edition.year} mới thu thập được {collected}/{edition.units}{NBSP}tỉnh, nên không lập bảng xếp hạng và không so với trung bình cả nước."
    )


def four_of_eight(profile: Profile) -> str:
    """Says how many of the eight indices all units have."""
    comparable = len(profile.comparisons)
    if not comparable or comparable == 8:
        return ""
    return hold(f"{comparable} trong 8{NBSP}chỉ số chính có số liệu đủ {profile.table[0].of}{NBSP}tỉnh.")


def pillars_sentence(profile: Profile) -> str:
    """ "Chính quyền số hạng 7, kinh tế số hạng 14, xã hội số hạng 25", with the mark of derived ranks."""
    ranked = [p for p in profile.pillars if p.rank is not None]
    if not ranked:
        return ""
    text = listing([f"{p.label.lower()} hạng{NBSP}{p.rank}" for p in ranked])
    derived = f" ({DERIVED.lower()})" if any(p.derived for p in ranked) else ""
    return hold(text[:1].upper() + text[1:] + derived)


def pillars_inline(profile: Profile) -> str:
    """The pillar ranks inside a sentence, the derived ones marked."""
    text = pillars_sentence(profile)
    return text[:1].lower() + text[1:]


def pillars_finding(profile: Profile) -> str:
    """ "Ba trụ cột của Bắc Giang năm 2020: hạng 7, 14 và 25"."""
    ranked = [str(p.rank) for p in profile.pillars if p.rank is not None]
    if not ranked or profile.score is None:
        return ""
    count = "Ba trụ cột" if len(ranked) == 3 else "Trụ cột có số liệu"
    return hold(f"{count} của {profile.unit.name} năm {profile.score.year}: hạng{NBSP}{listing(ranked)}")


def neighbours_finding(profile: Profile) -> str:
    """How far the unit is from the ranks right above and below it."""
    score, rows = profile.score, profile.neighbours
    if score is None or score.value is None or not rows:
        return ""
    place = next(i for i, row in enumerate(rows) if row.slug == score.slug)
    parts: list[str] = []
    for step, word in ((-1, "kém"), (1, "hơn")):
        other = rows[place + step] if 0 <= place + step < len(rows) else None
        if other is not None and other.value is not None:
            gap = abs(score.value - other.value)
            parts.append(f"bằng {other.name}" if gap == 0 else f"{word} {other.name} {number(gap, 4)}{NBSP}điểm")
    return hold(f"{profile.unit.name} {listing(parts)}")


def history_finding(profile: Profile) -> str:
    """What happened to the rank over the editions that can be compared."""
    rows = profile.comparable_history
    if len(rows) < 2:
        return ""
    first, last = rows[0], rows[-1]
    name = profile.unit.name
    if first.rank == last.rank:
        return hold(f"{name} giữ hạng {last.rank}/{last.of} qua các năm {first.year}–{last.year}")
    word = "lên" if last.rank < first.rank else "xuống"
    return hold(f"{name} từ hạng {first.rank} năm {first.year} {word} hạng {last.rank} năm {last.year}")


def predecessors_finding(profile: Profile) -> str:
    rows = profile.before_merger
    if not rows:
        return ""
    parts = [f"{row.name} {row.rank}/{row.of}" for row in sorted(rows, key=lambda row: row.rank)]
    return hold(f"Trước sắp xếp, năm {rows[0].year}: {listing(parts)}")


def history_sentence(profile: Profile) -> str:
    """All own rows known, each with its table, and the breaks between them named."""
    if len(profile.history) < 2:
        return ""
    parts = [f"năm{NBSP}{s.year}: {s.rank}/{s.of}" for s in profile.history]
    partly = partly_collected(profile)
    return hold(f"Thứ hạng đã công bố của {profile.unit.name}: {'; '.join(parts)}." + (f" {partly}" if partly else ""))


def partly_collected(profile: Profile) -> str:
    """Marks the own ranks that come from editions of which not all units have been collected (rule 4 of time)."""
    from taphuan.known import dti

    complete = {edition.year for edition in dti.editions(profile.as_of) if edition.complete}
    years = [str(score.year) for score in profile.history if score.year not in complete]
    return hold(f"Năm {listing(years)} mới thu thập được một phần số liệu của cả nước.") if years else ""


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
