"""The language check: spelling, typography and sources of all Vietnamese prose.

`texts` gathers the prose; `spelling`, `typography`, `doubts` and `context` check it, `citing` checks documents and `founded` numbers
in notebooks, `quoted` what stands there in quotation marks, `comparing` that what compares is a claim.
Only `taphuan check` uses it, no build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from taphuan import paths
from taphuan.check.language.citing import Register, uncited
from taphuan.check.language.comparing import unclaimed, unclaimed_in_notebook
from taphuan.check.language.context import Context
from taphuan.check.language.doubts import doubtful_phrases
from taphuan.check.language.founded import Statements, unfounded
from taphuan.check.language.quoted import quoted_wrongly
from taphuan.check.language.spelling import misspelt, usage
from taphuan.check.language.texts import Text, all_texts, notebook_texts
from taphuan.check.language.typography import slips
from taphuan.check.language.words import Words, known_words
from taphuan.data.check.memory import FORGETFUL, Memory
from taphuan.errors import Problem, coded


@dataclass(frozen=True)
class Findings:
    """`problems` must be corrected; `warnings` must be looked at and may be right."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check_language(memory: Memory = FORGETFUL) -> Findings:
    """Check all prose of the project."""
    words = known_words()
    found = list(all_texts(memory))
    texts = [_prose(text, words) for text in found]
    notebooks = sorted(paths.NOTEBOOKS.glob("*/*.ipynb"))
    register, statements = Register(), Statements()
    problems = [
        *_wrong(texts, words),
        *doubtful_phrases(texts),
        *(problem for path in notebooks for problem in _in_notebook(path, register, statements)),
        *unclaimed(found),
    ]
    return Findings(_summed_up(problems), _summed_up(_doubtful(texts, words)))


def _in_notebook(path: Path, register: Register, statements: Statements) -> Iterator[Problem]:
    yield from uncited(path, register)
    yield from unfounded(path, statements)
    yield from quoted_wrongly(path)


def _prose(text: Text, words: Words) -> Text:
    """The text without the phrases that are no Vietnamese; nearly all texts stay as they are, and are not copied."""
    content = words.without_phrases(text.content)
    return text if content == text.content else replace(text, content=content)


def prose_problems(notebooks: Iterable[Path]) -> tuple[Problem, ...]:
    """The problems of the prose of these notebooks alone; a hint at a misspelt word knows their words only."""
    notebooks = tuple(notebooks)
    words, register, statements = known_words(), Register(), Statements()
    found = [text for path in notebooks for text in notebook_texts(path)]
    texts = [_prose(text, words) for text in found]
    problems = [
        *_wrong(texts, words),
        *doubtful_phrases(texts),
        *(problem for path in notebooks for problem in _in_notebook(path, register, statements)),
        *(problem for path in notebooks for problem in unclaimed_in_notebook(path)),
    ]
    return _summed_up(problems)


def text_problems(found: Iterable[Text]) -> tuple[Problem, ...]:
    """The problems of these texts alone, of a file that is not written yet."""
    words = known_words()
    texts = [_prose(text, words) for text in found]
    return _summed_up((*_wrong(texts, words), *doubtful_phrases(texts)))


def _wrong(texts: list[Text], words: Words) -> Iterator[Problem]:
    used = usage(text.content for text in texts)
    for text in texts:
        for slip in (*slips(text.content), *misspelt(text.content, words, used)):
            yield Problem(text.file, text.where, text.field, slip.found, slip.what, slip.remedy, code=slip.code)


@coded("TH615")
def _doubtful(texts: list[Text], words: Words) -> Iterator[Problem]:
    context = Context(text.content for text in texts)
    for text in texts:
        for found, likely in context.doubts(text.content, words.pairs):
            remedy = "Correct it, or add the two words to data/language/terms.csv as a pair."
            yield Problem(text.file, text.where, text.field, found, f"elsewhere it reads “{likely}”", remedy)


def _summed_up(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Equal problems of a file as one, with the number of its other places."""
    alike: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        alike[problem.file, problem.found, problem.what].append(problem)
    return tuple(
        replace(first, what=f"{first.what}, also in {len(more)} more place{'s' * (len(more) > 1)}") if more else first
        for first, *more in alike.values()
    )
