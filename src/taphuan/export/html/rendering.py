"""Says where a template of Jinja in slides/ stopped, in place of a traceback through its generated code."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from taphuan import paths
from taphuan.errors import TaphuanError


class TemplateFails(TaphuanError):
    """A template in slides/ cannot be rendered; the message names its file and line."""

    code = "TH885"


@contextmanager
def rendering() -> Iterator[None]:
    """What is done inside renders templates. Raises TemplateFails for what a template asks that cannot be."""
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        yield
    except TemplateSyntaxError as error:
        place = _place(Path(error.filename or error.name or ""), error.lineno)
        raise TemplateFails(f"{place}: {error.message}; correct the template") from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if _is_template(Path(frame.filename))]
        # an error in a function that a template calls is one of the function
        if not ours or not (isinstance(error, TemplateError) or frames[-1] is ours[-1]):
            raise
        place = _place(Path(ours[-1].filename), ours[-1].lineno or 0)
        raise TemplateFails(f"{place}: {error or type(error).__name__}; correct the template") from None


def _place(path: Path, line: int) -> str:
    """ "slides/index.html.j2, line 12"; loaders name their files in more than one way."""
    name = paths.named(path) if _is_template(path) else f"{paths.SLIDES.name}/…/{path.name}"
    return f"{name}, line {line}"


def _is_template(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in (paths.SLIDES, paths.PACKAGED_SLIDES))
