"""The `taphuan` command: parse, call one function, turn known failures into exit codes."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from taphuan import __version__, paths
from taphuan.build.command import carry_out, gather
from taphuan.build.diff.command import diff
from taphuan.build.law.command import law
from taphuan.build.pack.command import pack
from taphuan.build.references.command import references
from taphuan.build.source import source
from taphuan.check.add.command import add
from taphuan.check.codes.command import explain
from taphuan.check.commands import audit, check, doctor, tidy
from taphuan.check.names import buildable
from taphuan.check.new.command import new
from taphuan.data.project import need_project
from taphuan.errors import EXIT_ENVIRONMENT, TaphuanError
from taphuan.export.renderers import QUARTO, RENDERERS, TAPHUAN
from taphuan.live.commands import CONFERENCE, MODULE, NO_BROWSER, PROVINCE, import_, port_option, watch

# where a checkout may be read and not written
_NOT_YOURS = "; where this folder is not yours, build into one that is: OUT=… (--out), and the cache in TAPHUAN_CACHE"

# commands that work anywhere; `check` says itself what is wrong with the project, as JSON where that is asked for
_WITHOUT_PROJECT = ("explain", "doctor", "new programme", "check")
_HELP = {"-h", "--help"}


class Commands(click.Group):
    """A group whose known failures end in one message and their exit code, never in a traceback."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name not in _WITHOUT_PROJECT and " ".join(args[:2]) not in _WITHOUT_PROJECT and not _HELP & {*rest}:
            from taphuan.export.formats import PAPERS

            need_project(PAPERS, of_checkout=False)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TaphuanError as error:
            click.echo(f"error: {error.told()}", err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            # a full disk, a folder that may not be written: the machine's matter, not a defect
            place = f": {error.filename}" if error.filename else ""
            remedy = _NOT_YOURS if isinstance(error, PermissionError) or error.errno == errno.EROFS else ""
            click.echo(f"error: {error.strerror or error}{place}{remedy} [TH909]", err=True)
            ctx.exit(EXIT_ENVIRONMENT)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="taphuan")
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    expose_value=False,
    help="The folder of the project (default: TAPHUAN_ROOT, else the nearest folder with taphuan.toml).",
)
def main() -> None:
    """Slide decks and briefings for digital transformation training, one set per province, right for a given day."""


@main.command()
@click.option("--conference", "conferences", multiple=True, metavar="SLUG", help="Only this conference (repeatable).")
@click.option(
    "--province",
    "provinces",
    multiple=True,
    metavar="SLUG",
    help="Only this province, or hoi-nghi: the conference's own set (repeatable).",
)
@click.option("--module", "modules", multiple=True, metavar="SLUG", help="Only this speaker's part (repeatable).")
@click.option(
    "--commune",
    "communes",
    multiple=True,
    metavar="CODE",
    help="Only the set of this commune: its code, or its name, old names too (repeatable).",
)
@click.option(
    "--level",
    type=click.Choice(["province", "commune"]),
    default="province",
    show_default=True,
    help="commune: the sets of all communes of the named provinces.",
)
@click.option("--format", "formats", multiple=True, metavar="NAME", help="Only this file, e.g. deck.html (repeatable).")
@click.option(
    "--renderer",
    type=click.Choice(RENDERERS),
    default=TAPHUAN,
    show_default=True,
    help="Who makes the documents; quarto must be installed (`make quarto`).",
)
@click.option(
    "--deck",
    type=click.Choice(["story", "full"]),
    default="story",
    show_default=True,
    help="A province's own story, or the deck of the hall with its figures, to teach at home.",
)
@click.option(
    "--minutes",
    type=click.IntRange(20, 960),
    default=None,
    help="Only the hall's sets, for so many minutes instead of the conference's own.",
)
@click.option(
    "--font",
    type=click.Choice(["house", "office"]),
    default=None,
    help="The face in deck.pptx: the house's, or one that every office has (Arial).",
)
@click.option("--as-of", metavar="DATE", help="The day whose knowledge is shown: YYYY-MM-DD or 'today'.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Worker processes (default: one per core).")
@click.option(
    "--timeout", type=click.IntRange(1, 3600), default=None, help="Seconds a cell or Quarto may take (default: 120)."
)
@click.option(
    "--engine", type=click.Choice(["warm", "stock"]), default="warm", show_default=True, help="How kernels start."
)
@click.option("--force", is_flag=True, help="Build everything anew and overwrite files that were edited by hand.")
@click.option("--verify", is_flag=True, help="Compare every file by its content, not by its size and time.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done, one reason a document set.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder to build into.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Let a Dask cluster do it, e.g. tcp://host:8786.")
@click.option("--shard", default="", metavar="I/N", help="Only part I of N; `taphuan gather` joins them.")
def build(
    conferences: tuple[str, ...],
    provinces: tuple[str, ...],
    modules: tuple[str, ...],
    communes: tuple[str, ...],
    level: str,
    formats: tuple[str, ...],
    renderer: str,
    deck: str,
    minutes: int | None,
    font: str | None,
    as_of: str | None,
    jobs: int | None,
    timeout: int | None,
    engine: str,
    force: bool,
    verify: bool,
    dry_run: bool,
    out: Path | None,
    scheduler: str,
    shard: str,
) -> None:
    """Build decks, briefings and reports; everything that is ready when nothing is selected.

    \b
    Example:
      taphuan build --conference quang-nam-2024 --province quang-nam
    """
    from taphuan.build import nothing_to_do
    from taphuan.build.plan import DEFAULT_TIMEOUT, plan
    from taphuan.data.check.check import load_or_raise

    if font:
        # the writers run in processes of their own, which inherit it
        os.environ[paths.FONT_SETTING] = font
    target = (buildable(out) or paths.BUILD).resolve()
    # --verify does its work in `__main__`: without the memory of sizes and times every file is compared by its content
    del verify
    arguments = [argument for argument in sys.argv[1:] if argument not in ("--force", "--verify")]
    # before anything is read: what is edited from now on is for the next build
    begun = None if dry_run else nothing_to_do.begin(arguments)
    seconds = timeout or DEFAULT_TIMEOUT
    # what cannot be trusted is not planned from
    load_or_raise(cache=paths.CACHE / "check")
    full, chosen = deck == "full", (conferences, provinces, modules, formats)
    if communes or level == "commune":
        from taphuan.build.plan_communes import NotForCommunes, plan_communes

        if modules or full or minutes or renderer == QUARTO:
            raise NotForCommunes(
                "a commune has one set, made by taphuan: leave modules, minutes, --deck and --renderer out",
                code="TH811",
            )
        planned = plan_communes(conferences, provinces, communes, formats, as_of, target, seconds, date.today())
    else:
        planned = plan(*chosen, as_of, target, seconds, date.today(), renderer, full, minutes or 0)
    if renderer == QUARTO:
        from taphuan.export.quarto.run import find_quarto

        find_quarto()
    if code := carry_out(planned, target, begun, jobs, force, engine, scheduler, shard):
        sys.exit(code)


