"""Figures of the places of units: their ranks over the years, in two editions, their index beside the GRDP per head."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from context import Context, Figure, Untrue, newest, number, row_of
from figure_values import fits
from mean_rules import complete
from published import find_row, own, own_slugs, parts, rows, table, table_file
from rank_rules import rank
from words import names

# how far from the unit's own number a unit near it may be: the first band that holds four to twelve of them
BANDS = (Fraction(12, 100), Fraction(8, 100), Fraction(20, 100))


def check_ranks(figure: Figure, context: Context) -> Iterator[str]:
    """The ranks of the unit and of those it was put together from: each in its table, and none of its own left out."""
    lineage = {s for slug in (context.slug, *parts(context.slug, context.on)) for s in own_slugs(slug, context.on)}
    lineage |= set(parts(context.slug, context.on))
    for name, year, shown, of in figure.rows:
        rows = table(int(str(year)), int(str(of)))
        # under the name of today also while it bore another one
        slugs = {s for slug in names()[str(name)] for s in own_slugs(slug, context.on)}
        found = [rank(rows[slug]) for slug in sorted(slugs & lineage) if slug in rows]
        if shown not in found:
            yield f"{table_file(int(str(year)), int(str(of)))} {year}: {name} has rank {found}, shown {shown}"
    right = {(year, rank(row), of) for year, of, row in own(context.slug, context.on) if row["rank"]}
    drawn = {(line[1], line[2], line[3]) for line in figure.rows}
    if not right <= drawn:
        yield f"dti.csv {context.slug}: not shown {sorted(right - drawn)}"


def check_slope(figure: Figure, context: Context) -> Iterator[str]:
    """The ranks of all units in two editions; no unit of the table is missing."""
    for at, name in list(enumerate(figure.columns))[1:]:
        year = int(name.removeprefix("Hạng năm "))
        of = len(figure.rows)
        complete(year, of)
        if len(table(year, of)) != of:
            yield f"{of} rows for a table of {len(table(year, of))}"
        for line in figure.rows:
            # the territories as they were, also where they are part of another unit by now
            row = find_row(year, of, names()[str(line[0])])
            if row is None or rank(row) != line[at]:
                yield f"{table_file(year, of)} {year}: rank {row and rank(row)}, shown {line[at]} for {line[0]}"


def check_scatter(figure: Figure, context: Context) -> Iterator[str]:
    """The index and the GRDP per head of every unit of the newest table, and who stands near the unit."""
    year, of, _ = newest(context)
    grdp_year = figure.columns[1][-4:]
    grdp = {
        r["province_slug"]: Fraction(r["grdp_per_head"]) for r in rows("grdp_per_head.csv") if r["edition"] == grdp_year
    }
    people = {
        r["province_slug"]: Fraction(r["population"]) for r in rows("population.csv") if r["edition"] == grdp_year
    }
    if len(figure.rows) != of or len(table(year, of)) != of:
        yield f"{len(figure.rows)} rows for a table of {len(table(year, of))}"
    across: dict[str, Fraction] = {}
    for name, shown, value_shown, _ in figure.rows:
        row = row_of(str(name), year, of, context)
        slug = row["province_slug"]
        pieces = parts(slug, context.on) or own_slugs(slug, context.on)
        found = [next(old for old in own_slugs(piece, context.on) if old in grdp) for piece in sorted(pieces)]
        found = sorted(set(found))
        weight = sum(people[old] for old in found)
        across[slug] = sum(grdp[old] * people[old] for old in found) / weight
        if abs(Fraction(str(shown)) - across[slug]) > Fraction(1, 1000):
            yield f"grdp_per_head.csv {grdp_year} {slug}: {float(across[slug]):.4f}, shown {shown}"
        if not fits(value_shown, number(row, "pdti")):
            yield f"{table_file(year, of)} {year} {slug}: {row['pdti']}, shown {value_shown}"
    mine = across.pop(context.slug, None)
    if mine is None:
        raise Untrue(f"no row of {context.slug}")
    near = {str(line[0]) for line in figure.rows if line[3] == "gần bằng"}
    for band in BANDS:
        right = {slug for slug, v in across.items() if abs(v - mine) <= band * mine}
        if 4 <= len(right) <= 12:
            shown_near = {slug for slug in across if any(slug in names()[name] for name in near)}
            if shown_near != right or len(near) != len(right):
                yield f"grdp_per_head.csv {grdp_year}: near it are {', '.join(sorted(right))}"
            return
    yield "no band has four to twelve other units"
