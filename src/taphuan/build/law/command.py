"""The command `taphuan new law`: a legal document into the register, and what it does to the decks of which days."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from taphuan import paths

if TYPE_CHECKING:
    from taphuan.check.new.law_rows import Said

_OF_ACTS = {
    "replaces": "It replaces this document (thay-the), as DOCUMENT or DOCUMENT=DATE (repeatable).",
    "repeals": "It repeals it whole (bai-bo).",
    "repeals-part": "It repeals a part of it; the rest stays in force (sua-doi).",
    "amends": "It amends it (sua-doi).",
    "supplements": "It supplements it (bo-sung).",
    "continues": "It is the programme that follows it (tiep-noi).",
    "guides": "It guides it (huong-dan).",
    "based-on": "It is based on it (can-cu).",
}


def _with_acts(command: click.Command) -> click.Command:
    for name, text in _OF_ACTS.items():
        command.params.append(click.Option([f"--{name}"], multiple=True, metavar="DOCUMENT[=DATE]", help=text))
    return command


@click.command()
@click.argument("number")
@click.option("--title", default="", help="Its title; of a law its name.")
@click.option("--type", "type_", default="", help="Type (default: as the number says).")
@click.option("--issuer", default="", help="Who issued it (default: as the number says).")
@click.option("--signed", default="", metavar="DATE", help="Day of signing.")
@click.option("--effective", default="", metavar="DATE", help="First day in force; left out where it was not read.")
@click.option("--period-end", default="", metavar="DATE", help="Last day of the period of a programme or plan.")
@click.option(
    "--topic", "topics", multiple=True, metavar="MODULE", help="Module it belongs to (default: as what it acts on)."
)
@click.option("--source", default="", metavar="ID", help="Where it was read: a source of data/sources.csv.")
@click.option("--source-title", default="", help="Or a new one: title of the page,")
@click.option("--publisher", default="", help="who runs it,")
@click.option("--url", default="", help="its address,")
@click.option("--published", default="", metavar="DATE", help="its day,")
@click.option("--accessed", default="", metavar="DATE", help="the day on which it was read (default: today).")
@click.option(
    "--verified",
    type=click.Choice(["yes", "partial", "no"]),
    default="partial",
    show_default=True,
    help="yes: seen at an official source; no: never printed.",
)
@click.option("--id", "id_", default="", metavar="ID", help="Its id (default: made as those of the register).")
@click.option("--effects", is_flag=True, help="Only say what a document does that is registered.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def law(number: str, effects: bool, yes: bool, **said: str | tuple[str, ...]) -> None:
    """Register the legal document NUMBER (350/2026/NĐ-CP), and say what it does to the decks of which days.

    Asks for what the options do not say. Everything that is wrong is told at once and nothing is written; else the rows of
    document, relations and source are written together, after “yes”. The state of a document is computed from them.

    \b
    Example:
      taphuan new law 350/2026/NĐ-CP --signed 2026-10-15 --effective 2026-11-01 --replaces 224/2026/NĐ-CP
      taphuan new law 224/2026/NĐ-CP --effects
    """
    from taphuan.build.law.effects import told
    from taphuan.check.new.files import NotNew
    from taphuan.check.new.law_rows import faults_of, found_document
    from taphuan.data.check.check import load_or_raise

    load_or_raise(cache=paths.CACHE / "check")
    if effects:
        try:
            registered = found_document(number)
        except LookupError as error:
            raise NotNew(str(error), code="TH858") from None
        for line in told(registered, ["  (compared when it is registered; now: taphuan diff)"], words=True):
            click.echo(line)
        return
    asked = _answers(number, said)
    if faults := list(faults_of(asked, date.today())):
        raise NotNew("\n".join([*faults, "nothing was written"]), code="TH858")
    _register(asked, yes)


_with_acts(law)


def _answers(number: str, said: dict[str, str | tuple[str, ...]]) -> Said:
    """What the options say, what the number says, and what a person at the terminal adds."""
    import unicodedata

    from taphuan.check.new.law_rows import KINDS, Said, day_of, found_document, id_of, issuer_of, type_of
    from taphuan.known.law import document

    number = unicodedata.normalize("NFC", number).strip()
    # a Mac types letters and marks apart
    one = {n: unicodedata.normalize("NFC", value).strip() for n, value in said.items() if isinstance(value, str)}
    options = {name.replace("-", "_"): name for name in KINDS}
    acts = [(options[name], *_divided(text)) for name, values in said.items() if name in options for text in values]
    if sys.stdin.isatty():
        _ask(one, number)
        acts += _asked_acts() if not acts else []
    one["type_"] = one["type_"] or type_of(number)
    topics = tuple(said["topics"])
    if not topics:
        targets: list[str] = []
        for _, text, _ in acts:
            try:
                targets.append(found_document(text))
            except LookupError:
                continue
        topics = tuple(dict.fromkeys(topic for target in targets for topic in document(target).topics))
    signed = day_of(one["signed"])
    made = id_of(number, one["type_"], signed) if one["type_"] and signed else ""
    return Said(
        number,
        one["id_"] or made,
        one["type_"],
        one["title"],
        one["issuer"] or issuer_of(number),
        one["signed"],
        one["effective"],
        one["period_end"],
        topics,
        one["verified"],
        tuple(acts),
        one["source"],
        one["source_title"],
        one["publisher"],
        one["url"],
        one["published"],
        one["accessed"] or date.today().isoformat(),
    )


def _divided(text: str) -> tuple[str, str]:
    target, _, day = text.strip().partition("=")
    return target.strip(), day.strip()


def _ask(one: dict[str, str], number: str) -> None:
    """Ask for what is not said and cannot be made out; a blank answer leaves it open."""
    from taphuan.check.new.law_rows import issuer_of

    questions = (
        ("title", "title (of a law its name)"),
        ("signed", "day of signing, as 2026-10-15"),
        ("effective", "first day in force (blank: not read)"),
        ("period_end", "last day of its period (blank: it has none)"),
        ("issuer", "who issued it"),
    )
    for name, question in questions:
        if not one[name]:
            default = issuer_of(number) if name == "issuer" else ""
            one[name] = click.prompt(question, default=default, show_default=bool(default)).strip()
    if not one["source"] and not one["source_title"]:
        one["source"] = click.prompt(
            "source of data/sources.csv (blank: a new one)", default="", show_default=False
        ).strip()
        for name, question in (
            ("source_title", "title of the page"),
            ("publisher", "who runs it"),
            ("url", "its address"),
        ):
            if not one["source"] and not one[name]:
                one[name] = click.prompt(question, default="", show_default=False).strip()


def _asked_acts() -> list[tuple[str, str, str]]:
    """What it does to other documents, as a person says it line by line."""
    from taphuan.check.new.law_rows import ACTS, KINDS, found_document
    from taphuan.known.law import document

    for name, _, text in ACTS:
        click.echo(f"  {name}: {text}")
    acts: list[tuple[str, str, str]] = []
    while line := click.prompt(
        "what it does, as “replaces DOCUMENT” or “replaces DOCUMENT=DATE” (blank: no more)",
        default="",
        show_default=False,
    ).strip():
        name, _, rest = line.partition(" ")
        target, day = _divided(rest)
        try:
            found = found_document(target)
        except LookupError as error:
            click.echo(f"  {error}")
            continue
        if name not in KINDS:
            click.echo(f"  not one of {', '.join(KINDS)}")
            continue
        click.echo(f"  {name} {document(found).full}")
        acts.append((name, found, day))
    return acts


def _register(said: Said, yes: bool) -> None:
    from taphuan.build.law.effects import CHANGES, ENDS, days_of, deck_lines, decks, told
    from taphuan.check.add.proposal import Proposal
    from taphuan.check.add.taking import take
    from taphuan.check.new.law_rows import DOCUMENTS, RELATIONS, places_of_rows, proposed
    from taphuan.known.law import document

    new = proposed(said)
    signed = date.fromisoformat(said.signed)
    acting = [row for row in new.get(RELATIONS, ()) if row["relation"] in (*ENDS, *CHANGES)]
    starts = [max(signed, date.fromisoformat(row["effective_date"] or said.signed)) for row in acting]
    compared = days_of(signed, starts) if acting and said.verified != "no" else ()
    before = decks(compared)
    take(Proposal(new, DOCUMENTS, file=f"taphuan new law {said.number}", places=places_of_rows(said)), yes)
    for line in told(said.id, deck_lines(before, decks(compared)), words=False):
        click.echo(line)
    topics = ", ".join(f"data/modules/{topic}.yaml" for topic in said.topics)
    click.echo(f"{said.id} is registered: {document(said.id).full}, verified = {said.verified}")
    reword = "reword the places above, and " if acting else ""
    click.echo(f"1. {reword}add {said.id} to legal_documents in {topics}; cite it as [@{said.id}]")
    click.echo(f"2. {_what_it_says()}")
    click.echo(
        f"3. taphuan check && taphuan diff      these places with their words: taphuan new law {said.number} --effects"
    )


def _what_it_says() -> str:
    """Where the content of a document stands, in the tables that this programme has."""
    from taphuan.data.load import is_described

    tables = {"what its articles say": "law/provisions.csv", "the days that it sets": "law/deadlines.csv"}
    steps = [f"{what} into data/{table}" for what, table in tables.items() if is_described(table)]
    return f"write {', and '.join(steps) or 'what it says into the modules that teach it'}"
