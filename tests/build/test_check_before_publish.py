"""Nothing gets its final name that has not passed every check this machine can do; what it could not do is noted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from projects import Project, Run
from taphuan.check.browser import find_chromium

Cli = Callable[..., Run]

SELECTION = (
    "--conference",
    "bac-giang",
    "--province",
    "bac-giang",
    "--format",
    "deck.html",
    "--format",
    "notebook.ipynb",
)
NO_BROWSER = {"TAPHUAN_CHROMIUM": "/nowhere"}
NOT_STARTING = {"TAPHUAN_CHROMIUM": "/bin/false"}
UNCHECKED = "1 published unchecked (overflow); the next build that finds a working Chromium walks them"
# bounds only catch a hang
PATIENCE = 240


class Builds:
    """Builds of one set with a memory of walks of its own, so that no other test has walked its deck."""

    def __init__(self, run_cli: Cli, project: Project, tmp_path: Path) -> None:
        self._run_cli, self.project, self.out, self.cache = run_cli, project, tmp_path / "out", tmp_path / "own-cache"

    def __call__(self, env: dict[str, str] | None = None, *options: str) -> Run:
        settings = {"TAPHUAN_CACHE": str(self.cache), **(env or {})}
        return self._run_cli(
            "build", *SELECTION, *options, "--out", str(self.out), root=self.project.root, env=settings
        )

    @property
    def folder(self) -> Path:
        return self.out / "bac-giang" / "bac-giang"

    @property
    def names(self) -> set[str]:
        return {path.name for path in self.folder.glob("*")} if self.folder.exists() else set()

    def manifest(self) -> Any:
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))

    def overfill(self) -> None:
        lines = "\n".join(f"- Việc thứ {number} phải xong trước khi trình kế hoạch" for number in range(1, 40))
        self.project.add("frame/closing.ipynb", "sau-hoi-nghi-1", {"id": "qua-nhieu-chu", "source": lines})


@pytest.fixture
def build(run_cli: Cli, project_copy: Project, tmp_path: Path) -> Builds:
    # a deck of one module is walked as one of two
    project_copy.edit("data/conferences/bac-giang.yaml", "- phuong-phap-luan-2-3-5\n", "")
    return Builds(run_cli, project_copy, tmp_path)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("env", [NO_BROWSER, NOT_STARTING])
def test_built_where_no_chromium_runs_and_walked_by_the_next_build_that_has_one(
    build: Builds, env: dict[str, str]
) -> None:
    first = build(env)
    assert first.code == 0
    assert UNCHECKED in first.out
    assert "not walked: Chromium (/bin/false) does not start" in first.out or "no Chromium on this machine" in first.out
    assert build.manifest()["unchecked"] == ["overflow"]
    page = (build.out / "index.html").read_text(encoding="utf-8")
    assert "Còn 1 bản trình chiếu chưa được kiểm tra tràn chữ" in page
    # as long as there is none it is said again, and nothing else happens
    again = build(env)
    assert (again.code, UNCHECKED in again.out) == (0, True)
    deck = (build.folder / "deck.html").stat()
    with_one = build()
    assert with_one.code == 0
    assert "overflow check: 1 of 1 decks walked in Chromium" in with_one.out
    assert "unchecked" not in build.manifest()
    after = (build.folder / "deck.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (deck.st_mtime_ns, deck.st_ino), "nothing was built anew"
    assert "chưa được kiểm tra" not in (build.out / "index.html").read_text(encoding="utf-8")
    assert build().out.startswith("1 document sets up to date")


@pytest.mark.slow
@pytest.mark.browser
def test_an_overfull_deck_is_withheld_at_once_and_by_the_build_that_can_walk_it(build: Builds) -> None:
    build.overfill()
    refused = build()
    assert refused.code == 1
    assert "1 of 1 decks walked" in refused.out
    assert "slide closing-sau-hoi-nghi: " in refused.out
    assert build.names == set()
    withheld = build.cache / "withheld" / "bac-giang-bac-giang.html"
    assert str(withheld) in refused.out
    assert withheld.exists()
    # on a machine that cannot walk it is published as unchecked
    assert build(NO_BROWSER).code == 0
    assert {"deck.html", "notebook.ipynb", "manifest.json"} <= build.names
    found = build()
    assert found.code == 1
    assert "slide closing-sau-hoi-nghi: " in found.out
    assert "taphuan build --conference bac-giang" in found.out
    assert not {"deck.html", "manifest.json"} & build.names


@pytest.mark.slow
@pytest.mark.browser
def test_another_file_of_the_same_set_does_not_make_an_unchecked_deck_a_checked_one(build: Builds) -> None:
    assert build(NO_BROWSER).code == 0
    assert build(None, "--format", "deck.md", "--dry-run").out == "bac-giang/bac-giang: export (missing: deck.md)\n"
    assert build(NO_BROWSER, "--format", "deck.md").code == 0
    assert build.manifest()["unchecked"] == ["overflow"]
    assert "deck.md" in build.manifest()["files"]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        *(pytest.param(n, marks=pytest.mark.slow) for n in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)),
    ],
)
def test_a_build_that_ends_in_the_middle_of_a_walk_leaves_no_set_that_nobody_walked(
    build: Builds, tmp_path: Path, number: signal.Signals
) -> None:
    build.overfill()
    started = tmp_path / "started"
    slow = tmp_path / "chromium"
    # a browser that says that it is there, and starts when somebody has taken note
    slow.write_text(
        f'#!/bin/sh\ntouch "{started}"\nwhile [ -e "{started}" ]; do sleep 0.1; done\nexec "{find_chromium()}" "$@"\n'
    )
    slow.chmod(0o755)
    mark = f"walk-{number}-{os.getpid()}"
    settings = {
        "TAPHUAN_ROOT": str(build.project.root),
        "TAPHUAN_CACHE": str(build.cache),
        "TAPHUAN_CHROMIUM": str(slow),
        "TAPHUAN_FAULT_TEST": mark,
    }
    command = [sys.executable, "-m", "taphuan", "build", *SELECTION, "--out", str(build.out)]
    process = subprocess.Popen(
        command,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE
    while not started.exists() and process.poll() is None and time.monotonic() < deadline:
        # another process makes the file; the pause only spares it a core, and the deadline catches a hang
        time.sleep(0.05)
    assert started.exists(), process.communicate()[0]
    process.send_signal(number)
    process.communicate(timeout=PATIENCE)
    started.unlink()
    assert build.names & {"deck.html", "manifest.json"} == set()
    assert build().code == 1
    assert build.names & {"deck.html", "manifest.json"} == set()


@pytest.mark.slow
def test_a_writer_that_fails_with_a_defect_of_ours_takes_the_set_back(build: Builds, tmp_path: Path) -> None:
    assert build(NO_BROWSER, "--format", "deck.md").code == 0
    plant = tmp_path / "plant"
    plant.mkdir()
    (plant / "sitecustomize.py").write_text(
        "import sys\n"
        "if any('spawn_main' in argument for argument in sys.orig_argv):\n"
        "    import taphuan.export.plain.deck_md as module\n"
        "    module.write_deck_md = lambda document: {}['gone']\n"
    )
    (build.project.root / "slides" / "theme.css").open("a").write("\n.planted { color: red; }\n")
    failed = build({**NO_BROWSER, "PYTHONPATH": str(plant)}, "--format", "deck.md")
    assert failed.code == 1
    assert "a defect in taphuan itself: KeyError: 'gone'" in failed.out
    assert "manifest.json" not in build.names
    page = (build.out / "index.html").read_text(encoding="utf-8")
    assert "deck.md" not in page
    again = build(NO_BROWSER, "--format", "deck.md")
    assert again.code == 0
    assert "manifest.json" in build.names


@pytest.mark.slow
def test_a_writer_that_drops_a_slide_withholds_the_set(build: Builds, tmp_path: Path) -> None:
    plant = tmp_path / "plant"
    plant.mkdir()
    (plant / "sitecustomize.py").write_text(
        "import sys\n"
        "if any('spawn_main' in argument for argument in sys.orig_argv):\n"
        "    from dataclasses import replace\n"
        "    import taphuan.export.plain.deck_md as module\n"
        "    write = module.write_deck_md\n"
        "    module.write_deck_md = lambda document: write(replace(document, sections=document.sections[:-1]))\n"
    )
    refused = build({**NO_BROWSER, "PYTHONPATH": str(plant)}, "--format", "deck.md")
    assert refused.code == 1
    assert "deck.md: lacks the slides" in refused.out and "[TH731]" in refused.out
    assert build.names == set()
    assert build(NO_BROWSER, "--format", "deck.md").code == 0


@pytest.mark.slow
def test_a_run_writes_documents_only_through_the_effects_that_it_is_given(tmp_path: Path, cache: Path) -> None:
    code = f"""
