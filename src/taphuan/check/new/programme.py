"""`taphuan new programme DIR`: a small, whole programme of one's own in an empty folder, which checks and builds at once."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click

# what a programme is called, and what it is about, until somebody says it
NAME, TOPIC = "Tập huấn y tế cơ sở (chương trình mẫu)", "tiêm chủng"
TEMPLATE = Path(__file__).with_name("programme")
# files that have another name in the package: one that tools would take for the package's own
_NAMES = {"gitignore": ".gitignore", "tests/test_programme": "tests/test_programme.py"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default=NAME, show_default=True, help="What the programme is called, in Vietnamese.")
@click.option("--topic", default=TOPIC, show_default=True, help="What it is about, as it stands inside a sentence.")
def programme(folder: Path, name: str, topic: str) -> None:
    """Begin a programme of your own in a new or empty folder: three units, a measure, two documents of law, a module, a
    conference, tests and a Makefile, all of it invented and marked so, to be replaced step by step.

    \b
    Example:
      taphuan new programme y-te --name "Tập huấn y tế cơ sở" --topic "tiêm chủng"
    """
    from taphuan.check.new.files import write_new

    files = files_of(folder, name, topic)
    write_new(files)
    click.echo(f"{folder}: {len(files)} files of a whole programme; every unit, document and number in it is invented")
    click.echo(
        f"now: cd {shlex.quote(str(folder))} && taphuan check && taphuan build, then open build/index.html (or make, make test)"
    )
    click.echo("then make it yours in the order of its README.md: taphuan.toml, sources, units, measures, law, modules")


def files_of(folder: Path, name: str, topic: str) -> dict[Path, bytes]:
    """The files of a new programme in the folder. Raises NotNew where it cannot be begun there."""
    from taphuan.check.new.files import NotNew

    place = folder.absolute()
    if fault := _fault(place) or _word_fault("name", name) or _word_fault("topic", topic):
        raise NotNew(fault)
    words = {"@@TITLE@@": name, "@@TOPIC@@": topic, "@@SLUG@@": _slug(place.name)}
    files = {}
    for path in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
        below = path.relative_to(TEMPLATE).as_posix()
        text = path.read_text(encoding="utf-8")
        for mark, word in words.items():
            # inside of quotes in TOML and JSON
            quoted = json.dumps(word, ensure_ascii=False)[1:-1] if path.suffix in (".toml", ".json") else word
            text = text.replace(mark, quoted)
        files[place / _NAMES.get(below, below)] = text.encode()
    return files


def _fault(place: Path) -> str:
    """Why no programme can be begun there; "" if one can."""
    from taphuan import paths
    from taphuan.check.names import name_fault

    for part in (place, *place.parents):
        if not part.exists() and (fault := name_fault(part.name)):
            return f"no folder can be called '{part.name}': the name {fault}"
    if place.exists() and not place.is_dir():
        return f"{place} is a file; name a new or empty folder"
    if place.is_dir() and any(place.iterdir()):
        return f"{place} is not empty; name a new or empty folder"
    if above := paths.projects_above(place.resolve()):
        return f"{place} lies in the project {above[0]}; two projects do not nest: name a folder outside of it"
    return ""


def _word_fault(option: str, text: str) -> str:
    """Why the words of an option cannot stand on a page."""
    if not text.strip() or not text.isprintable() or "@@" in text or "`" in text:
        return f"--{option} '{text}': write it on one line, in plain words"
    return ""


def _slug(name: str) -> str:
    """The name of the folder in small letters without diacritics, for data/datapackage.json."""
    import re

    from taphuan.text import fold

    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "programme"
