"""How fast it is: `make bench` (minutes) prints tables and writes build/bench.json. A benchmark, never a test.

(a) one execution of a composed notebook: plain function, warm kernel, stock kernel, papermill's command
(b) one document set: ours against papermill's command and nbconvert's slides on the same notebook (and Quarto if there)
(c) the whole build against its floor, nothing to do, one changed cell of data, a changed theme, the walk in Chromium
(d) all distinct figures drawn, without a cache; every writer of a province's set, and all of them together; the sizes of what they wrote
(e) the live deck in Chromium: from the command to the address, to a slide, to figures of a kernel
(f) with GROWTH=1, minutes more: from one document set to all, with the peak memory of a process

What it prints are the tables of docs/performance.md, as they stand there.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from live import live_table, live_times
from measure import Cost, interleaved, median, run
from sizes import Size, size_table, sizes
from taphuan import open_lesson, paths
from taphuan.check.browser import find_chromium
from taphuan.compose import compose
from writers import ALL as TOGETHER

HERE = Path(__file__).parent
PYTHON = sys.executable
TAPHUAN = [PYTHON, "-m", "taphuan"]
LESSON = ("quang-nam-2024", "quang-nam", "2024-10-31")
# of each conference, for the cost of the writers
PROVINCES = 4
# without a browser: what is timed is ours
ENV = {"TAPHUAN_CHROMIUM": "/nowhere"}


def execution(notebook: Path, runs: int) -> dict[str, Cost]:
    """Per execution, start-up taken off: the slope between one and five in a process. papermill's command starts anew."""
    script = [PYTHON, str(HERE / "run_notebook.py")]
    commands: dict[str, Sequence[str]] = {
        f"{mode} {count}": [*script, mode, str(notebook), str(count)]
        for mode in ("plain", "warm", "stock")
        for count in (1, 5)
    }
    commands["papermill"] = [PYTHON, "-m", "papermill", str(notebook), os.devnull, "--no-progress-bar", "-k", "python3"]
    costs = interleaved(commands, runs)
    found = {}
    for mode in ("plain", "warm", "stock"):
        one, five = median(costs[f"{mode} 1"]), median(costs[f"{mode} 5"])
        found[mode] = Cost((five.cpu - one.cpu) / 4, (five.wall - one.wall) / 4, five.rss)
    found["papermill command"] = median(costs["papermill"])
    return found


def one_pair(notebook: Path, folder: Path, runs: int) -> dict[str, Cost]:
    """A deck and its briefings from ours (per set, of twelve built in one run) against a deck alone from the usual way."""
    usual = (
        f"{PYTHON} -m papermill {notebook} {folder}/ran.ipynb --no-progress-bar -k python3 && "
        f"{PYTHON} -m nbconvert --to slides {folder}/ran.ipynb --output-dir {folder} --log-level=ERROR"
    )
    commands: dict[str, Sequence[str]] = {
        "papermill + nbconvert slides": ["sh", "-c", usual],
        "taphuan, one set alone": _build(folder / "one", 1, 1),
        "taphuan, twelve sets": _build(folder / "twelve", 12, 1),
    }
    if shutil.which("quarto"):
        for target in ("revealjs", "docx", "typst"):
            commands[f"quarto {target}"] = ["quarto", "render", str(notebook), "--to", target, "--execute"]
    costs = interleaved(commands, runs, ENV)
    found = {name: median(cost) for name, cost in costs.items()}
    one, twelve = found["taphuan, one set alone"], found.pop("taphuan, twelve sets")
    found["taphuan, one more set"] = Cost((twelve.cpu - one.cpu) / 11, (twelve.wall - one.wall) / 11, twelve.rss)
    return found


def _build(out: Path, sets: int, workers: int, force: bool = True) -> list[str]:
    provinces = [unit.slug for unit in open_lesson(*LESSON).participants][:sets]
    chosen = [part for slug in provinces for part in ("--province", slug)]
    flags = ["--force"] if force else []
    return [*TAPHUAN, "build", "--conference", LESSON[0], *chosen, "--jobs", str(workers), "--out", str(out), *flags]


def copied_project(folder: Path) -> dict[str, str]:
    """The environment for a copy of the project that may be changed, with a cache of its own."""
    project = folder / "project"
    for source in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES):
        shutil.copytree(source, project / source.name)
    return {**ENV, "TAPHUAN_ROOT": str(project), "TAPHUAN_CACHE": str(folder / "cache")}


