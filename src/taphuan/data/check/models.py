"""Models of data/conferences/<slug>.yaml and slides/deck.yaml. The rules check what the values refer to."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from taphuan.data.check.models_base import Clock, Day, Slug, Sources, Strict, Text


class Participants(Strict):
    """Which units take part: all, those of some regions, or some provinces; exactly one of these keys is allowed. `level` is commune
    where their communes take part: then provinces have no sets, and those of communes are built on request."""

    all: Literal[True] | None = None
    regions: Annotated[list[Slug], Field(min_length=1)] | None = None
    provinces: Annotated[list[Slug], Field(min_length=1)] | None = None
    level: Literal["commune"] | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Participants:
        if sum(value is not None for value in (self.all, self.regions, self.provinces)) != 1:
            raise PydanticCustomError("participants", "needs exactly one of “all”, “regions” and “provinces”")
        return self


class Speaker(Strict):
    """A speaker of a conference. `summary` is null if the article does not report the speech."""

    name: Text
    role: Text
    summary: Text | None = None


class Slot(Strict):
    """An entry of the timetable: who teaches a module and when, as far as the source states it. `day` is optional."""

    module: Slug
    speaker: Text | None = None
    day: Day | None = None
    start: Clock | None = None
    end: Clock | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Slot:
        if not self.speaker and not self.start:
            raise PydanticCustomError("slot", "states neither speaker nor start")
        if (self.day or self.end) and not self.start:
            raise PydanticCustomError("slot", "has a day or an end, but no start")
        if self.start and self.end and self.end <= self.start:
            raise PydanticCustomError("slot", "ends before it starts")
        return self


class Issuer(Strict):
    """Whose letterhead the papers bear: the agency, and the one above it."""

    agency: Text
    authority: Text | None = None


class Conference(Strict):
    """data/conferences/<slug>.yaml. A value that is null or left out is not known; `*_assumption` holds the assumed value.

    `as_of_basis` is press if a press source gives the day and the article does not: `as_of_source_id` names it.
    `level` is cap-xa where the audience works in communes: what they are asked to do is of their level.
    `start` ('08:00') is the organisers' and times all sessions of the programme by their planned minutes.
    `minutes` are those that the hall's deck is for; `abridged` says, in a sentence without full stop, how much longer the
    real event was. `source_id` is the article about the conference. A future conference has no article: `plan` names the organisers'
    paper, worded as in a source line ("kế hoạch của ban tổ chức").
    """

    slug: Slug
    sample: Literal[True] | None = None
    sample_note: Text | None = None
    is_current_example: Literal[True] | None = None
    as_of: Day
    as_of_basis: Literal["stated", "assumed", "press"]
    as_of_assumption: Text | None = None
    as_of_source_id: Sources | None = None
    participants: Participants
    participants_assumption: Text | None = None
    title: Text
    short_title: Text
    title_assumption: Text | None = None
    date_start: Day | None = None
    date_end: Day | None = None
    date_text_vi: Text | None = None
    date_assumption: Text | None = None
    date_note: Text | None = None
    place: Text | None = None
    place_assumption: Text | None = None
    mode: Literal["truc-tiep", "truc-tuyen", "ket-hop"] | None = None
    mode_assumption: Literal["truc-tiep", "truc-tuyen"] | None = None
    mode_note: Text | None = None
    organiser: Text | None = None
    organiser_assumption: Text | None = None
    audience: Text | None = None
    audience_assumption: Text | None = None
    level: Literal["cap-xa"] | None = None
    region: Text | None = None
    region_assumption: Text | None = None
    provinces: list[Text] = Field(default_factory=list)
    provinces_assumption: Text | None = None
    delegates: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    delegates_note: Text | None = None
    delegates_source_id: Sources | None = None
    points: Annotated[int, Field(ge=1, le=20_000)] | None = None
    points_note: Text | None = None
    points_source_id: Sources | None = None
    minutes: Annotated[int, Field(ge=20, le=960)]
    abridged: Text | None = None
    modules: Annotated[list[Slug], Field(min_length=1)]
    speakers: list[Speaker] = Field(default_factory=list)
    speakers_note: Text | None = None
    timetable: list[Slot] = Field(default_factory=list)
    start: Clock | None = None
    discussion_chair: Text | None = None
    source_id: Sources | None = None
    plan: Text | None = None
    issuer: Issuer | None = None
    extra_sources: list[Sources] = Field(default_factory=list)
    extra_note: Text | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> Conference:
        if (self.source_id is None) == (self.plan is None) and not self.sample:
            raise PydanticCustomError("source", "needs exactly one of “source_id” and “plan”")
        if self.start and any(slot.start for slot in self.timetable):
            raise PydanticCustomError("start", "has “start” and times in “timetable”; keep what the source states")
        if (self.as_of_basis == "press") != (self.as_of_source_id is not None):
            raise PydanticCustomError("press", "as_of_basis press and as_of_source_id need each other")
        return self


Parts = Annotated[list[Slug], Field(min_length=1)]


class ConferenceParts(Strict):
    """The parts of a conference's own deck and report, in order."""

    deck: Parts
    report: Parts


class DeckParts(Strict):
    """The parts of a deck alone, in order: a speaker's module, the hall of one province, the hall's deck for a province, a
    commune's."""

    deck: Parts


class ProvinceParts(Strict):
    """The parts of a province's deck, briefing and checkup, in order; a programme may have no checkup."""

    deck: Parts
    briefing: Parts
    checkup: Parts | None = None


class DeckOrder(Strict):
    """slides/deck.yaml: the parts of the documents of each kind of document set."""

    version: Literal[4]
    conference: ConferenceParts
    single: DeckParts
    module: DeckParts
    province: ProvinceParts
    full: DeckParts
    # of a programme for communes, too
    commune: DeckParts | None = None
