"""`make bench`: measures the package for some minutes, prints tables and writes build/bench.json. It is not a test.

(a) one execution of a composed notebook: plain function, warm kernel, stock kernel, papermill's command
(b) one document set, compared with papermill's command and nbconvert's slides of the same notebook (and Quarto, if installed)
(c) the whole build, compared with its floor; a build with nothing to do, after one changed cell of data, after a changed theme;
    the overflow check in Chromium
(d) drawing all distinct figures without a cache; every writer of a province's set, and all of them together; file sizes;
    the share of a province's slides that are its own
(e) the live deck in Chromium: time until the server is ready, until a slide is visible, until figures are live
(f) with GROWTH=1, some minutes more: CPU time and peak memory for one, ten, some and all document sets

The printed tables are those of docs/performance.md.
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
from own import share_table, shares
from sizes import Size, size_table, sizes
from taphuan import open_lesson, paths
from taphuan.check.browser import find_chromium
from taphuan.compose import compose
from writers import ALL as TOGETHER

HERE = Path(__file__).parent
PYTHON = sys.executable
TAPHUAN = [PYTHON, "-m", "taphuan"]
LESSON = ("quang-nam-2024", "quang-nam", "2024-10-31")
# how many provinces of each conference the writers are measured with
PROVINCES = 4
# papermill's command saves the notebook before and after each cell unless it is told to save it at the end alone
SAVE_ONCE = "--no-request-save-on-cell-execute"
USUAL, USUAL_ONCE = "papermill + nbconvert slides", "papermill saving once + nbconvert slides"
# without Chromium, whose time is measured apart
ENV = {"TAPHUAN_CHROMIUM": "/nowhere"}


def execution(notebook: Path, runs: int) -> dict[str, Cost]:
    """The cost per execution without the start of the process: the slope between one and five executions in a process. The
    costs of papermill's command, as it saves by default and saving once at the end, include the start."""
    script = [PYTHON, str(HERE / "run_notebook.py")]
    commands: dict[str, Sequence[str]] = {
        f"{mode} {count}": [*script, mode, str(notebook), str(count)]
        for mode in ("plain", "warm", "stock")
        for count in (1, 5)
    }
    papermill = [PYTHON, "-m", "papermill", str(notebook), os.devnull, "--no-progress-bar", "-k", "python3"]
    commands["papermill command"] = papermill
    commands["papermill command, saving once"] = [*papermill, SAVE_ONCE]
    costs = interleaved(commands, runs)
    result = {}
    for mode in ("plain", "warm", "stock"):
        one, five = median(costs[f"{mode} 1"]), median(costs[f"{mode} 5"])
        result[mode] = Cost((five.cpu - one.cpu) / 4, (five.wall - one.wall) / 4, five.rss)
    return result | {name: median(cost) for name, cost in costs.items() if name.startswith("papermill")}


def one_set(notebook: Path, folder: Path, runs: int) -> dict[str, Cost]:
    """The cost of one document set: built alone, and as one more of twelve sets in one run. For comparison, the cost of only
    a deck with the usual commands."""

    def usual(*options: str) -> list[str]:
        papermill = " ".join(
            [PYTHON, "-m papermill", str(notebook), f"{folder}/ran.ipynb --no-progress-bar -k python3", *options]
        )
        slides = f"{PYTHON} -m nbconvert --to slides {folder}/ran.ipynb --output-dir {folder} --log-level=ERROR"
        return ["sh", "-c", f"{papermill} && {slides}"]

    commands: dict[str, Sequence[str]] = {
        USUAL: usual(),
        USUAL_ONCE: usual(SAVE_ONCE),
        "taphuan, one set alone": _build(folder / "one", 1, 1),
        "taphuan, twelve sets": _build(folder / "twelve", 12, 1),
    }
    if shutil.which("quarto"):
        for target in ("revealjs", "docx", "typst"):
            commands[f"quarto {target}"] = ["quarto", "render", str(notebook), "--to", target, "--execute"]
    costs = interleaved(commands, runs, ENV)
    medians = {name: median(cost) for name, cost in costs.items()}
    one, twelve = medians["taphuan, one set alone"], medians.pop("taphuan, twelve sets")
    medians["taphuan, one more set"] = Cost((twelve.cpu - one.cpu) / 11, (twelve.wall - one.wall) / 11, twelve.rss)
    return medians


