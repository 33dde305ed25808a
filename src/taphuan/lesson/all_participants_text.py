"""Words about all participants of a conference together that compare nothing; comparisons are in claims/participants.py."""

from __future__ import annotations

from taphuan.lesson.claims import participants
from taphuan.lesson.participants_scores import Gathering
from taphuan.lesson.wording import unit_phrase
from taphuan.text import day, hold, say


def group(gathering: Gathering) -> str:
    """ "19 tỉnh, thành phố dự hội nghị", "34 tỉnh, thành phố" where the whole country takes part, one by its name."""
    if len(gathering.participants) == 1:
        return unit_phrase(gathering.participants[0])
    return hold(participants.group(gathering))


def source_note(gathering: Gathering) -> str:
    """Who published the edition and when, as a sentence for the notes and the report."""
    edition = gathering.edition
    if edition is None:
        return ""
    return hold(say("lesson.all_participants_text.published", issuer=edition.issuer, day=day(edition.published_on)))
