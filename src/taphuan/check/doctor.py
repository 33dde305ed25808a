"""What this machine has and lacks, and the one command that brings what is missing."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from taphuan import paths
from taphuan.check.browser import INSTALL_HINT, find_chromium

PYTHONS = ((3, 11), (3, 14))  # from, and up to but without
_AGAIN = "set the environment up again: rm -rf .venv && make"
_LEAST_FREE = 500  # MB; a whole build with its cache takes about half of it


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `required` things stop a build when they are not there; `note` says what was found or what to do."""

    name: str
    present: bool
    required: bool
    note: str

    @property
    def line(self) -> str:
        state = "ok" if self.present else "MISSING" if self.required else "note"
        return f"{state:<8}{self.name}: {self.note}"


def examine() -> tuple[Finding, ...]:
    """Everything a build, its checks and its documents need, the required things first."""
    return (
        _python(),
        _packages(),
        _checkout(),
        _kernel(),
        _screen_font(),
        _folder(),
        _lock(),
        _paper_font(),
        _chromium(),
        _bytecode(),
    )


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    fits = PYTHONS[0] <= sys.version_info[:2] < PYTHONS[1]
    wanted = "3.11, 3.12 or 3.13"
    return Finding("Python", fits, True, found if fits else f"{found}; make PYTHON=/path/to/one of {wanted}")


def _packages() -> Finding:
    from packaging.requirements import Requirement

    asked = [Requirement(text) for text in metadata.requires("taphuan") or ()]
    wanted = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
    bad = [str(one) for one in wanted if (found := _version(one.name)) is None or not one.specifier.contains(found)]
    note = f"missing or too old: {', '.join(bad)}; {_AGAIN}" if bad else f"all {len(wanted)} that the project names"
    return Finding("packages", not bad, True, note)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _checkout() -> Finding:
    missing = [folder.name for folder in (paths.DATA, paths.NOTEBOOKS, paths.SLIDES) if not folder.is_dir()]
    note = f"{', '.join(missing)} not in {paths.ROOT}; install from a checkout (pip install -e .) or set TAPHUAN_ROOT to one"
    return Finding("data and notebooks", not missing, True, note if missing else str(paths.ROOT))


def _kernel() -> Finding:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return Finding("notebook kernel", False, True, f"no kernel 'python3'; {_AGAIN}")
    program = spec.argv[0]
    # jupyter_client starts its own Python where a kernel only says "python"
    own = re.fullmatch(r"python[\d.]*", program) is not None or shutil.which(program) == shutil.which(sys.executable)
    note = f"python3 in {spec.resource_dir}"
    return Finding("notebook kernel", own, True, note if own else f"{note} starts {program}, another Python; {_AGAIN}")


def _screen_font() -> Finding:
    from taphuan.charts.text_measure import FAMILY, screen_font
    from taphuan.errors import EnvironmentLacks
    from taphuan.export.shared.fonts import VIETNAMESE, covers

    try:
        whole = covers(screen_font(), VIETNAMESE)
    except EnvironmentLacks as error:
        return Finding("font for screens", False, True, str(error))
    return Finding("font for screens", whole, True, FAMILY if whole else f"{FAMILY} lacks Vietnamese letters; {_AGAIN}")


def _folder() -> Finding:
    """Where the build goes: it must be writable and have room."""
    folder = paths.BUILD if paths.BUILD.exists() else paths.ROOT
    free = shutil.disk_usage(folder).free // 1_000_000
    writable = os.access(folder, os.W_OK)
    note = f"{folder} has {free} MB free" if writable else f"{folder} is not writable; build elsewhere: make OUT=folder"
    return Finding("room for the build", writable and free >= _LEAST_FREE, True, note)


def _lock() -> Finding:
    """A build with other versions than those of the lock may give other bytes."""
    from packaging.version import Version

    if not paths.LOCK.is_file():
        return Finding(
            "locked versions", False, False, f"no {paths.LOCK.name} in {paths.ROOT}; take it from the repository"
        )
    pins = tuple(locked(paths.LOCK.read_text(encoding="utf-8")))
    found = ((name, _version(name), version) for name, version in pins)
    # compared as versions: a package may call itself 1.002 and be listed as 1.2
    other = [
        f"{name} {has or 'missing'} instead of {pin}"
        for name, has, pin in found
        if not has or Version(has) != Version(pin)
    ]
    note = f"{len(other)} differ from the lock ({', '.join(other[:3])}{', …' if other[3:] else ''}); {_AGAIN}"
    return Finding("locked versions", not other, False, note if other else f"all {len(pins)} as in {paths.LOCK.name}")


def locked(text: str) -> Iterator[tuple[str, str]]:
    """(name, version) of each line of a lock whose marker fits this machine."""
    from packaging.requirements import Requirement

    for line in text.splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            pin = Requirement(line.removesuffix("\\").strip())
            if pin.marker is None or pin.marker.evaluate({"extra": ""}):
                yield pin.name, str(pin.specifier).removeprefix("==")


def _paper_font() -> Finding:
    """Which face the PDFs are set in; Word files name Times New Roman whatever this machine has."""
    from taphuan.export.shared.fonts import SERIF, serif_face

    family, files = serif_face()
    own = "put the four files of Times New Roman into ~/.local/share/fonts"
    if not files:
        nearer = f"with those of Times New Roman: apt-get install fonts-croscore, or {own}"
        return Finding(
            "font for paper", False, False, f"{family}, which comes with Typst and has widths of its own; {nearer}"
        )
    note = f"{family} in {files[0].parent}"
    if family != SERIF:
        note += f", with the widths of {SERIF}; for that itself {own}"
    return Finding("font for paper", True, False, note)


def _chromium() -> Finding:
    program = find_chromium()
    if program is None:
        return Finding(
            "Chromium", False, False, f"slides are not measured and browser tests are skipped; {INSTALL_HINT}"
        )
    driver = _version("playwright")
    note = f"{program}" if driver else f"{program}, but the package that drives it is missing; {_AGAIN}"
    return Finding("Chromium", driver is not None, False, note)


def _bytecode() -> Finding:
    kept = not sys.dont_write_bytecode
    return Finding(
        "bytecode",
        kept,
        False,
        "kept" if kept else "not kept, which doubles the start of every kernel; unset PYTHONDONTWRITEBYTECODE",
    )