def _build(out: Path, sets: int, workers: int) -> list[str]:
    """The command that builds the first `sets` provinces of a conference into `out`, whether they changed or not."""
    provinces = [unit.slug for unit in open_lesson(*LESSON).participants][:sets]
    selection = [part for slug in provinces for part in ("--province", slug)]
    options = ["--jobs", str(workers), "--out", str(out), "--force"]
    return [*TAPHUAN, "build", "--conference", LESSON[0], *selection, *options]


def copied_project(folder: Path) -> dict[str, str]:
    """Copy the project into `folder`, to be changed; the environment variables with which taphuan uses the copy and a cache
    of its own."""
    project = folder / "project"
    for source in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES):
        shutil.copytree(source, project / source.name)
    shutil.copy(paths.PROJECT_FILE, project)
    return {**ENV, "TAPHUAN_ROOT": str(project), "TAPHUAN_CACHE": str(folder / "cache")}


def whole(folder: Path, env: dict[str, str], runs: int) -> dict[str, Cost]:
    """The costs of builds of everything and after changes. The last build stays in `folder`/whole."""
    project, out = Path(env["TAPHUAN_ROOT"]), folder / "whole"
    everything = [*TAPHUAN, "build", "--out", str(out)]
    single = [*everything, "--conference", "bac-giang", "--province", "bac-giang"]
    costs: dict[str, list[Cost]] = {}

    def measure(name: str, command: Sequence[str]) -> None:
        costs.setdefault(name, []).append(run(command, env))

    for number in range(runs):
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(folder / "cache", ignore_errors=True)
        measure("cold build of everything", everything)
        costs.setdefault("its floor: figures drawn, documents written", []).append(_floor(out, folder / "floor", env))
        measure("nothing to do", everything)
        run(single, env)
        _change(project / "data" / "modules" / "tong-quan-cds.yaml", "name: Mục tiêu kinh tế số/GDP", f", lần {number}")
        measure("one changed cell of a module, one province", single)
        _change(project / "data" / "dti" / "dti.csv", "2020,bac-giang,Bắc Giang,10,0.361", "65"[number % 2])
        measure("one changed cell of the index, one province", single)
        (project / "slides" / "theme.css").open("a").write(f"\n.run-{number} {{ color: inherit; }}\n")
        measure("changed theme, everything", everything)
    if find_chromium():
        browsers = str(os.cpu_count() or 1)
        costs["every deck walked in Chromium"] = [run([PYTHON, str(HERE / "walk.py"), str(out), browsers])]
    return {name: median(of_name) for name, of_name in costs.items()}


def _floor(out: Path, record: Path, env: dict[str, str]) -> Cost:
    """The cost of drawing all figures and writing all documents with one process per core; see floor.py."""
    script, cores = [PYTHON, str(HERE / "floor.py")], os.cpu_count() or 1
    subprocess.run([*script, "collect", str(out), str(record)], env={**os.environ, **env}, check=True)
    shares = " & ".join(f"{PYTHON} {HERE}/floor.py work {record} {share} {cores}" for share in range(cores))
    return run(["sh", "-c", f"{shares} & wait"], env)


def figures(out: Path, folder: Path, runs: int) -> dict[str, float]:
    """The CPU seconds of drawing the distinct figures of all sets in one process, medians of `runs`."""
    script, record = [PYTHON, str(HERE / "floor.py")], str(folder / "figures")
    subprocess.run([*script, "collect", str(out), record], env={**os.environ, **ENV}, check=True)
    results = [json.loads(subprocess.check_output([*script, "draw", record])) for _ in range(runs)]
    return {name: statistics.median(result[name] for result in results) for name in results[0]}


def _change(file: Path, start: str, addition: str) -> None:
    """Change the text after the first `start` in a file, in a cell that the documents of Bắc Giang show: replace a digit, or
    the rest of the line, by `addition`."""
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if start in line)
    changed = re.sub(re.escape(start) + (r"\d" if addition.isdigit() else ".*"), start + addition, line)
    assert changed != line, f"{file.name}: no change after {start}"
    file.write_text(text.replace(line, changed, 1), encoding="utf-8")