import sys, datetime, pathlib, json
from taphuan.build import spine
from taphuan.build.plan import plan
def main():
    out = pathlib.Path({str(tmp_path / "out")!r})
    jobs = plan(("bac-giang",), ("bac-giang",), (), ("deck.md",), None, out, 120, datetime.date(2026, 11, 28))
    published, lines, reported = [], [], []
    def publish(folder, files, identity, inputs, unchecked, force, made_from):
        published.append([str(folder.relative_to(out)), sorted(files), list(unchecked)])
        return ()
    effects = spine.Effects(lines.append, lambda outcome: reported.append(outcome.job.name), publish)
    outcomes = spine.build(jobs, 1, effects)
    print(json.dumps([published, lines, reported, [o.failure for o in outcomes], out.exists()]))
if __name__ == "__main__":
    main()
"""
    program = tmp_path / "program.py"
    program.write_text(code, encoding="utf-8")
    env = {**os.environ, "TAPHUAN_CACHE": str(cache), **NO_BROWSER}
    done = subprocess.run([sys.executable, str(program)], env=env, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    published, lines, reported, failures, exists = json.loads(done.stdout)
    assert published == [["bac-giang/bac-giang", ["deck.md"], []]]
    assert (lines, reported, failures, exists) == ([], ["bac-giang/bac-giang"], [""], False)
