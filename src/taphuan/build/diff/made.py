"""The notebooks of one state of the project, as the code of that state makes them. Run as a script by `states`, with the package
of that state before all others; it must work with the packages of earlier versions, and imports nothing of this folder.

    python -P made.py REQUEST.json    (it ends when its standard input does)

The request: `out`, the folder for a record (.json) and a notebook (.z, JSON under zlib) a set; `conferences` and `provinces` to
choose from all that is planned, or `jobs`, the sets by name; `formats`, files to be written too; `shard` and `of`: every such set
is another process's. Exit code 4: the package is of a version whose parts have other names.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import zlib
from datetime import date
from pathlib import Path
from typing import Any

OTHER_VERSION = 4
_TIMEOUT = 120


def main(request: dict[str, Any]) -> None:
    """Write what is asked for and not there yet, a record behind each notebook."""
    try:
        from taphuan.build.plan import plan
        from taphuan.compose import compose
        from taphuan.errors import TaphuanError
        from taphuan.known.conferences import conference_slugs
        from taphuan.lesson.lesson import open_lesson
        from taphuan.run.execute import execute
        from taphuan.run.pure_cells import filled
    except ImportError:
        sys.exit(OTHER_VERSION)
    out = Path(request["out"])
    known = conference_slugs()
    chosen = tuple(slug for slug in request["conferences"] if slug in known)
    if request.get("jobs") is not None:
        jobs = _named(request["jobs"], known, out)
    elif request["conferences"] and not chosen:
        jobs = ()
    else:
        jobs = plan(chosen, (), (), (), None, out, _TIMEOUT, date.today())
    if request["provinces"]:
        jobs = tuple(job for job in jobs if (job.module or job.province) in request["provinces"])
    examples = {_kind(job): job.name for job in reversed(jobs)}.values()
    own = jobs[request["shard"] :: request["of"]]
    for job in own:
        record: dict[str, Any] = {
            "name": job.name,
            "conference": job.conference,
            "province": job.province,
            "module": job.module,
            "as_of": job.as_of,
        }
        file = out / _file_name(job.name)
        formats = request["formats"] if job.name in examples else ()
        wanted = [name for name in job.formats if name in formats or "*" in formats]
        if file.with_suffix(".json").exists() and all((file.parent / file.stem / name).exists() for name in wanted):
            continue
        try:
            lesson = open_lesson(job.conference, job.province, job.as_of, job.module, job.commune)
            composed = compose(lesson, job.full, job.minutes)
            notebook = filled(composed, lesson) or execute(composed, job.timeout)
            content = json.dumps(notebook, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
            _write(file.with_suffix(".z"), zlib.compress(content, 1))
            record["digest"] = hashlib.sha256(content).hexdigest()
            for name, file_content in _files(notebook, wanted, job.timeout).items():
                _write(file.parent / file.stem / name, file_content)
        except TaphuanError as error:
            # with its code, where that version has codes
            record["failure"] = error.told() if hasattr(error, "told") else str(error)
        except Exception as error:
            # a set that this state cannot make must not hide the others
            record["failure"] = f"{type(error).__name__}: {error}"
        _write(file.with_suffix(".json"), json.dumps(record, ensure_ascii=False).encode())
    _write(out / f"planned-{request['key']}-{request['shard']}.list", json.dumps([job.name for job in own]).encode())


def _kind(job: Any) -> tuple[bool, bool, bool, bool]:
    """What kind of set it is: the hall's, a speaker's, a province's, the full deck of one, a commune's."""
    return job.province == "hoi-nghi", bool(job.module), job.full, bool(job.commune)


def _named(jobs: list[dict[str, Any]], known: tuple[str, ...], out: Path) -> tuple[Any, ...]:
    """The jobs of an earlier build, those of conferences that there still are."""
    from taphuan.build.plan import Job, formats_of

    return tuple(
        Job(
            one["conference"],
            one["province"],
            one["as_of"],
            formats_of(one["province"], one["module"], "taphuan", one["full"], one["commune_folder"].partition("-")[0]),
            out,
            one["day_folder"],
            _TIMEOUT,
            one["module"],
            one["full"],
            one["minutes"],
            one["commune_folder"],
        )
        for one in jobs
        if one["conference"] in known
    )


def _files(notebook: Any, names: list[str], timeout: int) -> dict[str, bytes]:
    if not names:
        return {}
    from taphuan.export.formats import write

    files: dict[str, bytes] = write(notebook, tuple(names), timeout).files
    return files


def _file_name(name: str) -> str:
    """One name of a file for the name of a set: its folders joined."""
    return name.replace("/", "--")


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)


def _end_with_parent() -> None:
    """Whoever began this process holds its standard input open for as long as it wants an answer."""
    # not by sys.stdin, whose lock would be held when Python ends
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main(json.loads(Path(sys.argv[1]).read_bytes()))
