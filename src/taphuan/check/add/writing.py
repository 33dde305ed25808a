"""Checks proposed rows with the rules of `taphuan check` on a copy of data/, then writes whole files, or none."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from taphuan import paths
from taphuan.check.add.proposal import Proposal, csv_text
from taphuan.check.add.registers import DERIVED, EDITIONS, MEASURES, PARTS, PUBLICATIONS, header
from taphuan.check.add.sheet import NotAdded
from taphuan.data.check.check import check_data
from taphuan.data.load import rows
from taphuan.errors import Problem, with_code
from taphuan.files import alone_in, scratch, write_whole

_SHOWN = 3
_MOST_ALIKE = 6
# the columns of prose that a reader of documents sees
_PROSE = {
    MEASURES: ("name_vi",),
    PARTS: ("label_vi", "unit_vi"),
    EDITIONS: ("issuer",),
    PUBLICATIONS: ("issuer",),
    "law/legal_documents": ("issuer", "title_vi"),
}


def contents(proposal: Proposal) -> dict[Path, str]:
    """The new text of each file that changes, by its path in data/; what refers to a row comes after it."""
    new: dict[Path, str] = {}
    for name, lines in proposal.rows.items():
        file = Path(f"{name}.csv")
        if proposal.described is not None and name == proposal.table:
            new[file] = csv_text(list(lines[0]), [dict(zip(lines[0], lines[0], strict=True)), *lines])
        else:
            new[file] = (paths.DATA / file).read_text(encoding="utf-8") + csv_text(header(name), lines)
    if proposal.described is not None:
        new[paths.DATAPACKAGE.relative_to(paths.DATA)] = _with_table(proposal)
    return new


def _with_table(proposal: Proposal) -> str:
    """datapackage.json with the new table behind the last of a measure, in the form of the others."""
    text = paths.DATAPACKAGE.read_text(encoding="utf-8")
    start = text.rindex('    {\n      "name": "measures.')
    end = text.index("\n    },\n", start) + len("\n    },\n")
    made = text[:end] + _written(proposal.described or {}) + ",\n" + text[end:]
    package = json.loads(text)
    place = max(at for at, one in enumerate(package["resources"]) if one["name"].startswith("measures.")) + 1
    package["resources"].insert(place, proposal.described)
    if json.loads(made) != package:
        raise NotAdded(
            "data/datapackage.json has another form than the one of the last commit; restore it", code="TH850"
        )
    return made


def _written(resource: dict[str, object]) -> str:
    """A resource in the form of the file: a key a line, a column a line."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    keys = []
    for key, value in resource.items():
        if key == "schema" and isinstance(value, dict):
            inner = []
            for name, part in value.items():
                if name in ("fields", "foreignKeys"):
                    inner.append(
                        f'        "{name}": [\n' + ",\n".join(f"          {line(one)}" for one in part) + "\n        ]"
                    )
                else:
                    inner.append(f'        "{name}": {line(part)}')
            keys.append('      "schema": {\n' + ",\n".join(inner) + "\n      }")
        else:
            keys.append(f'      "{key}": {line(value)}')
    return "    {\n" + ",\n".join(keys) + "\n    }"


def faults(proposal: Proposal, new: dict[Path, str]) -> tuple[str, ...]:
    """Everything that keeps the rows from being written: what is wrong with the file they come from, and what `taphuan check`
    would say of the data with them, with the places in that file."""
    problems = problems_of(proposal, new)
    derived = f"{paths.DATA.name}/{DERIVED}.csv"
    if any(problem.file != derived for problem in problems):
        # what is computed from a wrong number says nothing of its own
        problems = tuple(problem for problem in problems if problem.file != derived)
    if any(line.endswith("[TH860]") for line in proposal.faults):
        # a blank cell is told with all others of its column
        problems = tuple(problem for problem in problems if problem.code != "TH205")
    return (*proposal.faults, *_abridged([_in_file(problem, proposal) for problem in problems]))


def _abridged(problems: list[Problem]) -> Iterator[str]:
    """The problems; of many with the same words, which one wrong number makes, the first ones and how many more there are."""
    alike = Counter((problem.file, problem.what) for problem in problems)
    told: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        kind = problem.file, problem.what
        told[kind] += 1
        if told[kind] <= _SHOWN or alike[kind] <= _MOST_ALIKE:
            yield str(problem)
        elif told[kind] == alike[kind]:
            yield with_code(f"{problem.file}: {alike[kind] - _SHOWN} more of the kind: {problem.what}", problem.code)


