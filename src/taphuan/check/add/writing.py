"""Checks proposed rows with the rules of `taphuan check` on a copy of data/, then writes whole files, or none."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from taphuan import paths
from taphuan.check.add.proposal import EDITIONS, MEASURES, PARTS, Proposal, csv_text, header
from taphuan.check.add.sheet import NotAdded
from taphuan.data.check.check import check_data
from taphuan.errors import Problem
from taphuan.files import alone_in, scratch, write_whole

_SHOWN = 3
# the columns of prose that a reader of documents sees
_PROSE = {MEASURES: ("name_vi",), PARTS: ("label_vi", "unit_vi"), EDITIONS: ("issuer",)}


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


def problems_of(proposal: Proposal, new: dict[Path, str]) -> tuple[Problem, ...]:
    """What `taphuan check` would say of the data with these files; of the prose too. Nothing of the project changes."""
    with scratch() as folder:
        root = folder / paths.DATA.name
        shutil.copytree(paths.DATA, root)
        order = folder / paths.DECK_ORDER.relative_to(paths.ROOT)
        order.parent.mkdir(parents=True)
        shutil.copy(paths.taken(paths.DECK_ORDER), order)
        for file, text in new.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8")
        return (*check_data(root), *_prose(proposal))


def _prose(proposal: Proposal) -> Iterator[Problem]:
    from taphuan.check.language.spelling import misspelt
    from taphuan.check.language.typography import slips
    from taphuan.check.language.words import known_words

    words = known_words()
    for table, columns in _PROSE.items():
        for line in proposal.rows.get(table, ()):
            for column in columns:
                text = words.without_phrases(line.get(column, ""))
                for slip in (*slips(text), *misspelt(text, words, Counter())):
                    yield Problem(f"data/{table}.csv", "", column, slip.found, slip.what, slip.remedy, code=slip.code)


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
    """Write the files whole, the description of the tables last. `begun` are the texts that the new ones were made from:
    raises NotAdded, and writes nothing, where somebody has changed one meanwhile."""
    with alone_in(paths.DATA):
        if begun != texts_of(new):
            raise NotAdded("a file in data/ has changed meanwhile; give the command again", code="TH851")
        for file, text in new.items():
            write_whole(paths.DATA / file, text.encode())


def texts_of(new: dict[Path, str]) -> dict[Path, str]:
    """The present texts of the files that would change; of a new one ""."""
    return {
        file: (paths.DATA / file).read_text(encoding="utf-8") if (paths.DATA / file).exists() else "" for file in new
    }
