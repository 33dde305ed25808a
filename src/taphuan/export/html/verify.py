"""The page in a package that says offline which of its files are damaged, missing or extra."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from taphuan.export.html.index import rendered
from taphuan.export.html.policy import policy_text, script_hash
from taphuan.text import words_below

TEMPLATE = "verify.html.j2"
_SCRIPT = "verify.js"


@dataclass(frozen=True)
class VerifyModel:
    """`sums`: sha256 by path in the folder `folder`. `unsummed`: files that are there and have no sum in the page. `warnings`: what
    must be known of the documents, in Vietnamese."""

    title: str
    folder: str
    sums: Mapping[str, str] = field(hash=False)
    unsummed: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def write_verify(model: VerifyModel) -> bytes:
    """The page as one HTML file that loads nothing; its own script may run and no other."""
    from taphuan import paths

    script = paths.taken(paths.SLIDES / _SCRIPT).read_text(encoding="utf-8")
    policy = policy_text(
        {
            "default-src": "'none'",
            "script-src": script_hash(script),
            "style-src": "'unsafe-inline'",
            "img-src": "data:",
            "font-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
    )
    data = {
        "folder": model.folder,
        "sums": dict(sorted(model.sums.items())),
        "unsummed": list(model.unsummed),
        "words": words_below("export.html.verify"),
    }
    return rendered(TEMPLATE, model=model, script=script, policy=policy, data=data)
