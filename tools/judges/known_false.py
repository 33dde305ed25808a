"""What judges say wrongly, each with its reason. Whatever they say besides is a fault that must be mended."""

from __future__ import annotations

from dataclasses import dataclass

from judges.judge import Finding


@dataclass(frozen=True)
class KnownFalse:
    """A finding of `judge` that is none: `place` begins its place, `words` are pieces of what it says."""

    judge: str
    place: str
    words: tuple[str, ...]
    reason: str

    def is_(self, judge: str, finding: Finding) -> bool:
        return (
            judge == self.judge
            and finding.place.startswith(self.place)
            and all(piece in finding.what for piece in self.words)
        )


KNOWN_FALSE = (
    KnownFalse(
        "Open XML SDK",
        "/ppt/charts/",
        ("office/drawing/2012/chart:showDataLabelsRange'",),
        "the SDK does not know labels from cells in its own extension; PowerPoint writes them so (dotnet/Open-XML-SDK #760)",
    ),
    KnownFalse(
        "Open XML SDK",
        "/ppt/charts/",
        ("office/drawing/2012/chart:showLeaderLines'",),
        "of the same extension (dotnet/Open-XML-SDK #760, #1218)",
    ),
    KnownFalse(
        "Nu Html Checker",
        "",
        ("Inline script violates Content Security Policy (meta tag): blocked by “script-src” directive",),
        "the checker compares no hashes, it says so of every script; that browsers run those of a deck and no other one is tested"
        " (tests/export/html/test_policy.py)",
    ),
    KnownFalse(
        "Nu Html Checker",
        "",
        ("CSS: “paint-order”: Property “paint-order” doesn't exist",),
        "it is a property of SVG 2 that every browser knows; the checker's list of CSS lacks it",
    ),
    KnownFalse(
        "Nu Html Checker",
        "",
        ("Section lacks heading", '<section class="stack">'),
        "reveal.js wants a stack of slides as a section around the sections of its slides, which have the headings",
    ),
    KnownFalse(
        "Nu Html Checker",
        "",
        ("Consider using the “h1” element as a top-level heading only", '<h1 class="title">'),
        "the titles of a deck and of its parts are its top-level headings; the checker counts the section around a stack as a level",
    ),
)


def known_false(judge: str, finding: Finding) -> bool:
    return any(one.is_(judge, finding) for one in KNOWN_FALSE)