# what it does to decks takes the whole way of a deck, which `check` does not have
new.add_command(law)
for command in (gather, references, check, explain, tidy, new, add, import_, watch, doctor, source, pack, diff, audit):
    main.add_command(command)

# the first port tried: the same one every time, so that a page finds a server that was started again
_TALK_PORT = 8642
# not that of a talk, which may be on at the same time
_LAB_PORT = 8742

_OUT = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Folder of the build."
)


def _one_deck(port: int, chosen: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of what works on one deck of a conference behind a port; `chosen` where it opens that deck for people."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        CONFERENCE,
        PROVINCE,
        port_option(port),
        _OUT,
    ]
    if chosen:
        options.insert(2, MODULE)
        options.insert(3, click.option("--commune", default="", metavar="CODE", help="This commune's deck instead."))
        options.append(NO_BROWSER)

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@main.command()
@_one_deck(_TALK_PORT)
def present(
    conference: str, province: str, module: str, commune: str, port: int, no_browser: bool, out: Path | None
) -> None:
    """Show the decks of a conference live: charts can be run again, provinces changed. Ctrl-C ends it.

    \b
    Example:
      taphuan present quang-nam-2024 --province da-nang
    """
    from taphuan.live.present import present as show

    show(conference, province, module, commune, (out or paths.BUILD).resolve(), port, not no_browser, click.echo)


@main.command()
@_one_deck(_TALK_PORT, chosen=False)
def rehearse(conference: str, province: str, port: int, out: Path | None) -> None:
    """Try on this machine, before the day, all that `present` needs; a line each, green or red with its remedy.

    Exit codes: 0 all green, 1 something is red, 3 this machine lacks something.

    \b
    Example:
      taphuan rehearse quang-nam-2024 --province da-nang
    """
    from taphuan.live.rehearse.rehearse import rehearse as try_everything

    sys.exit(try_everything(conference, province, (out or paths.BUILD).resolve(), port, click.echo))


@main.command()
@_one_deck(_LAB_PORT)
@click.option("--refresh", is_flag=True, help="Open the set that changed parameters in the copy name.")
def lab(no_browser: bool, out: Path | None, **chosen: Any) -> None:
    """Open JupyterLab, in Vietnamese, on a copy of a composed notebook; Alt+R there shows its slides. Ctrl-C ends it.

    \b
    Example:
      taphuan lab quang-nam-2024 --province da-nang
    """
    from taphuan.live.lab.lab import lab as work

    work(**chosen, out=(out or paths.BUILD).resolve(), open_browser=not no_browser, tell=click.echo)


@main.command()
@CONFERENCE
@PROVINCE
@click.option("--as-of", metavar="DATE", help="The day whose set is meant: YYYY-MM-DD or 'today'.")
@_OUT
def review(conference: str, province: str, as_of: str | None, out: Path | None) -> None:
    """Write every legal sentence of a built set into one Word file for a lawyer, with what it rests on and room to correct.

    \b
    Example:
      taphuan review quang-nam-2024
    """
    from taphuan.build.review import review as write

    file, count = write(conference, province, as_of, (out or paths.BUILD).resolve())
    click.echo(f"{count} legal sentences\nopen {file}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def preview(folder: Path) -> None:
    """Show the deck of a built document set in Quarto's preview, until Ctrl-C.

    \b
    Example:
      taphuan preview build/bac-giang/bac-giang
    """
    from taphuan.export.quarto.run import preview as show

    sys.exit(show(folder))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def why(file: Path) -> None:
    """Say what a built file is made from and whether it would be built again.

    \b
    Example:
      taphuan why build/bac-giang/bac-giang/deck.html
    """
    from taphuan.build.why import explain

    for line in explain(file.resolve()):
        click.echo(line)


@main.command(name="list")
@click.argument("what", type=click.Choice(["conferences", "provinces", "modules"]))
@click.option("--as-of", metavar="DATE", help="YYYY-MM-DD or 'today' (default: today).")
@click.option("--conference", metavar="SLUG", help="Provinces: only the participants of this conference.")
def list_(what: str, as_of: str | None, conference: str | None) -> None:
    """List conferences, provinces or modules.

    \b
    Example:
      taphuan list provinces --as-of 2024-10-31
    """
    from taphuan.build import listing
    from taphuan.known.units import parse_day

    day = date.today() if as_of in (None, "today") else parse_day(str(as_of))
    for line in listing.lines(what, day, as_of is not None, conference):
        click.echo(line)
