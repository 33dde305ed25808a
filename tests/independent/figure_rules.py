"""The numbers behind figures and tables, and those drawn in them, against data/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

import briefing_rules
import story_figures
from context import Context, Figure, Untrue, newest, number, region_rows, row_of, rows_of
from figure_values import check_mean, fits, table_of, year_of
from figure_words import check_labels, check_words
from mean_rules import complete, tops
from place_figures import check_ranks, check_scatter, check_slope
from plot_rules import check_plot
from published import (
    INDICES,
    comparable,
    derived_pillars,
    find_row,
    mean,
    own_slugs,
    parts,
    pillar,
    rows,
    table,
    table_file,
    units_on,
    value,
)
from rank_rules import rank
from words import column, names, pillar_key

# figures and tables that show no number of a unit: steps, targets, law, the conference
OTHERS = {
    "participants", "conference", "programme", "steps", "numbers", "law", "law-gone", "days", "bars",
    "changes-nd82", "changes-nd224", "decision", "big-number", "checklist", "columns", "stack", "glossary", "agenda", "targets",
    "taught", "agreed", "decisions", "to-fill", "exercise", "answers", "sheet", "causes", "shortcomings",
}  # fmt: skip


def _row(name: str, year: int, of: int, context: Context) -> dict[str, str]:
    return row_of(name, year, of, context)


def check_units(figure: Figure, context: Context) -> Iterator[str]:
    """League, strip, maps, tables of participants: name, rank, value of each row, and that no unit is missing."""
    year, of = table_of(figure, context)
    complete(year, of)
    shown = set()
    for line in figure.rows:
        cells = dict(zip(figure.columns, line, strict=True))
        row = _row(cells["Tỉnh, thành phố"], year, of, context)
        shown.add(row["province_slug"])
        for name, cell in cells.items():
            if name.startswith("Hạng") and int(str(cell).split("/")[0]) != rank(row):
                yield f"{table_file(year, of)} {year} {row['province_slug']}: rank {rank(row)}, shown {cell}"
            key = "pdti" if name.startswith("DTI") else next((k for k, v in INDICES.items() if v == name), "")
            if key and cell not in (None, "") and not fits(cell, number(row, key)):
                yield f"{table_file(year, of)} {year} {row['province_slug']}: {key} {row[key]}, shown {cell}"
    wanted = {
        "strip": set(table(year, of)),
        "region-map": set(region_rows(context, context.slug, year, of)) if figure.kind == "region-map" else set(),
        "participants-league": set(rows_of(context.guests, year, of, context)),
        "participants-map": set(rows_of(context.guests, year, of, context)),
    }.get(figure.kind)
    if figure.kind == "league":
        all_guests = rows_of(context.guests, year, of, context)
        near = region_rows(context, context.slug, year, of)
        wanted = set(near) if "vùng" in figure.caption else set(all_guests)
    if wanted is not None and shown != wanted:
        yield f"units that are missing or too many: {', '.join(sorted(shown ^ wanted))}"
    yield from check_mean(figure, year, of, "pdti")


def check_indices(figure: Figure, context: Context) -> Iterator[str]:
    """The indices of the unit beside the means of its region and its table, with the gap to the latter and the rank."""
    year, of, row = newest(context, "", year_of(figure))
    complete(year, of)
    near = frozenset(region_rows(context, context.slug, year, of))
    for line in figure.rows:
        key = "pdti" if line[0] in ("DTI", "Giá trị DTI") else column(line[0])
        right = {"unit": number(row, key), "vùng": mean(year, of, key, near), "all": mean(year, of, key)}
        for name, cell in list(zip(figure.columns, line, strict=True))[1:]:
            if name == "Hạng":
                better = sum(number(other, key) > right["unit"] for other in table(year, of).values())
                if cell != 1 + better:
                    yield f"{table_file(year, of)} {year} {key}: {better} units are better, rank {cell}"
                continue
            if name == "Chênh":
                if not fits(cell, right["unit"] - right["all"]):
                    yield f"{table_file(year, of)} {year} {key}: gap {float(right['unit'] - right['all'])}, shown {cell}"
                continue
            which = "vùng" if "vùng" in name else "all" if name.startswith(("TB", "Trung bình")) else "unit"
            if which == "all" and str(of) not in name:
                yield f"the column “{name}” is the mean of {of} units"
            wanted = right[which]
            if cell not in (None, "", "–") and (wanted is None or not fits(cell, wanted)):
                yield f"{table_file(year, of)} {year} {key}: {which} {wanted and float(wanted):.6f}, shown {cell}"
    if {line[0] for line in figure.rows} - {"DTI", "Giá trị DTI"} != {INDICES[key] for key in comparable(year, of)}:
        yield f"the indices that all {of} units have: {', '.join(comparable(year, of))}"


def check_index(figure: Figure, context: Context) -> Iterator[str]:
    """One index: the unit, the highest, means."""
    year, of, row = newest(context, "", year_of(figure))
    key = column(figure.columns[1])
    complete(year, of)
    for label, shown in figure.rows:
        lower = label.lower()
        if "(cao nhất)" in label:
            right = tops(year, of)[key]
        elif lower.startswith("trung bình vùng"):
            right = mean(year, of, key, frozenset(region_rows(context, context.slug, year, of)))
        elif re.search(r"\bdự\b", lower):
            right = mean(year, of, key, frozenset(rows_of(context.guests, year, of, context)))
        elif lower.startswith("trung bình"):
            right = mean(year, of, key)
        else:
            right = number(_row(label, year, of, context), key)
        if right is None or not fits(shown, right):
            yield f"{table_file(year, of)} {year} {row['province_slug']} {key}: {label} {right and float(right)}, shown {shown}"
    yield from check_mean(figure, year, of, key)


def check_predecessors(figure: Figure, context: Context) -> Iterator[str]:
    """The merged unit and its parts, each in its own table; no value that no table has."""
    pieces = parts(context.slug, context.on)
    if not pieces:
        raise Untrue(f"province_mergers.csv: {context.slug} was not merged")
    year = year_of(figure)
    for line in figure.rows:
        cells = dict(zip(figure.columns, line, strict=True))
        name = str(line[0])
        mean_of = re.fullmatch(r"Trung bình (\d+)\s+tỉnh, thành phố", name)
        if mean_of is not None:
            right = mean(year, int(mean_of[1]), "pdti")
            complete(year, int(mean_of[1]))
            if right is None or abs(Fraction(str(line[-1])) - right * 100) > Fraction(1, 1000):
                yield f"{table_file(year, int(mean_of[1]))} {year}: mean {right and float(right)}, shown {line[-1]}"
            continue
        place = " ".join(str(cell) for column_name, cell in cells.items() if column_name.startswith("Hạng"))
        number_of = re.search(r"(\d+)/(\d+)", place)
        if number_of is None:
            continue
        of = int(number_of[2])
        slugs = (
            own_slugs(context.slug, context.on)
            if of == len(units_on(context.on))
            else names()[name.removesuffix(" (trước sắp xếp)")] & pieces
        )
        row = find_row(year, of, {slug for s in slugs for slug in own_slugs(s, context.on)})
        if row is None:
            yield f"no row of {name} in the table of {of} units of {year}"
            continue
        if rank(row) != int(number_of[1]):
            yield f"{table_file(year, of)} {year} {row['province_slug']}: rank {rank(row)}, shown {place}"
        for column_name, cell in cells.items():
            key = (
                "pdti"
                if column_name.startswith(("DTI", "Giá trị"))
                else next((k for k, v in INDICES.items() if v == column_name), "")
            )
            if key and cell not in (None, "", "–") and not fits(cell, number(row, key)):
                yield f"{table_file(year, of)} {year} {row['province_slug']}: {key} {row[key]}, shown {cell}"


def check_pillars(figure: Figure, context: Context) -> Iterator[str]:
    year, of, row = newest(context, "", year_of(figure))
    for line in figure.rows:
        cells = dict(zip(figure.columns, line, strict=True))
        key = pillar_key(str(line[0])) if "rụ cột" in str(line[0]) else ""
        right_rank, right_value = (
            pillar(year, of, row["province_slug"], key)[:2] if key else (rank(row), value(row, "pdti"))
        )
        shown_rank, shown_value = cells.get("Hạng"), cells.get("Giá trị")
        if shown_rank is not None and int(str(shown_rank).split("/")[0]) != right_rank:
            yield f"dti_pillars {year} {row['province_slug']} {key}: rank {right_rank}, shown {shown_rank}"
        if cells.get("Trên tổng số", of) != of:
            yield f"DTI {year} ranks {of} units, shown {cells['Trên tổng số']}"
        if shown_value is not None and (right_value is None or not fits(shown_value, right_value)):
            yield f"dti_pillars {year} {row['province_slug']} {key}: {right_value and float(right_value)}, shown {shown_value}"
        if cells.get("Trung bình") is not None:
            values = [Fraction(r["value_derived"]) for (_, k), r in derived_pillars(year, of).items() if k == key]
            if not values or abs(Fraction(str(cells["Trung bình"])) - sum(values) / len(values) * 100) > Fraction(
                1, 1000
            ):
                yield f"dti_pillars_derived.csv {year} {key}: mean {values and float(sum(values) / len(values))}, shown {cells['Trung bình']}"


def check_service(figure: Figure, context: Context) -> Iterator[str]:
    """The public-service index: the unit's own points of each part, the mean and the highest of the table; a maximum only
    where more than one source states it."""
    year = str(year_of(figure))
    keys = {"Công khai, minh bạch": "transparency", "Tiến độ giải quyết": "timeliness", "Dịch vụ trực tuyến": "online_services",
            "Mức độ hài lòng": "satisfaction", "Số hóa hồ sơ": "digitization"}  # fmt: skip
    stated = {r["part"]: r["maximum"] for r in rows("maxima.csv") if ";" in r["source_id"]}
    everyone = [r for r in rows("service_index.csv") if r["edition"] == year]
    mine = next((r for r in everyone if r["province_slug"] in own_slugs(context.slug, context.on)), None)
    if mine is None:
        raise Untrue(f"service_index.csv {year}: no row of {context.slug}")
    if {str(line[0]) for line in figure.rows} != set(keys):
        yield f"service_index.csv {year}: the parts are {', '.join(keys)}"
    for label, points_shown, mean_shown, best, most in figure.rows:
        key = keys[str(label)]
        values = [Fraction(r[key]) for r in everyone]
        if Fraction(str(points_shown)) != Fraction(mine[key]):
            yield f"service_index.csv {year} {mine['province_slug']} {key}: {mine[key]}, shown {points_shown}"
        if abs(Fraction(str(mean_shown)) - sum(values) / len(values)) > Fraction(1, 1000):
            yield f"service_index.csv {year} {key}: mean {float(sum(values) / len(values))}, shown {mean_shown}"
        if Fraction(str(best)) != max(values):
            yield f"service_index.csv {year} {key}: highest {float(max(values))}, shown {best}"
        if (most is None) != (key not in stated) or (most is not None and Fraction(str(most)) != Fraction(stated[key])):
            yield f"maxima.csv {key}: {stated.get(key)}, shown {most}"


def check_hall_indices(figure: Figure, context: Context) -> Iterator[str]:
    """Lowest, highest and means of the participants in each index."""
    year, of = table_of(figure, context)
    complete(year, of)
    group = rows_of(context.guests, year, of, context)
    for line in figure.rows:
        key = column(line[0])
        values = [number(row, key) for row in group.values()]
        for name, cell in list(zip(figure.columns, line, strict=True))[1:]:
            right = min(values) if name == "Thấp nhất" else max(values) if name == "Cao nhất" else None
            right = right if right is not None else mean(year, of, key, frozenset(group) if "dự" in name else None)
            if right is None or not fits(cell, right):
                yield f"{table_file(year, of)} {year} {key}: {name} {right and float(right):.6f}, shown {cell}"


KINDS: dict[str, Callable[[Figure, Context], Iterator[str]]] = {
    "league": check_units,
    "strip": check_units,
    "region-map": check_units,
    "neighbours": check_units,
    "participants-league": check_units,
    "participants-map": check_units,
    "indices": check_indices,
    "index": check_index,
    "predecessors": check_predecessors,
    "pillars": check_pillars,
    "rank-card": check_pillars,
    "ranks": check_ranks,
    "slope": check_slope,
    "scatter": check_scatter,
    "public-service": check_service,
    "participants-indices": check_hall_indices,
    "spine": story_figures.check_spine,
    "learn": story_figures.check_learn,
    "papi": story_figures.check_papi,
    "due": story_figures.check_due,
    "own-documents": story_figures.check_own_documents,
    "checkup": story_figures.check_checkup,
    "weak": briefing_rules.check_weak,
    "assignments": briefing_rules.check_assignments,
    "roadmap": briefing_rules.check_roadmap,
    "public-service-table": briefing_rules.check_service_table,
    "plot": lambda figure, context: check_plot(figure, context, year_of(figure)),
}


def check_figure(figure: Figure, context: Context) -> Iterator[str]:
    """What a figure shows that data/ do not say; a kind that nothing here can read is reported."""
    if figure.kind == "participants" and "DTI" not in " ".join(figure.columns):
        return
    check = check_units if figure.kind == "participants" else KINDS.get(figure.kind)
    if check is None:
        if figure.kind not in OTHERS:
            yield f"no rule reads a figure of the kind “{figure.kind}” ({', '.join(figure.columns)})"
        return
    try:
        yield from check(figure, context)
    except Untrue as error:
        yield str(error)
    except (KeyError, ValueError, IndexError) as error:
        yield f"its rows cannot be read: {type(error).__name__} {error}"
    yield from check_words(figure, context)
    yield from check_labels(figure)
    for label in {*figure.columns, *(str(line[0]) for line in figure.rows)} & {
        "Chính quyền số",
        "Kinh tế số",
        "Xã hội số",
    }:
        yield f"the label “{label}” may be an index or a pillar"
