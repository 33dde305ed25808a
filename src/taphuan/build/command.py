"""What `taphuan build` does with a plan, on this machine or many, and the command that joins what shards have built."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taphuan.errors import EXIT_DONE, EXIT_JOBS_FAILED

if TYPE_CHECKING:
    from taphuan.build.nothing_to_do import Begun
    from taphuan.build.plan import Job


def carry_out(
    jobs: tuple[Job, ...],
    target: Path,
    begun: Begun | None,
    workers: int | None,
    force: bool,
    engine: str,
    scheduler: str,
    shard: str,
) -> int:
    """Build the jobs below `target` and say so, or, where nothing has begun, only what would be done; the exit code.

    `workers`: processes of this machine. `scheduler`: the address of a cluster that does the jobs instead. `shard`: the part
    of them that is meant, such as 3/8. What was begun is written down where nothing was left to do.
    """
    from taphuan.build import recap, shards, spine
    from taphuan.build.judged import judged_line
    from taphuan.build.progress import Progress

    part = shards.parse_shard(shard) if shard else None
    own = shards.share(jobs, part) if part else jobs
    workers = workers or os.cpu_count() or 1
    if begun is None:
        for task in spine.foresee(own, workers, force, scheduler) if own else ():
            click.echo(f"{task.job.name}: {task.need.step} ({task.need.reason})")
        return EXIT_DONE
    from taphuan.build import nothing_to_do

    made = shards.made_from() if part else {}
    if part:
        shards.begin(target, part)
    outcomes: tuple[spine.Outcome, ...] = ()
    if own:
        with Progress(len(own)) as progress:
            effects = spine.Effects(progress.tell, progress.report)
            outcomes = spine.build(own, workers, effects, force, engine, scheduler)
    click.echo(recap.recap(outcomes))
    if part:
        # the start pages are for whoever has all parts
        failed = {one.job.folder.relative_to(target).as_posix(): one.job.name for one in outcomes if one.failure}
        shards.finish(target, part, jobs, made, failed)
        outputs = [*recap.set_files(outcomes), str(target / part.record)]
        end = f"shard {part} in {target}; when all are there: taphuan gather OUT FOLDER..."
    else:
        spine.publish_index(target)
        outputs = recap.outputs(outcomes, target)
        end = f"open {target / spine.INDEX}"
    click.echo(end)
    if any(outcome.failure for outcome in outcomes):
        return EXIT_JOBS_FAILED
    judged = judged_line(outcome.job.folder for outcome in outcomes)
    lines = [f"{len(outcomes)} document sets up to date", unwalked := recap.unwalked_line(outcomes), judged, end]
    nothing_to_do.remember(begun, outputs, "\n".join(filter(None, lines)), bool(unwalked))
    return EXIT_DONE


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path))
def gather(out: Path, folders: tuple[Path, ...]) -> None:
    """Join the FOLDERs that shards were built into, all of them, into OUT, and write its start pages.

    Nothing is written where a shard is missing, where two were made from different code or data, or where they have
    different bytes for one set. Exit code 1 where a shard had failures.

    \b
    Example:
      taphuan gather build shard-1 shard-2 shard-3
    """
    from taphuan.build.gather import gather as join
    from taphuan.build.spine import INDEX

    target = out.resolve()
    done = join(target, tuple(folder.resolve() for folder in folders))
    there = f" ({done.there} were there)" if done.there else ""
    click.echo(f"{done.sets} document sets gathered{there}")
    if done.unwalked:
        click.echo(f"{done.unwalked} published unchecked (overflow); a build that finds a working Chromium walks them")
    if done.failed:
        click.echo("\n".join([f"{len(done.failed)} failed in their shard:", *(f"  {name}" for name in done.failed)]))
    click.echo(f"open {target / INDEX}")
    if done.failed:
        sys.exit(EXIT_JOBS_FAILED)
