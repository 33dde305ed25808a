"""`taphuan pack`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from taphuan import paths
from taphuan.check.names import buildable

if TYPE_CHECKING:
    from taphuan.build.pack.contents import Package


@click.command()
@click.option("--conference", "conferences", multiple=True, metavar="SLUG", help="Only this conference (repeatable).")
@click.option(
    "--province",
    "provinces",
    multiple=True,
    metavar="SLUG",
    help="Only this province, or hoi-nghi: the conference's own set (repeatable).",
)
@click.option("--as-of", metavar="DATE", help="The sets that were built for this day: YYYY-MM-DD.")
@click.option(
    "--build",
    "build_folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder of the build (default: build/).",
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the ZIP files."
)
def pack(
    conferences: tuple[str, ...], provinces: tuple[str, ...], as_of: str | None, build_folder: Path | None, out: Path
) -> None:
    """Put what was built into ZIP files to hand on: one for the hall of a conference, one for each province.

    Each has the documents, the fonts, SHA256SUMS, a page that checks them offline, licences, a CycloneDX bill of materials
    and an RO-Crate. The same build gives the same bytes. Nothing is written where a set is unfinished.

    \b
    Example:
      taphuan pack --conference quang-nam-2024 --province quang-nam --out packed
    """
    import hashlib

    from taphuan.build.pack.pack import packed
    from taphuan.data.check.check import load_or_raise
    from taphuan.files import write_whole

    build = (build_folder or paths.BUILD).resolve()
    target = (buildable(out) or out).resolve()
    load_or_raise(cache=paths.CACHE / "check")
    found = _found(build, target, conferences, provinces, as_of)
    for package in found:
        made = packed(package)
        file = target / f"{package.name}.zip"
        write_whole(file, made.content)
        digest = hashlib.sha256(made.content).hexdigest()
        click.echo(f"{file}: {made.files} files, {len(made.content) / 1e6:.1f} MB, sha256 {digest}")
        for place in package.unchecked:
            click.echo(f"  {place}: its deck was not walked in Chromium yet; the package says so")


def _found(
    build: Path, target: Path, conferences: tuple[str, ...], provinces: tuple[str, ...], as_of: str | None
) -> tuple[Package, ...]:
    from taphuan.build.pack.contents import NotPacked, packages
    from taphuan.known.conferences import conference_slugs

    if target == build or target.is_relative_to(build):
        raise NotPacked((f"--out {target} lies in the build {build}, which is listed and cleaned; choose another",))
    known = conferences or tuple(slug for slug in conference_slugs() if (build / slug).is_dir())
    if not known:
        raise NotPacked((f"nothing is built in {build}: run taphuan build, or name its folder with --build",))
    return packages(build, known, provinces, as_of)
