"""What must hold over a whole set: one label one value, no figure twice, units of the day, no phrase of doubt, evidence that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import yaml

from context import Context, Figure
from published import DATA, file, own_slugs, rows, tenth, units_on, vietnamese
from reading import Set
from words import plain

# phrases that doubt what a document says; they stand in no document
DOUBTS = re.compile(
    r"bài gốc|nguồn (?:gốc )?không nêu|không nêu trong nguồn|chưa rõ trong nguồn|chưa (?:được )?đọc|chưa thu thập|cần đối chiếu|kho mã"
    r"|bản chép không nêu|ngày hiệu lực chưa (?:xác định|rõ|biết)|chưa (?:xác định|rõ|biết) ngày hiệu lực",
    re.IGNORECASE,
)
ONE_VALUE = {"league", "strip", "region-map", "indices", "index", "neighbours", "pillars", "rank-card", "participants-league", "participants-map", "predecessors", "participants"}  # fmt: skip


def doubts(text: str) -> Iterator[str]:
    for match in DOUBTS.finditer(plain(text)):
        yield match[0]


def labels(found: Set) -> Iterator[tuple[str, str, str, str]]:
    """(place, sentence, claim, data) where a label has two values in the figures of one document."""
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for document, slide, cell, figure in found.figures:
        for label, value in _labelled(figure):
            before = seen.setdefault((document, *label), (value, cell))
            if before[0] != value:
                yield (
                    slide,
                    f"{' · '.join(label)}: {value}",
                    "one label, two values",
                    f"{before[0]} in {before[1]}, {value} in {cell}",
                )


def _labelled(figure: Figure) -> Iterator[tuple[tuple[str, ...], str]]:
    year = re.search(r"năm (20\d\d)", f"{figure.caption} {figure.alt}")
    if figure.kind not in ONE_VALUE or year is None:
        return
    for line in figure.rows:
        name = re.sub(r"^Giá trị DTI$", "DTI", str(line[0]).replace(" (cao nhất)", ""))
        place = next((str(v) for c, v in zip(figure.columns, line, strict=True) if c.startswith("Hạng")), "")
        table = place.split("/")[1] if "/" in place else ""
        for column, value in list(zip(figure.columns, line, strict=True))[1:]:
            if value in (None, "") or column in ("STT", "Trên tổng số") or column.startswith("Hạng"):
                continue
            column = re.sub(r"^(?:TB|Trung bình)\b", "trung bình", column)
            of_unit = name in (figure.unit, column) or column in ("Giá trị", "DTI") or column.startswith("DTI năm")
            label = (name, "DTI" if of_unit and column.startswith("DTI") else column, year[1], table)
            yield label, value if isinstance(value, str) else tenth(Fraction(str(value)))


def repeated(found: Set) -> Iterator[tuple[str, str, str, str]]:
    """Figures and tables that stand twice in a document: the same kind with the same rows."""
    seen: dict[tuple, str] = {}
    for document, slide, cell, figure in found.figures:
        key = (document, figure.kind, figure.columns, figure.rows)
        # the checkup is a page and a picture
        if key in seen and figure.rows and figure.kind != "checkup":
            yield slide, figure.caption, "a figure twice", f"the same numbers as in {seen[key]}"
        seen.setdefault(key, cell)


def means(found: Set) -> Iterator[tuple[str, str, str, str]]:
    """Slides that print a mean and do not say that it was computed."""
    said: dict[tuple[str, str], str] = {}
    for text in found.texts:
        said[text.document, text.slide] = said.get((text.document, text.slide), "") + "\n" + plain(text.text)
    for (_, slide), text in said.items():
        mean = re.search(r"[^\n]*trung bình (?:vùng|\d+ tỉnh, thành phố)[^.\n]*?\d,\d[^\n]*", text)
        if mean and not re.search("tính từ (?:bảng|số liệu)", text):
            yield slide, mean[0][:160], "a mean", "its slide does not say “tính từ bảng của Bộ”"


def units(found: Set, context: Context) -> Iterator[tuple[str, str, str, str]]:
    """The document's unit is in force on its day and takes part; its figures are of it."""
    if found.slug:
        unit = units_on(context.on).get(found.slug)
        if unit is None or unit.start.isoformat() != found.valid_from:
            yield (
                "",
                found.slug,
                "unit of the document",
                f"provinces.csv slug={found.slug}: in force from {unit and unit.start} on {vietnamese(context.on)}",
            )
        elif found.slug not in context.guests:
            yield (
                "",
                found.slug,
                "unit of the document",
                f"conferences/{found.conference}.yaml: {', '.join(sorted(context.guests))}",
            )
    for _, slide, _, figure in found.figures:
        if figure.unit and found.slug and figure.unit not in own_slugs(found.slug, context.on):
            yield (
                slide,
                figure.caption,
                "unit of a figure",
                f"the figure is of {figure.unit}, the document of {found.slug}",
            )


@cache
def missing_evidence(evidence: tuple[str, str, str]) -> str:
    """Why a cell that a claim names as its evidence does not exist; "" where it does."""
    name, row, column = evidence
    if not (DATA / name).is_file():
        return f"{name}: no such file"
    if name.endswith(".yaml"):
        return "" if _in_yaml(name, row.removeprefix("id=")) else f"{name}: no item {row}"
    wanted = dict(part.partition("=")[::2] for part in row.split(";"))
    table = rows(file(name.rsplit("/", 1)[-1]).name)
    if column not in table[0]:
        return f"{name}: no column {column}"
    if any(all(r.get(key) == value for key, value in wanted.items()) for r in table):
        return ""
    return f"{name}: no row {row}"


@cache
def _in_yaml(name: str, id_: str) -> bool:
    return _holds(
        yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), id_
    )


def _holds(value: object, id_: str) -> bool:
    if isinstance(value, dict):
        return value.get("id") == id_ or any(_holds(inner, id_) for inner in value.values())
    return isinstance(value, list) and any(_holds(inner, id_) for inner in value)
