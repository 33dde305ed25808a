"""Model of data/communes/cap-xa.yaml: what is asked of communes, what happens at their counters, the sheets that they fill."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from taphuan.data.check.models_base import Dated, Slug, Sources, Strict, Text
from taphuan.data.check.models_lesson import Sheet


class Duty(Dated):
    """What a law asks of communes. `{xã}`, `{thôn}` in a text stand for the words of its kind. `funded`: the decree names the
    expenditure. `provisions` are the rows of law/provisions.csv it rests on; `outside_cities`: not in a centrally run city."""

    id: Slug
    title: Text
    text: Text
    funded: bool
    outside_cities: bool = False
    provisions: Annotated[list[Slug], Field(min_length=1)]


class Clock(Dated):
    """A period that a law sets: "07", "ngày làm việc", and what must be done in it."""

    id: Slug
    number: Text
    unit: Text
    text: Text
    provisions: Annotated[list[Slug], Field(min_length=1)]


class Situation(Dated):
    """What happens at a counter, and what is done; its articles, or the source that reports it."""

    id: Slug
    text: Text
    answer: Text
    outside_cities: bool = False
    source_id: Sources | None = None


class CommuneSheet(Sheet):
    """A sheet of a commune; `rows_of`: its first column holds the names of what the commune was formed from."""

    rows_of: Literal["predecessors"] | None = None


class CommuneLesson(Strict):
    """data/communes/cap-xa.yaml."""

    slug: Slug
    duties: Annotated[list[Duty], Field(min_length=1)]
    clocks: Annotated[list[Clock], Field(min_length=1)]
    situations: Annotated[list[Situation], Field(min_length=1)]
    sheets: Annotated[list[CommuneSheet], Field(min_length=1)]