def writers(out: Path, folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """(CPU seconds with pictures to be rendered, CPU seconds with pictures in the cache) by writer; see writers.py."""
    script = [PYTHON, str(HERE / "writers.py"), str(out), str(PROVINCES)]
    results: list[dict[str, tuple[float, float]]] = []
    for number in range(runs):
        env = {**os.environ, **ENV, "TAPHUAN_CACHE": str(folder / f"pictures-{number}")}
        results.append(json.loads(subprocess.check_output(script, env=env)))
    rendered, cached = (
        {name: statistics.median(result[name][n] for result in results) for name in results[0]} for n in (0, 1)
    )
    return {name: (rendered[name], cached[name]) for name in rendered}


def growth(folder: Path) -> dict[str, Cost]:
    """The costs of builds of one, ten, some and all document sets, one run each."""
    costs = {f"{sets} sets": run(_build(folder / f"growth-{sets}", sets, 2), ENV) for sets in (1, 10)}
    some = [part for slug in ("quang-nam-2024", "ke-hoach-2027") for part in ("--conference", slug)]
    for name, selection in (("some", some), ("all", [])):
        out = folder / f"growth-{name}"
        cost = run([*TAPHUAN, "build", "--force", *selection, "--out", str(out)], ENV)
        sets = len(list(out.rglob("manifest.json")))
        costs[f"{sets} sets" + (", all" if not selection else "")] = cost
    return costs


# --- tables -----------------------------------------------------------------------------------------------------------


def cost_table(costs: dict[str, Cost], base: str) -> list[str]:
    """The lines of a Markdown table; the ratios are relative to the cost named `base`."""
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
    set_costs: dict[str, Cost],
    build: dict[str, Cost],
    seconds: dict[str, tuple[float, float]],
    grown: dict[str, Cost],
) -> list[str]:
    usual, ours = set_costs[USUAL_ONCE], set_costs["taphuan, one more set"]
    cold, floor = build["cold build of everything"], build["its floor: figures drawn, documents written"]
    one_change = [cost.wall for name, cost in build.items() if name.startswith("one changed cell")]
    rows = [
        ("executing at most 1.5 × the plain function", executions["warm"].cpu / executions["plain"].cpu, 1.5, " ×"),
        (
            "one more set at most 1/4 of papermill's command, saving once, and nbconvert's slides",
            ours.cpu / usual.cpu,
            0.25,
            " ×",
        ),
        ("cold build at most 1.3 × the figures drawn and documents written", cold.cpu / floor.cpu, 1.3, " ×"),
        ("nothing to do at most 0.10 s", build["nothing to do"].wall, 0.10, " s"),
        ("one changed cell of a single-province conference at most 3 s", max(one_change), 3.0, " s"),
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
        set_costs = one_set(notebook, folder, runs)
        build = whole(folder, copied_project(folder), max(1, runs // 2))
        drawings = figures(folder / "whole", folder, runs)
        seconds = writers(folder / "whole", folder, runs)
        file_sizes = sizes(folder / "whole")
        own = shares()
        sets = len(list((folder / "whole").rglob("manifest.json")))
        live = live_times(folder, max(5, runs)) if find_chromium() else {}
        grown = growth(folder) if os.environ.get("GROWTH") else {}
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    parts: dict[str, tuple[dict[str, Any], list[str]]] = {
        "Execution of one composed notebook, figures cached": (executions, cost_table(executions, "plain")),
        "One document set": (set_costs, cost_table(set_costs, USUAL_ONCE)),
        f"The whole build of {sets} sets": (build, cost_table(build, "cold build of everything")),
        f"The distinct figures of {sets} sets": (drawings, figure_table(drawings)),
        "The writers of one province's set": (seconds, writer_table(seconds)),
        "Sizes": (file_sizes, size_table(file_sizes)),
        "What is a province's own": (own, share_table(own)),
    }
    if live:
        parts["The live deck in Chromium"] = (live, live_table(live))
    if grown:
        parts["Growth"] = (grown, cost_table(grown, "1 sets"))
    print(f"{machine}; medians of {runs} interleaved runs.")
    for title, (_, lines) in parts.items():
        print("\n".join(["", f"## {title}", "", *lines]))
    print("\n".join(["", "## Goals", "", *goal_table(executions, set_costs, build, seconds, grown)]))
    record = {"machine": machine, "runs": runs}
    record |= {title: {name: _plain(value) for name, value in values.items()} for title, (values, _) in parts.items()}
    paths.BUILD.mkdir(exist_ok=True)
    (paths.BUILD / "bench.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _plain(value: Cost | Size | float | tuple[float, float]) -> dict[str, float] | float | tuple[float, float]:
    return value if isinstance(value, tuple | float) else vars(value)


if __name__ == "__main__":
    main()
