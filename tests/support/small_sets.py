"""A finished set of two files, made in this process, as a build would publish it."""

from __future__ import annotations

import json
from pathlib import Path

from projects import execute_in_process
from taphuan.build.keys import keys_of, made_from, sources
from taphuan.build.publish import publish
from taphuan.compose import compose
from taphuan.data.load import reading
from taphuan.export.formats import write
from taphuan.lesson.lesson import open_lesson

CONFERENCE, PROVINCE, DAY = "quang-nam-2024", "quang-nam", "2024-10-31"


def small_set(out: Path, province: str = PROVINCE, unchecked: tuple[str, ...] = ()) -> Path:
    """The folder of the set of a province of CONFERENCE, or of its hall, below `out`: deck.md and notebook.ipynb."""
    read = sources()
    with reading() as asked:
        lesson = open_lesson(CONFERENCE, province, DAY)
        composed = compose(lesson)
        keys, _ = keys_of(lesson, composed, read)
    executed = execute_in_process(lesson)
    files = write(executed, ("deck.md", "notebook.ipynb"), 60).files
    about = json.loads(json.dumps(executed.metadata["taphuan"]))
    identity = {key: about[key] for key in ("conference", "unit", "as_of")}
    folder = out / CONFERENCE / ("" if lesson.whole else province)
    publish(folder, files, identity, keys.recorded(), unchecked, made_from=made_from(asked, composed, read))
    return folder
