"""The numbers behind figures and tables, and those drawn in them, against data/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import briefing_rules
import story_figures
from context import (
    RULES,
    Context,
    Figure,
    Untrue,
    hall_table,
    newest,
    number,
    read_sentence,
    region_rows,
    row_of,
    rows_of,
)
from mean_rules import complete, tops
from plot_rules import check_plot
from published import (
    INDICES,
    comparable,
    derived_pillars,
    find_row,
    mean,
    own,
    own_slugs,
    parts,
    pillar,
    points,
    rows,
    table,
    table_file,
    units_on,
    value,
)
from rank_rules import rank
from words import column, names, pillar_key, sentences

# figures and tables that show no number of a unit: steps, targets, law, the conference
OTHERS = {
    "participants", "conference", "programme", "steps", "numbers", "law", "law-gone", "days", "bars",
    "changes-nd82", "changes-nd224", "decision", "big-number", "checklist", "columns", "stack", "glossary", "agenda", "targets",
    "taught", "agreed", "decisions", "to-fill", "exercise", "answers", "sheet", "causes", "shortcomings",
}  # fmt: skip


# how far from the unit's own number a unit near it may be: the first band that holds four to twelve of them
BANDS = (Fraction(12, 100), Fraction(8, 100), Fraction(20, 100))


def year_of(figure: Figure) -> int:
    found = re.search(r"năm (20\d\d)", f"{figure.caption} {figure.alt}")
    if found is None:
        raise Untrue("neither caption nor alt text says the year")
    return int(found[1])


def fits(shown: object, right: Fraction) -> bool:
    """Whether a cell shows a value: a printed one with one decimal, one behind a figure on the scale of 0 to 100 or nearly."""
    if isinstance(shown, str):
        return shown == points(right)
    return shown is not None and abs(Fraction(str(shown)) - right * 100) < Fraction(1, 10000)


def _row(name: str, year: int, of: int, context: Context) -> dict[str, str]:
    return row_of(name, year, of, context)


def _table_of(figure: Figure, context: Context) -> tuple[int, int]:
    year = year_of(figure)
    if context.slug:
        found = newest(context, "", year)
        return year, found[1]
    right, of = hall_table(context)
    if right != year:
        raise Untrue(f"publications.csv: the newest edition of the participants is {right}")
    return year, of


def check_mean(figure: Figure, year: int, of: int, key: str) -> Iterator[str]:
    if figure.mean is None:
        return
    complete(year, of)
    label, shown = figure.mean
    if label != f"trung bình {of} tỉnh, thành phố":
        yield f"the line is the mean of {of} units, labelled “{label}”"
    right = mean(year, of, key)
    if right is None or abs(Fraction(str(shown)) - right * 100) > Fraction(1, 1000):
        yield f"{table_file(year, of)} {year}: mean of {key} {right and float(right)}"


def check_units(figure: Figure, context: Context) -> Iterator[str]:
    """League, strip, maps, tables of participants: name, rank, value of each row, and that no unit is missing."""
    year, of = _table_of(figure, context)
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
    year, of = _table_of(figure, context)
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


def check_words(figure: Figure, context: Context) -> Iterator[str]:
    """The decimals of the alt text and of the drawing are those behind the figure, or a rule reads them."""
    numbers = [v for line in figure.rows for v in line if isinstance(v, int | float)]
    behind = [
        Fraction(str(v)) for v in (*numbers, *([figure.mean[1]] if figure.mean else ()), *(v for _, v in figure.levels))
    ]
    # a gap is written with a sign of its own
    behind += [-v for v in behind if v < 0]
    written = {v for line in figure.rows for v in line if isinstance(v, str)}
    # beside a mean a figure may draw the distance from it, and such a distance always has its sign
    gaps = [v - Fraction(str(figure.mean[1])) for v in behind] if figure.mean else []
    if figure.kind == "scatter":
        own = [Fraction(str(line[1])) for line in figure.rows if line[3] == "tỉnh này"]
        behind += [v * (1 + sign * band) for v in own for band in BANDS for sign in (-1, 1)]
    own_context = replace(context, figure=figure)
    for where, texts in (("alt text", sentences(figure.alt)), ("drawing", figure.drawn)):
        for text in texts:
            if where == "drawing" and figure.kind == "plot":
                continue  # matplotlib draws what stands behind the figure, and numbers its axes
            if where == "drawing":
                yield from (f"the drawing says “{text}”: {fault}" for fault in _faults(text, own_context))
            for sign, shown in re.findall(r"([+−]?)(?<![\d,])(\d+,\d)(?!\d)", _unread(text)):
                near = Fraction(shown.replace(",", "."))
                signed = -near if sign == "−" else near
                if sign and any(abs(signed - gap) <= Fraction(51, 1000) for gap in gaps):
                    continue
                # the number behind may be rounded itself, to its last written decimal
                if shown not in written and all(abs(near - v) > Fraction(1, 20) + _last_place(v) for v in behind):
                    yield f"the {where} says {shown}, behind the figure stands no such number"


def _faults(text: str, context: Context) -> Iterator[str]:
    for i, match in read_sentence(text):
        try:
            yield from RULES[i][2](match, context)
        except (Untrue, KeyError) as error:
            yield str(error)


def check_labels(figure: Figure) -> Iterator[str]:
    """What the alt text says of a row is in that row."""
    by_label: dict[str, list[Fraction]] = {}
    for line in figure.rows:
        by_label.setdefault(str(line[0]), []).extend(Fraction(str(v)) for v in line[1:] if isinstance(v, int | float))
    if figure.mean:
        label = figure.mean[0]
        by_label[label] = by_label[label[:1].upper() + label[1:]] = [Fraction(str(figure.mean[1]))]
    for label, values in by_label.items():
        for shown in (
            re.findall(rf"(?<!\w){re.escape(label)}(?: là|:| đạt)? (\d+,\d)(?!\d)", figure.alt, re.IGNORECASE)
            if values and label
            else ()
        ):
            near = Fraction(shown.replace(",", "."))
            if all(abs(near - v) > Fraction(1, 20) + _last_place(v) for v in values):
                yield f"the alt text gives “{label}” {shown}, its row has {', '.join(str(float(v)) for v in values)}"


def _unread(sentence: str) -> str:
    """The sentence without the parts that a rule reads and recomputes."""
    for match in [match for i, match in read_sentence(sentence) if RULES[i][3]]:
        sentence = sentence.replace(match[0], "")
    return sentence


def _last_place(number: Fraction) -> Fraction:
    """Half of the last decimal that a number is written with: nothing where it is whole tenths."""
    return next((Fraction(1, 2 * 10**n) for n in range(2, 9) if (number * 10**n).denominator == 1), Fraction(0))
