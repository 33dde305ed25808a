"""How fast it is: `make bench` (minutes) prints tables and writes build/bench.json. A benchmark, never a test.

(a) one execution of a composed notebook: plain function, warm kernel, stock kernel, papermill's command
(b) one document set: ours against papermill's command and nbconvert's slides on the same notebook (and Quarto if there)
(c) the whole build against its floor, nothing to do, one changed cell of data, a changed theme
(d) growth from one document set to all, with the peak memory of a process
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nbformat

from measure import Cost, interleaved, median, run
from taphuan import open_lesson, paths
from taphuan.compose import compose

HERE = Path(__file__).parent
PYTHON = sys.executable
TAPHUAN = [PYTHON, "-m", "taphuan.entry"]
LESSON = ("quang-nam-2024", "quang-nam", "2024-10-31")
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


def whole(folder: Path, runs: int) -> dict[str, Cost]:
    """Everything that is ready, from a copy of the project that may be changed."""
    project, out = folder / "project", folder / "whole"
    for source in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES):
        shutil.copytree(source, project / source.name)
    env = {**ENV, "TAPHUAN_ROOT": str(project), "TAPHUAN_CACHE": str(folder / "cache")}
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
    return {name: median(costs) for name, costs in found.items()}


def _floor(out: Path, record: Path, env: dict[str, str]) -> Cost:
    """One process a core; only the drawing and the writing are timed."""
    script, cores = [PYTHON, str(HERE / "floor.py")], os.cpu_count() or 1
    print(subprocess.check_output([*script, "collect", str(out), str(record)], env={**os.environ, **env}, text=True))
    shares = " & ".join(f"{PYTHON} {HERE}/floor.py work {record} {share} {cores}" for share in range(cores))
    return run(["sh", "-c", f"{shares} & wait"], env)


def _change(file: Path, place: str, addition: str) -> None:
    """Other digits or letters behind the first `place`, in a cell that Bắc Giang's documents show."""
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if place in line)
    other = re.sub(re.escape(place) + (r"\d" if addition.isdigit() else ".*"), place + addition, line)
    assert other != line, f"{file.name}: nothing to change behind {place}"
    file.write_text(text.replace(line, other, 1), encoding="utf-8")


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


def table(title: str, costs: dict[str, Cost], base: str) -> str:
    lines = [f"\n{title}\n", "| what | CPU s | wall s | CPU ratio | peak MB |", "| --- | --- | --- | --- | --- |"]
    for name, cost in costs.items():
        lines.append(
            f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {cost.cpu / costs[base].cpu:.2f} | {cost.rss:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    runs = int(os.environ.get("RUNS", "3"))
    with tempfile.TemporaryDirectory(prefix="taphuan-bench-") as name:
        folder = Path(name)
        notebook = folder / "composed.ipynb"
        nbformat.write(compose(open_lesson(*LESSON)), notebook)
        parts = {
            "Execution of one composed notebook, figures cached": (execution(notebook, runs), "plain"),
            "One document set": (one_pair(notebook, folder, runs), "papermill + nbconvert slides"),
            "The whole build on two cores": (whole(folder, max(1, runs // 2)), "cold build of everything"),
            "Growth": (growth(folder), "1 sets"),
        }
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}; medians of {runs} interleaved runs")
    for title, (costs, base) in parts.items():
        print(table(title, costs, base))
    record = {"machine": machine, "runs": runs}
    record |= {title: {name: vars(cost) for name, cost in costs.items()} for title, (costs, _) in parts.items()}
    paths.BUILD.mkdir(exist_ok=True)
    (paths.BUILD / "bench.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
