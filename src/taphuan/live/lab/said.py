"""The findings that a trainer meets most, in Vietnamese: the page of a refused export is for trainers, the command for authors."""

from __future__ import annotations

import re
from collections.abc import Callable

from taphuan.errors import CODE
from taphuan.text import say

# what is shown of a cell, by the word of the findings
_KINDS = {
    "title": say("live.lab.said.title"),
    "text": say("live.lab.said.text"),
    "notes": say("live.lab.said.notes"),
    "table": say("live.lab.said.table"),
    "printed text": say("live.lab.said.printed"),
    "drawing": say("live.lab.said.drawing"),
}
_PLACE = re.compile(
    r"^(ô số \d+ \((?:“.*?”|ô trống)\): )?slide [\w-]+(?:, cell [\w-]+)?(?:, output \d+)?(?: \([^()]*\))?: (.*)$",
    re.DOTALL,
)
_Groups = tuple[str, ...]
# (pattern of a finding, its words with the groups of the pattern)
_SAID: tuple[tuple[str, Callable[[_Groups], str]], ...] = (
    (r"has a title and no content below it", lambda _: say("live.lab.said.only_title")),
    (r"empty text", lambda _: say("live.lab.said.empty")),
    (r"an unresolved placeholder", lambda _: say("live.lab.said.placeholder")),
    (r"an unresolved citation", lambda _: say("live.lab.said.citation")),
    (r"the cell has no output; .*", lambda _: say("live.lab.said.no_output")),
    (
        r"a warning that would be printed on the slide: (.*)",
        lambda found: say("live.lab.said.warning", warning=found[0]),
    ),
    (r"shows nothing(?: but an object \((.*?)\))?; .*", lambda _: say("live.lab.said.nothing")),
    (
        r"(\w*(?:Error|Exception|Interrupt|Exit)): (.*)",
        lambda found: say("live.lab.said.error", kind=found[0], message=found[1]),
    ),
    (
        r"the claim “(.*?)” is not in the text of its slide.*",
        lambda found: say("live.lab.said.claim", claim=found[0]),
    ),
    (
        r"the ([\w ]+?) names (.+?) \(“(.*?)”\); .*",
        lambda found: say(
            "live.lab.said.other_unit", what=_KINDS.get(found[0], found[0]), name=found[1], words=found[2]
        ),
    ),
    (
        r"(\d+) lines of printed text need (\d+) on the slide, which has (\d+); .*",
        lambda found: say("live.lab.said.too_long", needed=found[1], room=found[2]),
    ),
    (r"is of the unit .*", lambda _: say("live.lab.said.foreign")),
)


def in_vietnamese(finding: str) -> str:
    """The finding in Vietnamese; as it is where there are no such words for it."""
    code = CODE.search(finding)
    placed = _PLACE.match(CODE.sub("", finding))
    if placed is None:
        return finding
    for pattern, words in _SAID:
        if found := re.fullmatch(pattern, placed[2]):
            return f"{placed[1] or ''}{words(found.groups())}{code[0] if code else ''}"
    return finding
