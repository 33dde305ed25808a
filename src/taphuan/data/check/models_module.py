"""Models of data/modules/<slug>.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from taphuan.data.check.models_base import FIRST_YEAR, LAST_YEAR, Dated, Day, Slug, Sources, Strict, Text
from taphuan.data.check.models_lesson import Decision, Exercise, Objective, Sheet

# the letter of an option
Choice = Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]


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
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | Text
    source_id: Sources


class DiscussionQuestion(Dated):
    id: Slug
    text: Text


class QuizQuestion(Dated):
    """A multiple-choice question. `asks` says for what: a number, a date or a name of a document that was remembered (memory),
    what holds (rule), what to do in a case (situation), a reason (why). `explanation` says why the answer is right, `whys` why each other
    option is not. With `use: false` no document prints it; `conferences` are those in which it may be asked,
    for a question about what was said at one of them (not given: all)."""

    id: Slug
    asks: Literal["memory", "rule", "situation", "why"]
    question: Text
    options: Annotated[dict[Choice, Text], Field(min_length=2)]
    answer: Text
    explanation: Text
    whys: dict[Choice, Text] | None = None
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
    """data/modules/<slug>.yaml. `short_vi` is the title as it stands above slides and on dividers. `written` is false while the module is being written (data/drafts.py). `own_data` is the condition
    (docs/placeholders.md) of the slide with data of the province itself, if the module must have such a slide."""

    slug: Slug
    title_vi: Text
    short_vi: Text
    audience: Text
    accessed: Day
    written: bool = True
    own_data: Text | None = None
    legal_documents: list[Slug]
    key_points: Annotated[list[KeyPoint], Field(min_length=1)]
    figures: list[Figure]
    discussion_questions: list[DiscussionQuestion]
    quiz: list[QuizQuestion]
    objectives: list[Objective] = Field(default_factory=list)
    exercises: list[Exercise] = Field(default_factory=list)
    sheets: list[Sheet] = Field(default_factory=list)
    decisions: list[Decision] = Field(default_factory=list)
    nhiem_vu_2022: Tasks | None = None
    dinh_huong_2022: list[Task] | None = None
    gaps_and_warnings: list[Text] | None = None
