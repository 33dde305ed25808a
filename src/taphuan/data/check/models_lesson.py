"""The form of what learners do in a module: objectives, exercises, sheets, decisions in data/modules/<slug>.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from taphuan.data.check.models_base import Dated, Laws, Slug, Sources, Strict, Text

Letter = Annotated[str, StringConstraints(pattern=r"^[a-z]$")]
Minutes = Annotated[int, Field(ge=2, le=60)]


class Objective(Dated):
    """What a learner can do afterwards, in words that follow “Học xong, học viên …”: they begin with a verb."""

    id: Slug
    text: Text


class Card(Strict):
    """A card of an exercise; `bin` is the name of the one that it belongs to, `why` the reason in a sentence."""

    text: Text
    bin: Text
    why: Text
    law: Laws | None = None


# a row of a sheet, null in a computed column
Row = list[str | int | float | None]
_SORTED, _COMPUTED = ("bins", "cards"), ("sheet", "given", "finding")


class Exercise(Dated):
    """Cards to sort into bins, each bin "Tên" or "Tên: ghi chú", a bin may stay empty; or `given` rows of a `sheet` of the
    module, whose computed columns are worked out, and the `finding`: what they show, in a sentence or two."""

    id: Slug
    title: Text
    minutes: Minutes
    task: Text
    hand_in: Text
    bins: Annotated[list[Text], Field(min_length=2, max_length=5)] | None = None
    cards: Annotated[list[Card], Field(min_length=3, max_length=8)] | None = None
    sheet: Slug | None = None
    given: Annotated[list[Row], Field(min_length=1, max_length=6)] | None = None
    finding: Text | None = None
    source_id: Sources | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Exercise:
        given = tuple(name for name in (*_SORTED, *_COMPUTED) if getattr(self, name) is not None)
        if given not in (_SORTED, _COMPUTED):
            raise PydanticCustomError("kind", "has either bins and cards, or sheet, given and finding")
        return self


class Column(Strict):
    """A column of a sheet. One with a `formula` is computed and is percent, points or number; the others are filled."""

    letter: Letter
    name: Text
    kind: Literal["text", "count", "number", "date", "choice", "percent", "points"]
    width: Annotated[float, Field(ge=0.3, le=8)] = 1
    choices: Annotated[list[Text], Field(min_length=2, max_length=8)] | None = None
    formula: Text | None = None
    at_most: Letter | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Column:
        if (self.kind == "choice") != (self.choices is not None):
            raise PydanticCustomError("choices", "has “choices” if and only if its kind is choice")
        if self.formula is not None and self.kind not in ("percent", "points", "number"):
            raise PydanticCustomError("formula", "has a formula, so its kind is percent, points or number")
        if self.formula is None and self.kind in ("percent", "points"):
            raise PydanticCustomError("formula", "is percent or points, so it needs a formula")
        if self.at_most is not None and self.kind not in ("count", "number"):
            raise PydanticCustomError("at_most", "has “at_most”, so its kind is count or number")
        return self


class Sheet(Dated):
    """A table to fill, and the same filled as an example. `practice`: the numbers of the example are invented; without a source
    the sheet is the editors' own."""

    id: Slug
    title: Text
    task: Text
    columns: Annotated[list[Column], Field(min_length=2, max_length=8)]
    rows: Annotated[int, Field(ge=1, le=20)]
    example: Annotated[list[Row], Field(min_length=1, max_length=8)]
    practice: bool = False
    source_id: Sources | None = None


class Decision(Dated):
    """What the hall decides at the end of the module, as a task without who and when."""

    id: Slug
    text: Text
