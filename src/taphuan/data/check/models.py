"""Models of the YAML files: conferences, modules and slides/deck.yaml. The rules check what the values refer to."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError


def _iso_day(text: str) -> str:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise PydanticCustomError("day", "not a valid date in the form year-month-day")


def _clock(text: str) -> str:
    try:
        if time.fromisoformat(text).isoformat("minutes") == text:
            return text
    except ValueError:
        pass
    raise PydanticCustomError("clock", "not a time of the day")


def _source_ids(text: str) -> str:
    if not text or any(not key or key != key.strip() for key in text.split(";")):
        raise PydanticCustomError("keys", "not one or more source ids joined with “;” without spaces")
    return text


def _commune_code(text: str) -> str:
    if len(text) != 5 or not text.isdecimal():
        raise PydanticCustomError("commune", "not a code of five digits")
    return text


Text = Annotated[str, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Day = Annotated[str, AfterValidator(_iso_day)]
CommuneCode = Annotated[str, AfterValidator(_commune_code)]
Clock = Annotated[str, AfterValidator(_clock)]
Sources = Annotated[str, AfterValidator(_source_ids)]
# The documents that say it: each an id of the register and, where one article says it, the article after a space
Laws = Annotated[list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+( \S.*)?$")]], Field(min_length=1)]


class Strict(BaseModel):
    """Base class of all models: it forbids unknown keys and does not convert types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Participants(Strict):
    """Which units take part: all, those of some regions, or some provinces. Exactly one of the keys is allowed."""

    all: Literal[True] | None = None
    regions: Annotated[list[Slug], Field(min_length=1)] | None = None
    provinces: Annotated[list[Slug], Field(min_length=1)] | None = None

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
    `source_id` is the article about the conference. A future conference has no article: `plan` names the organisers'
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
    provinces: list[Text] = []
    provinces_assumption: Text | None = None
    delegates: Annotated[int, Field(ge=1)] | None = None
    delegates_note: Text | None = None
    delegates_source_id: Sources | None = None
    points: Annotated[int, Field(ge=1)] | None = None
    points_note: Text | None = None
    points_source_id: Sources | None = None
    modules: Annotated[list[Slug], Field(min_length=1)]
    speakers: list[Speaker] = []
    speakers_note: Text | None = None
    timetable: list[Slot] = []
    start: Clock | None = None
    discussion_chair: Text | None = None
    source_id: Sources | None = None
    plan: Text | None = None
    issuer: Issuer | None = None
    extra_sources: list[Sources] = []
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


class After(Strict):
    """A sentence that must be added to an item from a day on: `text`, or what became of the commune with this old code."""

    from_: Day = Field(alias="from")
    text: Text | None = None
    commune: CommuneCode | None = None
    source_id: Sources
    law: Laws | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> After:
        if (self.text is None) == (self.commune is None):
            raise PydanticCustomError("after", "needs exactly one of “text” and “commune”")
        return self


class Dated(Strict):
    """`known_from` is the day on which a statement became public, `until` the last day on which its wording is right."""

    known_from: Day
    known_basis: Literal["issued", "event", "published", "assumed"]
    known_note: Text | None = None
    until: Day | None = None
    after: After | None = None
    law: Laws | None = None


class KeyPoint(Dated):
    id: Slug
    text: Text
    source_id: Sources


class Figure(Dated):
    """A number and what it counts. `value` is text if it is not a single number (“26/63”), `year` if it is a period."""

    id: Slug
    name: Text
    value: int | float | Text
    unit: Text
    year: int | Text
    source_id: Sources


class DiscussionQuestion(Dated):
    id: Slug
    text: Text


class QuizQuestion(Dated):
    """A multiple-choice question. With `use: false` no document prints it; `conferences` are those in which it may be asked,
    for a question about what was said at one of them (not given: all)."""

    id: Slug
    question: Text
    options: Annotated[dict[Annotated[str, StringConstraints(pattern=r"^[A-Z]$")], Text], Field(min_length=2)]
    answer: Text
    explanation: Text
    key_point: Slug
    source_id: Sources
    use: bool
    conferences: Annotated[list[Slug], Field(min_length=1)] | None = None
    use_note: Text | None = None


class Task(Dated):
    """One of the directions or tasks of 2022. `stt` is its number, null if that is not known."""

    stt: int | None
    noi_dung: Text
    source_id: Sources


class Tasks(Strict):
    tong_so_theo_nguon: int
    da_tim_thay: int
    danh_sach: list[Task]
    ghi_chu: Text


class Module(Strict):
    """data/modules/<slug>.yaml. `written` is false until the module has a notebook. `own_data` is the condition
    (docs/placeholders.md) of the slide with data of the province itself, if the module must have such a slide."""

    slug: Slug
    title_vi: Text
    audience: Text
    accessed: Day
    written: bool = True
    own_data: Text | None = None
    legal_documents: list[Slug]
    key_points: Annotated[list[KeyPoint], Field(min_length=1)]
    figures: list[Figure]
    discussion_questions: list[DiscussionQuestion]
    quiz: list[QuizQuestion]
    nhiem_vu_2022: Tasks | None = None
    dinh_huong_2022: list[Task] | None = None
    gaps_and_warnings: list[Text] | None = None


Parts = Annotated[list[Slug], Field(min_length=1)]


class ConferenceParts(Strict):
    """The parts of a conference's own deck and report, in order."""

    deck: Parts
    report: Parts


class DeckParts(Strict):
    """The parts of a deck alone, in order: a speaker's module, the hall of one province, the hall's deck for a province."""

    deck: Parts


class ProvinceParts(Strict):
    """The parts of a province's deck, briefing and checkup, in order."""

    deck: Parts
    briefing: Parts
    checkup: Parts


class DeckOrder(Strict):
    """slides/deck.yaml: the parts of the documents of each kind of document set."""

    version: Literal[3]
    conference: ConferenceParts
    single: DeckParts
    module: DeckParts
    province: ProvinceParts
    full: DeckParts
