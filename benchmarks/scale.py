"""`make bench SCALE=1`: what the sets of communes cost, and what follows from it for all 3,321 and for more machines.

Built from empty caches, without the walk in Chromium, whose time is measured apart: one commune, then all of the provinces with the
fewest, with a middling number and with the most of them. SCALE=all builds all 3,321, too, which takes half an hour.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from measure import Cost, run
from taphuan.check.browser import find_chromium

TAPHUAN = [sys.executable, "-m", "taphuan", "build"]
# the fewest communes, as many as half of the provinces have, the most
PROVINCES = {"lai-chau": 38, "an-giang": 102, "ho-chi-minh": 168}
ALL = 3321
BLIND = {"TAPHUAN_CHROMIUM": "/nowhere"}
MOST_GB, MOST_CPU = 3.0, 0.35


def built(selection: list[str], folder: Path, **env: str) -> Cost:
    """A build into `folder` from an empty cache."""
    settings = {"TAPHUAN_CACHE": str(folder / "cache"), **BLIND, **env}
    return run([*TAPHUAN, *selection, "--out", str(folder / "out")], settings)


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in (folder / "out").rglob("*") if path.is_file()) / 1e6


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="taphuan-scale-") as name:
        base = Path(name)
        first = built(["--commune", "03388"], base / "one")
        rows = [("one commune", 1, first, megabytes(base / "one"))]
        for province, count in PROVINCES.items():
            folder = base / province
            cost = built(["--level", "commune", "--province", province], folder)
            rows.append((province, count, cost, megabytes(folder)))
        if os.environ.get("SCALE") == "all":
            rows.append(("all", ALL, built(["--level", "commune"], base / "all"), megabytes(base / "all")))
        fewest = ["--level", "commune", "--province", "lai-chau"]
        kernels = built([*fewest, "--engine", "stock"], base / "kernels")
        again = built(fewest, base / "lai-chau")
        walk = run([*TAPHUAN, *fewest, "--out", str(base / "lai-chau/out")], {"TAPHUAN_CACHE": str(base / "lai-chau/cache")}) if find_chromium() else None  # fmt: skip
    print("| sets | number | CPU s | wall s | peak MB of a process | MB of files | CPU s a set beyond the first |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for label, count, cost, size in rows:
        more = f"{(cost.cpu - first.cpu) / (count - 1):.2f}" if count > 1 else ""
        print(f"| {label} | {count} | {cost.cpu:.1f} | {cost.wall:.1f} | {cost.rss:.0f} | {size:.1f} | {more} |")
    _, count, most, size = rows[-1]
    each, wall = (most.cpu - first.cpu) / (count - 1), (most.wall - first.wall) / (count - 1)
    fewest_cost = rows[1][2]
    print(
        f"\nIn stock kernels a set costs {(kernels.cpu - first.cpu) / 37:.2f} CPU s; nothing to do: {again.wall:.2f} s."
    )
    if walk:
        print(f"The walk in Chromium, beyond that: {walk.cpu / 38:.2f} CPU s and {walk.wall / 38:.2f} wall s a set.")
    print(
        f"All {ALL} by that: {ALL * wall / 60:.0f} minutes on {os.cpu_count()} cores without the walk, "
        f"{ALL * size / count / 1000:.1f} GB of files, {ALL * each / 3600:.1f} CPU hours; with n workers on other machines these hours by n."
    )
    linear = (each / ((fewest_cost.cpu - first.cpu) / 37) - 1) * 100
    print("\n| goal | measured | |\n| --- | --- | --- |")
    for goal, value, top, unit in (
        (f"a set at most {MOST_CPU} CPU s beyond the first", each, MOST_CPU, "s"),
        (f"all at most {MOST_GB:.0f} GB", ALL * size / count / 1000, MOST_GB, "GB"),
        ("linear within 10 %", abs(linear), 10.0, "%"),
        ("nothing to do at most 0.5 s", again.wall, 0.5, "s"),
    ):
        print(f"| {goal} | {value:.2f} {unit} | {'met' if value <= top else 'missed'} |")


if __name__ == "__main__":
    main()