def _in_file(problem: Problem, proposal: Proposal) -> Problem:
    """The problem of a new row as one of the file that the row comes from; any other as it is."""
    table = problem.file.removeprefix(f"{paths.DATA.name}/").removesuffix(".csv")
    kind, _, number = problem.where.partition(" ")
    if table not in proposal.rows or kind != "row" or proposal.described is not None:
        return problem
    first = len(rows(table)) + 2  # the header is row 1

    def place(number: str, field: str) -> str:
        at = int(number) - first
        return proposal.places.get((table, at, field)) or proposal.places.get((table, at, "")) or ""

    if not (here := place(number, problem.field.partition(", ")[0])):
        return problem

    def there(found: re.Match[str]) -> str:
        # “A12 (hue)” of “Số liệu, A12 (hue)”
        return re.sub(r"\d+", lambda row: place(row[0], "").rpartition(", ")[2] or row[0], found[0].partition(" ")[2])

    what = re.sub(r"\brows? \d[\d–, ]*", there, problem.what)
    return replace(problem, file=proposal.file, where=here, field="", what=what)


def problems_of(proposal: Proposal, new: dict[Path, str]) -> tuple[Problem, ...]:
    """What `taphuan check` would say of the data with these files; of the prose too. Nothing of the project changes."""
    return (*data_problems(new), *_prose(proposal))


def data_problems(new: Mapping[Path, str]) -> tuple[Problem, ...]:
    """What `taphuan check` would say of the data with these files, by their paths in data/."""
    with scratch() as folder:
        root = folder / paths.DATA.name
        shutil.copytree(paths.DATA, root)
        order = folder / paths.DECK_ORDER.relative_to(paths.ROOT)
        order.parent.mkdir(parents=True)
        shutil.copy(paths.taken(paths.DECK_ORDER), order)
        for file, text in new.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8")
        return check_data(root, paths.CACHE / "check")


def _prose(proposal: Proposal) -> Iterator[Problem]:
    from taphuan.check.language.spelling import misspelt
    from taphuan.check.language.typography import slips
    from taphuan.check.language.words import known_words

    words = known_words()
    for table, columns in _PROSE.items():
        for number, line in enumerate(proposal.rows.get(table, ()), start=len(rows(table)) + 2):
            for column in columns:
                text = words.without_phrases(line.get(column, ""))
                for slip in (*slips(text), *misspelt(text, words, Counter())):
                    file, row = f"{paths.DATA.name}/{table}.csv", f"row {number}"
                    yield Problem(file, row, column, slip.found, slip.what, slip.remedy, code=slip.code)


def summary(proposal: Proposal, new: dict[Path, str]) -> Iterator[str]:
    """What would be written: what was found in the file, then each file with its first rows."""
    yield from proposal.notes
    for file in new:
        lines = proposal.rows.get(file.with_suffix("").as_posix())
        if lines is None:
            yield f"data/{file.as_posix()}: the description of the new table"
            continue
        yield f"data/{file.as_posix()}: {len(lines)} row{'s' * (len(lines) != 1)} more"
        columns = (
            list(lines[0])
            if file.with_suffix("").as_posix() == proposal.table
            else header(file.with_suffix("").as_posix())
        )
        yield from (f"  {line}" for line in csv_text(columns, lines[:_SHOWN]).splitlines())
        if len(lines) > _SHOWN:
            yield f"  … {len(lines) - _SHOWN} more"


def write(new: dict[Path, str], begun: dict[Path, str]) -> None:
    """Write the files whole, the description of the tables last, all or none. `begun` are the texts that the new ones were made
    from: raises NotAdded, and writes nothing, where somebody has changed one meanwhile."""
    with alone_in(paths.DATA):
        if begun != texts_of(new):
            raise NotAdded("a file in data/ has changed meanwhile; give the command again", code="TH851")
        written: list[Path] = []
        try:
            for file, text in new.items():
                write_whole(paths.DATA / file, text.encode())
                written.append(file)
        except BaseException:
            # a full disk, Ctrl-C: rows of one file without those of the others would refer to nothing
            for file in written:
                if begun[file]:
                    write_whole(paths.DATA / file, begun[file].encode())
                else:
                    (paths.DATA / file).unlink()
            raise


def texts_of(new: dict[Path, str]) -> dict[Path, str]:
    """The present texts of the files that would change; of a new one ""."""
    return {
        file: (paths.DATA / file).read_text(encoding="utf-8") if (paths.DATA / file).exists() else "" for file in new
    }