def whole(folder: Path, env: dict[str, str], runs: int) -> dict[str, Cost]:
    """Everything that is ready; what was built stays in `folder`/whole."""
    project, out = Path(env["TAPHUAN_ROOT"]), folder / "whole"
    everything = [*TAPHUAN, "build", "--out", str(out)]
    single = [*everything, "--conference", "bac-giang", "--province", "bac-giang"]
    found: dict[str, list[Cost]] = {}

    def measure(name: str, command: Sequence[str]) -> None:
        found.setdefault(name, []).append(run(command, env))

    for turn in range(runs):
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(folder / "cache", ignore_errors=True)
        measure("cold build of everything", everything)
        found.setdefault("its floor: figures drawn, documents written", []).append(_floor(out, folder / "floor", env))
        measure("nothing to do", everything)
        run(single, env)
        _change(project / "data" / "modules" / "tong-quan-cds.yaml", "name: Mục tiêu kinh tế số/GDP", f", lần {turn}")
        measure("one changed cell of a module, one province", single)
        _change(project / "data" / "dti" / "dti.csv", "2020,bac-giang,Bắc Giang,10,0.361", "65"[turn % 2])
        measure("one changed cell of the index, one province", single)
        (project / "slides" / "theme.css").open("a").write(f"\n.turn-{turn} {{ color: inherit; }}\n")
        measure("changed theme, everything", everything)
    if find_chromium():
        browsers = str(os.cpu_count() or 1)
        found["every deck walked in Chromium"] = [run([PYTHON, str(HERE / "walk.py"), str(out), browsers])]
    return {name: median(costs) for name, costs in found.items()}


def _floor(out: Path, record: Path, env: dict[str, str]) -> Cost:
    """One process a core; only the drawing and the writing are timed."""
    script, cores = [PYTHON, str(HERE / "floor.py")], os.cpu_count() or 1
    subprocess.run([*script, "collect", str(out), str(record)], env={**os.environ, **env}, check=True)
    shares = " & ".join(f"{PYTHON} {HERE}/floor.py work {record} {share} {cores}" for share in range(cores))
    return run(["sh", "-c", f"{shares} & wait"], env)


def figures(out: Path, folder: Path, runs: int) -> dict[str, float]:
    """CPU seconds of drawing the distinct figures of all sets in one process."""
    script, record = [PYTHON, str(HERE / "floor.py")], str(folder / "figures")
    subprocess.run([*script, "collect", str(out), record], env={**os.environ, **ENV}, check=True)
    found = [json.loads(subprocess.check_output([*script, "draw", record])) for _ in range(runs)]
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


def _change(file: Path, place: str, addition: str) -> None:
    """Other digits or letters behind the first `place`, in a cell that Bắc Giang's documents show."""
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if place in line)
    other = re.sub(re.escape(place) + (r"\d" if addition.isdigit() else ".*"), place + addition, line)
    assert other != line, f"{file.name}: nothing to change behind {place}"
    file.write_text(text.replace(line, other, 1), encoding="utf-8")


def writers(out: Path, folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """CPU seconds by writer, with a province's pictures still to be drawn and with pictures that are there."""
    script = [PYTHON, str(HERE / "writers.py"), str(out), str(PROVINCES)]
    found: list[dict[str, tuple[float, float]]] = []
    for turn in range(runs):
        env = {**os.environ, **ENV, "TAPHUAN_CACHE": str(folder / f"pictures-{turn}")}
        found.append(json.loads(subprocess.check_output(script, env=env)))
    drawn, there = ({name: statistics.median(one[name][n] for one in found) for name in found[0]} for n in (0, 1))
    return {name: (drawn[name], there[name]) for name in drawn}


def growth(folder: Path) -> dict[str, Cost]:
    """One run each; the memory is that of the largest process."""
    found = {f"{sets} sets": run(_build(folder / f"growth-{sets}", sets, 2), ENV) for sets in (1, 10)}
    # two conferences of another size, then all
    some = [part for slug in ("quang-nam-2024", "ke-hoach-2027") for part in ("--conference", slug)]
    for name, chosen in (("some", some), ("all", [])):
        out = folder / f"growth-{name}"
        cost = run([*TAPHUAN, "build", "--force", *chosen, "--out", str(out)], ENV)
        sets = len(list(out.rglob("manifest.json")))
        found[f"{sets} sets" + (", all" if not chosen else "")] = cost
    return found


def cost_table(costs: dict[str, Cost], base: str) -> list[str]:
    lines = ["| what | CPU s | wall s | CPU ratio | peak MB |", "| --- | --- | --- | --- | --- |"]
    for name, cost in costs.items():
        lines.append(
            f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.cpu / costs[base].cpu:.2f} | {cost.rss:.0f} |"
        )
    return lines


