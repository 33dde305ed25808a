"""Makes mutations and prints what became of them.

    python -m mutating --seed 7 --count 500 [--kind yaml] [--show right]

prints every bad end, and a table of ends by kind. Exit code: 0 none is bad, 1 some are. (`make mutations SEED= COUNT=`)
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections import Counter, defaultdict
from pathlib import Path

import taphuan.data.light_jsonschema  # noqa: F401  # isort: skip
from mutating.base import TEMPLATE, mutations
from mutating.forked import Bench, scratch
from mutating.judge import BAD, GOOD
from mutating.kinds import KINDS
from mutating.sets import BAC_GIANG, DA_NANG, MERGED


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m mutating")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument(
        "--kind", default="", help="only kinds with this in their name, or one of these with commas between them"
    )
    parser.add_argument("--show", default="", help="show also mutations with these ends, separated by commas, or all")
    parser.add_argument("--thorough", action="store_true", help="the whole of `taphuan check` for each")
    asked = parser.parse_args(arguments)
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    chosen = [kind for kind in KINDS if any(part in kind.name for part in asked.kind.split(","))]
    shown = set(GOOD) if asked.show == "all" else set(asked.show.split(","))
    with scratch() as folder:
        bench = Bench(Path(folder), asked.thorough)
        made = list(mutations(chosen, bench.kept.project.root, asked.seed, asked.count))
        cold = [mutation for mutation in made if mutation.kind.way == TEMPLATE]
        warm = [mutation for mutation in made if mutation.kind.way != TEMPLATE]
        for group in (cold, warm):
            if group is warm and group:
                bench.warm((DA_NANG, MERGED, BAC_GIANG))
            for mutation, verdict, seconds in bench.verdicts(group):
                ends[mutation.kind.name.partition(":")[0].split(" ")[0]][verdict.end] += 1
                if verdict.end in (*BAD, *shown):
                    change = mutation.change
                    print(
                        f"{verdict.end:<9} {seconds:4.1f}  {mutation.id}  {change.file}  {change.how}\n    {verdict.words}",
                        flush=True,
                    )
    _table(ends)
    spent = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{sum(one.ru_utime + one.ru_stime for one in spent):.0f} CPU s")
    return int(any(count[end] for count in ends.values() for end in BAD))


def _table(ends: dict[str, Counter[str]]) -> None:
    print(f"{'':<14}{'made':>6}" + "".join(f"{end:>10}" for end in (*GOOD, *BAD)))
    for name, count in [*ends.items(), ("all", sum(ends.values(), Counter()))]:
        print(f"{name:<14}{sum(count.values()):>6}" + "".join(f"{count[end]:>10}" for end in (*GOOD, *BAD)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
