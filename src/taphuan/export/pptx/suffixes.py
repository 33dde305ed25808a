"""What is added to the title of a slide that is shown again, goes on, or has its answer apart: titles of a deck differ."""

from __future__ import annotations

from taphuan.text import say


def again(count: int) -> str:
    """Of the slide with this title that is the `count`-th."""
    if count == 1:
        return ""
    return (
        say("export.pptx.suffixes.again")
        if count == 2
        else say("export.pptx.suffixes.again_numbered", number=count - 1)
    )


def continued(further: int) -> str:
    """Of the further page of a slide with this number."""
    if further == 1:
        return say("export.pptx.suffixes.continued")
    return say("export.pptx.suffixes.continued_numbered", further=further)


def answer(number: int) -> str:
    """Of the page of an answer with this number."""
    if number == 1:
        return say("export.pptx.suffixes.answer")
    return say("export.pptx.suffixes.answer_numbered", number=number)
