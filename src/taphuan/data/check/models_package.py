"""The models of datapackage.json and of the maps: what a check can rely on before it reads anything with them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, ValidationError

from taphuan.data.check.models_base import Strict, Text

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
File = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(/[a-z0-9_]+)*\.(csv|geojson|yaml)$")]
ColumnName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Each(Strict):
    """What the keys in a cell refer to."""

    separator: Text
    resource: Text
    field: ColumnName


class Constraints(Strict):
    required: bool | None = None
    enum: Annotated[list[Text], Field(min_length=1)] | None = None
    minimum: int | FiniteFloat | None = None
    maximum: int | FiniteFloat | None = None
    pattern: Text | None = None


class Column(Strict):
    name: ColumnName
    type: Literal["string", "integer", "number", "date"]
    description: Text
    title: Text | None = None
    language: Literal["vi"] | None = None
    anyWord: bool | None = None
    each: Each | None = None
    constraints: Constraints | None = None


class Reference(Strict):
    # "" for the table itself
    resource: str
    fields: ColumnName


class ForeignKey(Strict):
    fields: ColumnName
    reference: Reference


class Schema(Strict):
    fields: Annotated[list[Column], Field(min_length=1)]
    primaryKey: ColumnName | list[ColumnName] | None = None
    foreignKeys: list[ForeignKey] | None = None


class Licence(Strict):
    name: Text
    title: Text
    path: Text | None = None


class Delimiter(Strict):
    delimiter: Literal[","]


class Dialect(Strict):
    csv: Delimiter


class Resource(Strict):
    name: Name
    path: File
    title: Text
    format: Literal["csv", "geojson", "yaml"]
    licenses: Annotated[list[Licence], Field(min_length=1)]
    scheme: Literal["file"]
    mediatype: Text
    encoding: Literal["utf-8"]
    profile: Literal["tabular-data-resource"] | None = None
    dialect: Dialect | None = None
    # of a table of changes: the legal document that made them
    document: Text | None = None
    table: Schema | None = Field(default=None, alias="schema")


class Package(Strict):
    name: Text
    title: Text
    description: Text
    profile: Text
    licenses: Annotated[list[Licence], Field(min_length=1)]
    resources: Annotated[list[Resource], Field(min_length=1)]


class _Open(BaseModel):
    """A model that leaves keys alone which nothing here reads."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class Properties(_Open):
    slug: Text
    name: Text
    code: Text | None = None
    kind: Literal["province", "archipelago"]
    label_lon: FiniteFloat
    label_lat: FiniteFloat


# whether there is an outline, and whose, is for the rules
Position = Annotated[list[FiniteFloat], Field(min_length=2, max_length=3)]
Ring = list[Position]


class Point(_Open):
    type: Literal["Point"]
    coordinates: Position


class Polygon(_Open):
    type: Literal["Polygon"]
    coordinates: list[Ring]


class MultiPolygon(_Open):
    type: Literal["MultiPolygon"]
    coordinates: list[list[Ring]]


class Feature(_Open):
    type: Literal["Feature"]
    properties: Properties
    geometry: Annotated[Point | Polygon | MultiPolygon, Field(discriminator="type")]


class FeatureCollection(_Open):
    type: Literal["FeatureCollection"]
    features: Annotated[list[Feature], Field(min_length=1)]


def first_faults(model: type[BaseModel], value: Any) -> list[dict[str, Any]]:
    """What makes a value none of the model, as pydantic says it; [] if nothing does."""
    try:
        model.model_validate(value)
    except ValidationError as error:
        return [dict(details) for details in error.errors(include_url=False)]
    return []