def figure_table(seconds: dict[str, float]) -> list[str]:
    lines = ["| what | CPU s |", "| --- | --- |"]
    return lines + [f"| {name} | {cpu:.2f} |" for name, cpu in seconds.items()]


def writer_table(seconds: dict[str, tuple[float, float]]) -> list[str]:
    lines = [
        "| what | CPU s, pictures drawn | CPU s, pictures there |",
        "| --- | --- | --- |",
    ]
    return lines + [f"| {name} | {drawn:.3f} | {there:.3f} |" for name, (drawn, there) in seconds.items()]


def goal_table(
    executions: dict[str, Cost],
    one_set: dict[str, Cost],
    build: dict[str, Cost],
    seconds: dict[str, tuple[float, float]],
    grown: dict[str, Cost],
) -> list[str]:
    usual, ours = one_set["papermill + nbconvert slides"], one_set["taphuan, one more set"]
    cold, floor = build["cold build of everything"], build["its floor: figures drawn, documents written"]
    cells = [cost.wall for name, cost in build.items() if name.startswith("one changed cell")]
    rows = [
        ("executing at most 1.5 × the plain function", executions["warm"].cpu / executions["plain"].cpu, 1.5, " ×"),
        ("one more set at most 1/4 of papermill's command and nbconvert's slides", ours.cpu / usual.cpu, 0.25, " ×"),
        ("cold build at most 1.3 × the figures drawn and documents written", cold.cpu / floor.cpu, 1.3, " ×"),
        ("nothing to do at most 0.10 s", build["nothing to do"].wall, 0.10, " s"),
        ("one changed cell of a single-province conference at most 3 s", max(cells), 3.0, " s"),
        ("all writers beyond execution and deck.html at most 1.0 CPU s a set", seconds[TOGETHER][0], 1.0, " s"),
    ]
    if grown:
        few, many = (cost.rss for name, cost in grown.items() if name == "10 sets" or name.endswith(", all"))
        rows.append(("peak memory flat within 15 % from 10 sets to all", 100 * (many / few - 1), 15.0, " %"))
    lines = ["| goal | measured | |", "| --- | --- | --- |"]
    for goal, value, most, unit in rows:
        lines.append(f"| {goal} | {value:.2f}{unit} | {'met' if value <= most else 'missed'} |")
    return lines


def main() -> None:
    runs = int(os.environ.get("RUNS", "3"))
    with tempfile.TemporaryDirectory(prefix="taphuan-bench-") as name:
        folder = Path(name)
        notebook = folder / "composed.ipynb"
        nbformat.write(compose(open_lesson(*LESSON)), notebook)
        executions = execution(notebook, runs)
        one_set = one_pair(notebook, folder, runs)
        build = whole(folder, copied_project(folder), max(1, runs // 2))
        drawings = figures(folder / "whole", folder, runs)
        seconds = writers(folder / "whole", folder, runs)
        large = sizes(folder / "whole")
        sets = len(list((folder / "whole").rglob("manifest.json")))
        shown = live_times(folder, max(5, runs)) if find_chromium() else {}
        grown = growth(folder) if os.environ.get("GROWTH") else {}
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    parts: dict[str, tuple[dict[str, Any], list[str]]] = {
        "Execution of one composed notebook, figures cached": (executions, cost_table(executions, "plain")),
        "One document set": (one_set, cost_table(one_set, "papermill + nbconvert slides")),
        f"The whole build of {sets} sets": (build, cost_table(build, "cold build of everything")),
        f"The distinct figures of {sets} sets": (drawings, figure_table(drawings)),
        "The writers of one province's set": (seconds, writer_table(seconds)),
        "Sizes": (large, size_table(large)),
    }
    if shown:
        parts["The live deck in Chromium"] = (shown, live_table(shown))
    if grown:
        parts["Growth"] = (grown, cost_table(grown, "1 sets"))
    print(f"{machine}; medians of {runs} interleaved runs.")
    for title, (_, lines) in parts.items():
        print("\n".join(["", f"## {title}", "", *lines]))
    print("\n".join(["", "## Goals", "", *goal_table(executions, one_set, build, seconds, grown)]))
    record = {"machine": machine, "runs": runs}
    record |= {title: {name: _plain(value) for name, value in found.items()} for title, (found, _) in parts.items()}
    paths.BUILD.mkdir(exist_ok=True)
    (paths.BUILD / "bench.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _plain(value: Cost | Size | float | tuple[float, float]) -> dict[str, float] | float | tuple[float, float]:
    return value if isinstance(value, tuple | float) else vars(value)


if __name__ == "__main__":
    main()
