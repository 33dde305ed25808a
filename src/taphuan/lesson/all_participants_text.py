"""The Vietnamese sentences about all participants of a conference together: titles and notes of the slides for the whole conference."""

from __future__ import annotations

from taphuan.known import dti
from taphuan.lesson.participants_scores import Gathering
from taphuan.lesson.wording import ordinal, score_label, table_label, topic, unit_phrase
from taphuan.text import NBSP, day, hold, index_value


def group(gathering: Gathering) -> str:
    """ "19 tỉnh, thành phố dự hội nghị", "34 tỉnh, thành phố" where the whole country takes part, one by its name."""
    if len(gathering.participants) == 1:
        return unit_phrase(gathering.participants[0])
    count = f"{len(gathering.participants)}{NBSP}tỉnh, thành phố"
    return hold(count if gathering.is_everywhere else f"{count} dự hội nghị")


def league_finding(gathering: Gathering) -> str:
    """Who is first and last among the participants, with the published rank."""
    if not gathering.scores:
        return ""
    first, last = gathering.scores[0], gathering.scores[-1]
    among = "cả nước" if gathering.is_everywhere else f"{len(gathering.scores)}{NBSP}tỉnh dự hội nghị"
    return hold(
        f"DTI năm {first.year}: {first.name} dẫn đầu {among} ({score_label(first)}), "
        f"{last.name} đứng cuối ({score_label(last)})"
    )


def mean_finding(gathering: Gathering) -> str:
    """How many participants lie above the mean of the table."""
    mean = dti.mean(gathering.table)
    if not gathering.scores or mean is None:
        return ""
    year, label = gathering.scores[0].year, table_label(gathering.of)
    return hold(
        f"{gathering.above_mean}/{len(gathering.scores)}{NBSP}tỉnh có DTI năm {year} cao hơn {label} ({index_value(mean)})"
    )


def movement_finding(gathering: Gathering) -> str:
    """How many participants moved up or down between two editions that can be compared, and who moved furthest up."""
    before = {score.slug: score for score in gathering.earlier}
    moves = [(before[s.slug].rank - s.rank, s) for s in gathering.scores if s.slug in before]
    if not moves:
        return ""
    up, down = sum(step > 0 for step, _ in moves), sum(step < 0 for step, _ in moves)
    best, score = max(moves, key=lambda move: (move[0], -move[1].rank))
    first, last = gathering.earlier[0].year, gathering.scores[0].year
    head = f"Từ năm {first} đến năm {last}, {up}{NBSP}tỉnh tăng hạng, {down}{NBSP}tỉnh giảm hạng"
    return hold(
        f"{head}; {score.name} tăng nhiều nhất, từ {ordinal(before[score.slug].rank)} lên {ordinal(score.rank)}"
        if best > 0
        else head
    )


def weakest_finding(gathering: Gathering) -> str:
    """The index in which most participants lie below the mean of the table."""
    if not gathering.scores or not gathering.weakest:
        return ""
    key, count = gathering.weakest[0]
    return hold(
        f"{count}/{len(gathering.scores)}{NBSP}tỉnh còn thấp hơn {table_label(gathering.of)} ở {topic(dti.INDICES[key])}"
    )


def source_note(gathering: Gathering) -> str:
    """Who published the edition and when, as a sentence for the notes and the report."""
    edition = gathering.edition
    if edition is None:
        return ""
    return hold(f"Kết quả do {edition.issuer} công bố ngày {day(edition.published_on)}.")


def no_index(gathering: Gathering) -> str:
    """The sentence in place of a finding where no complete table of the participants' units was public."""
    on = day(gathering.as_of)
    if not dti.editions(gathering.as_of):
        return hold(f"Đến ngày {on} chưa có kết quả DTI cấp tỉnh nào được công bố")
    return hold(f"Đến ngày {on} chưa thu thập đủ kết quả DTI của các tỉnh để so sánh")
