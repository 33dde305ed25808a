"""`taphuan new conference SLUG`: what is asked for, on the command line or on the terminal, and what was written."""

from __future__ import annotations

from datetime import date

import click

from taphuan import paths


@click.command()
@click.argument("slug")
@click.option("--title", default="", help="Title in documents, in Vietnamese.")
@click.option("--short-title", default="", help="Short title, for covers and the start page.")
@click.option("--date", "date_start", default="", metavar="DATE", help="First day: YYYY-MM-DD.")
@click.option("--until", "date_end", default="", metavar="DATE", help="Last day, where it is another one.")
@click.option(
    "--as-of",
    default="",
    metavar="DATE",
    help="The day whose knowledge the documents show (default: the last day, or today where that lies ahead).",
)
@click.option("--place", default="", help="Where it is held.")
@click.option("--organiser", default="", help="Who holds it.")
@click.option("--audience", default="", help="Who comes.")
@click.option("--plan", default="", help="The organisers' paper that says so, worded as in a source line.")
@click.option("--source", default="", metavar="ID", help="Instead: the article about it, in data/sources.csv.")
@click.option("--minutes", type=int, default=None, help="Minutes of the hall's deck, 20 to 960 (default: 240, a day).")
@click.option("--region", "regions", multiple=True, metavar="SLUG", help="All provinces of this region (repeatable).")
@click.option("--province", "provinces", multiple=True, metavar="SLUG", help="This province (repeatable).")
@click.option("--all", "everyone", is_flag=True, help="All provinces.")
@click.option(
    "--level",
    type=click.Choice(["province", "cap-xa", "commune"]),
    default=None,
    help="province (default); cap-xa: the audience works in communes; commune: communes take part, and provinces have no sets.",
)
@click.option(
    "--module",
    "modules",
    multiple=True,
    metavar="SLUG",
    help="A module, in the order in which they are taught (repeatable; default: those of the latest conference of the level).",
)
@click.option("--sample", is_flag=True, help="No real event: marked MẪU on every page.")
def conference(
    slug: str,
    title: str,
    short_title: str,
    date_start: str,
    date_end: str,
    as_of: str,
    place: str,
    organiser: str,
    audience: str,
    plan: str,
    source: str,
    minutes: int | None,
    regions: tuple[str, ...],
    provinces: tuple[str, ...],
    everyone: bool,
    level: str | None,
    modules: tuple[str, ...],
    sample: bool,
) -> None:
    """Begin a conference: one file in data/conferences, which builds at once; what is not known stays blank in it.

    On a terminal it asks for what the options leave open; Enter leaves it blank. Nothing is written where an answer cannot be.

    \b
    Example:
      taphuan new conference hue-2027 --title "Hội nghị tập huấn năm 2027" --date 2027-03-15 --province hue
    """
    from taphuan.check.new import conference_answers as answers
    from taphuan.check.new.asking import ask, ask_several, asks
    from taphuan.check.new.conference_file import file_of, hold_against_the_rules
    from taphuan.check.new.files import checked_slug, shown, write_new
    from taphuan.data.check.check import load_or_raise

    if asks():
        # before many questions; elsewhere it is told with all else that is wrong
        checked_slug(slug, "conference")
    load_or_raise(cache=paths.CACHE / "check")
    today = date.today()
    as_of = today.isoformat() if as_of == "today" else as_of
    title = ask("title in documents, in Vietnamese", title)
    short_title = ask("short title, for the cover", short_title)
    if not sample:
        date_start = ask("first day, as 2027-03-15", date_start, answers.day_fault)
    if date_start:
        date_end = ask("last day, where it is another one", date_end, answers.day_fault)
    day = answers.day_of(as_of, date_end or date_start, today)
    stated = ask("day whose knowledge the documents show", as_of, answers.day_fault, day.isoformat())
    if stated != day.isoformat():
        as_of = stated
        day = answers.day_of(as_of, date_end or date_start, today)
    if not (regions or provinces or everyone) and asks():
        names = ", ".join(answers.region_slugs(day))
        regions = ask_several(f"regions that take part ({names})", (), lambda name: answers.region_fault(name, day))
        if not regions:
            provinces = ask_several("provinces that take part", (), lambda name: answers.province_fault(name, day))
    level = ask(f"who comes: {', '.join(answers.LEVELS)}", level or "", answers.level_fault, answers.LEVELS[0])
    if not sample:
        place = ask("place", place)
        organiser = ask("organiser", organiser)
    audience = ask("audience", audience)
    minutes = int(
        ask("minutes of the hall's deck", "" if minutes is None else str(minutes), answers.minutes_fault, "240")
    )
    suggested = answers.suggested_modules(day, level, minutes)
    modules = ask_several("modules in their order", modules, answers.module_fault, suggested)
    given = answers.Answers(
        slug=slug,
        title=title,
        short_title=short_title,
        date_start=date_start,
        date_end=date_end,
        as_of=as_of,
        day=day,
        today=today,
        place=place,
        organiser=organiser,
        audience=audience,
        plan=plan.strip(),
        source=source.strip(),
        minutes=minutes,
        regions=regions,
        provinces=provinces,
        everyone=everyone,
        level=level,
        modules=modules,
        sample=sample,
    )
    answers.must_be_possible(given)
    file = paths.CONFERENCES / f"{slug}.yaml"
    content = file_of(given)
    hold_against_the_rules(given, content)
    write_new({file: content.encode()})
    click.echo(f"written: {shown(file)}")
    for line in answers.assumed(given):
        click.echo(f"assumed: {line}")
    for number, line in enumerate(answers.next_steps(given), 1):
        click.echo(f"{number}. {line}")
