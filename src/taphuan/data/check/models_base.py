"""What all models of YAML files share: texts, slugs, days, sources, and the days of a statement."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

# Days of data/ lie between them: the country was founded in 1945, and nothing that is planned ends later.
FIRST_YEAR, LAST_YEAR = 1945, 2100


def _iso_day(text: str) -> str:
    try:
        valid = date.fromisoformat(text).isoformat() == text
    except ValueError:
        valid = False
    if not valid:
        raise PydanticCustomError("day", "not a valid date in the form year-month-day")
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise PydanticCustomError("far", "a day of no year that can be meant")
    return text


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
