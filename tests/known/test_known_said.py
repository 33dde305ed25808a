"""Nothing that known/ says of any unit, document, conference or number changes unseen."""

from __future__ import annotations

from pathlib import Path

from all_known import known_of_all

GOLDEN = Path(__file__).parents[1] / "golden/known.tsv"


def test_nothing_is_said_otherwise_than_before() -> None:
    """Whether it is true is for the other tests; after a change of data/: `make golden`."""
    then, now = (
        dict(line.split("\t", 1) for line in text.splitlines()) for text in (GOLDEN.read_text("utf-8"), known_of_all())
    )
    assert {kind: now.get(kind) for kind in then | now if then.get(kind) != now.get(kind)} == {}
