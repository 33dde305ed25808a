"""How good the questions of the quiz are as a whole: whether the right answer gives itself away, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taphuan.errors import Problem, coded
from taphuan.known.conferences import module, module_slugs
from taphuan.known.items import Item

# per cent, at most and at least; DESIGN: of all questions, and of those of a module
MOST_LONGEST, MOST_LONGEST_OF_MODULE, MOST_MEMORY, LEAST_SITUATIONS = 35, 45, 25, 30


@dataclass(frozen=True)
class Measure:
    """Of some questions that may be printed: how many, and the per cent of them whose right answer is longer than every other
    option, that ask for something remembered, and for what to do in a situation."""

    count: int
    longest: float
    memory: float
    situations: float


def measure(questions: Iterable[Item]) -> Measure:
    usable = tuple(item for item in questions if item.detail("use", True))
    whole = 100 / max(len(usable), 1)
    kinds = [item.detail("asks") for item in usable]
    longest = sum(map(_is_longest, usable))
    return Measure(len(usable), whole * longest, whole * kinds.count("memory"), whole * kinds.count("situation"))


@coded("TH527")
def quiz_problems() -> Iterator[Problem]:
    """Where the questions of all modules, or of one, are worse than they may be."""
    by_module = _by_module()
    of_all = measure(item for items in by_module.values() for item in items)
    told = "Write wrong options as long and as serious as the right one."
    faults = (
        (of_all.longest > MOST_LONGEST, of_all.longest, f"the right answer is the longest, at most {MOST_LONGEST} %", told),
        (of_all.memory > MOST_MEMORY, of_all.memory, f"ask for something remembered, at most {MOST_MEMORY} %", "Ask what to do with it."),
        (of_all.situations < LEAST_SITUATIONS, of_all.situations, f"are situations, at least {LEAST_SITUATIONS} %", "Write situations."),
    )  # fmt: skip
    for fault, share, what, remedy in faults:
        if fault:
            yield Problem("data/modules", "", "quiz", f"{share:.0f} %", f"of all questions: {what}", remedy)
    for slug, items in by_module.items():
        share = measure(items).longest
        if share > MOST_LONGEST_OF_MODULE:
            what = f"of the module's questions: the right answer is the longest, at most {MOST_LONGEST_OF_MODULE} %"
            yield Problem(f"data/modules/{slug}.yaml", "", "quiz", f"{share:.0f} %", what, told)


def _is_longest(item: Item) -> bool:
    """Whether the right answer is longer than every other option."""
    options, answer = item.detail("options"), item.detail("answer")
    return all(len(options[answer]) > len(text) for letter, text in options.items() if letter != answer)


def _by_module() -> dict[str, tuple[Item, ...]]:
    """The questions of the modules that are written."""
    return {slug: found.of_kind("quiz") for slug in module_slugs() if (found := module(slug)).written}


def measure_line() -> str:
    """One line on all questions, and on the module whose answers give themselves away most."""
    by_module = _by_module()
    of_all = measure(item for items in by_module.values() for item in items)
    worst = max(by_module, key=lambda slug: measure(by_module[slug]).longest)
    return (
        f"quiz: {of_all.count} questions; the right answer is the longest in {of_all.longest:.0f} % (at most {MOST_LONGEST}), "
        f"most in {worst} with {measure(by_module[worst]).longest:.0f} % (at most {MOST_LONGEST_OF_MODULE}); "
        f"{of_all.memory:.0f} % ask for something remembered (at most {MOST_MEMORY}), "
        f"{of_all.situations:.0f} % are situations (at least {LEAST_SITUATIONS})"
    )
