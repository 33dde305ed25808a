"""`make doctor`: what the package needs on this machine, and how to install what is missing."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from taphuan import __version__, paths
from taphuan.check.browser import INSTALL_HINT, find_chromium
from taphuan.data.project import NoProject, need_project
from taphuan.errors import TaphuanError, with_code

PYTHONS = ((3, 11), (3, 14))  # the first supported version, the first one that is not
_SET_UP_AGAIN = "set the environment up again: rm -rf .venv && make"
_LEAST_FREE = 500  # MB; a complete build with its cache takes about half of it


# the kind of what is missing, by the name of the examination
CODES = {
    "Python": "TH910",
    "packages": "TH911",
    "project": "TH912",
    "notebook kernel": "TH913",
    "font for screens": "TH901",
    "font for paper": "TH901",
    "room for the build": "TH914",
    "locked versions": "TH915",
    "Chromium": "TH905",
    "bytecode": "TH916",
}


@dataclass(frozen=True)
class Finding:
    """The result of one examination. A build fails without a `required` thing; `note` is its version or place if it is
    present, otherwise the remedy."""

    name: str
    present: bool
    required: bool
    note: str

    @property
    def line(self) -> str:
        """The line that `taphuan doctor` prints."""
        state = "ok" if self.present else "MISSING" if self.required else "note"
        return with_code(f"{state:<8}{self.name}: {self.note}", "" if self.present else CODES[self.name])


def examine() -> tuple[Finding, ...]:
    """Examine everything that a build, its checks and its documents need; required things first."""
    return (
        _python(),
        _packages(),
        _project(),
        _kernel(),
        _screen_font(),
        _paper_font(),
        _disk_space(),
        _lock(),
        _chromium(),
        _bytecode(),
    )


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    supported = PYTHONS[0] <= sys.version_info[:2] < PYTHONS[1]
    remedy = f"{version}; make PYTHON=/path/to/one of 3.11, 3.12 or 3.13"
    return Finding("Python", supported, True, version if supported else remedy)


def _packages() -> Finding:
    from packaging.requirements import Requirement

    named = [Requirement(text) for text in metadata.requires("taphuan") or ()]
    required = [package for package in named if package.marker is None or package.marker.evaluate({"extra": ""})]
    unmet = [
        str(package)
        for package in required
        if (version := _version(package.name)) is None or not package.specifier.contains(version)
    ]
    remedy = f"missing or too old: {', '.join(unmet)}; {_SET_UP_AGAIN}"
    return Finding("packages", not unmet, True, remedy if unmet else f"all {len(required)} that the project names")


def _version(name: str) -> str | None:
    """The installed version of a package; None if it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _project() -> Finding:
    """The project, and where the package lies; a machine without a project lacks nothing yet."""
    place = f"taphuan {__version__} in {paths.PACKAGE}"
    try:
        from taphuan.export.formats import PAPERS

        need_project(PAPERS, of_checkout=False)
    except NoProject as error:
        return Finding("project", False, False, f"{error}; {place}")
    except TaphuanError as error:
        return Finding("project", False, True, f"{error}; {place}")
    missing = [folder.name for folder in (paths.DATA, paths.NOTEBOOKS) if not folder.is_dir()]
    found = f"{paths.PROJECT.name}, {paths.ROOT}; {place}"
    note = f"{', '.join(missing)} not in {paths.ROOT}, which {paths.PROJECT_NAME} names; put them there; {place}"
    return Finding("project", not missing, True, note if missing else found)


def _kernel() -> Finding:
    import warnings

    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        with warnings.catch_warnings():
            # IPython's, where the home folder may not be entered: kernels are given another one
            warnings.filterwarnings("ignore", message="IPython parent")
            spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return Finding("notebook kernel", False, True, f"no kernel 'python3'; {_SET_UP_AGAIN}")
    program = spec.argv[0]
    # for the bare name "python" jupyter_client starts the Python in which it runs
    is_ours = re.fullmatch(r"python[\d.]*", program) is not None or shutil.which(program) == shutil.which(
        sys.executable
    )
    note = f"python3 in {spec.resource_dir}"
    remedy = f"{note} starts {program}, another Python; {_SET_UP_AGAIN}"
    return Finding("notebook kernel", is_ours, True, note if is_ours else remedy)


def _screen_font() -> Finding:
    from taphuan.charts.text_measure import FAMILY, screen_font

    return _font("font for screens", screen_font, FAMILY)


def _paper_font() -> Finding:
    from taphuan.charts.text_measure import PAPER_FAMILY, paper_font

    note = f"{PAPER_FAMILY}, with the widths of Times New Roman, for PDFs; Word files name Times New Roman"
    return _font("font for paper", paper_font, note)


def _font(name: str, file: Callable[[], Path], note: str) -> Finding:
    """One of the two faces, which come with the locked packages."""
    from taphuan.errors import EnvironmentLacks
    from taphuan.export.shared.fonts import covers
    from taphuan.theme.faces import VIETNAMESE

    try:
        complete = covers(file(), VIETNAMESE)
    except EnvironmentLacks as error:
        return Finding(name, False, True, str(error))
    return Finding(
        name, complete, True, note if complete else f"{file().name} lacks Vietnamese letters; {_SET_UP_AGAIN}"
    )


def _disk_space() -> Finding:
    """Whether the folder of the build is writable and has enough space."""
    folder = paths.BUILD if paths.BUILD.exists() else paths.ROOT
    free = shutil.disk_usage(folder).free // 1_000_000
    writable = os.access(folder, os.W_OK)
    note = f"{folder} has {free} MB free" if writable else f"{folder} is not writable; build elsewhere: make OUT=folder"
    return Finding("room for the build", writable and free >= _LEAST_FREE, True, note)


def _lock() -> Finding:
    """Whether the installed versions are those of the lock; with other versions a build may give other bytes."""
    from packaging.version import Version

    if not paths.LOCK.is_file():
        remedy = f"keep today's: {Path(sys.executable).name} -m pip freeze --exclude taphuan > {paths.LOCK.name}"
        return Finding("locked versions", False, False, f"no {paths.LOCK.name} in {paths.ROOT}; {remedy}")
    pins = tuple(locked_versions(paths.LOCK.read_text(encoding="utf-8")))
    versions = ((name, _version(name), pinned) for name, pinned in pins)
    # compared as versions, because 1.002 in the metadata of a package is 1.2 in the lock
    differences = [
        f"{name} {installed or 'missing'} instead of {pinned}"
        for name, installed, pinned in versions
        if not installed or Version(installed) != Version(pinned)
    ]
    listed = f"{', '.join(differences[:3])}{', …' if differences[3:] else ''}"
    remedy = f"{len(differences)} differ from the lock ({listed}); {_SET_UP_AGAIN}"
    note = remedy if differences else f"all {len(pins)} as in {paths.LOCK.name}"
    return Finding("locked versions", not differences, False, note)


def locked_versions(text: str) -> Iterator[tuple[str, str]]:
    """(name, version) of the packages in a lock file whose marker applies to this machine."""
    from packaging.requirements import Requirement

    for line in text.splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            pin = Requirement(line.removesuffix("\\").strip())
            if pin.marker is None or pin.marker.evaluate({"extra": ""}):
                yield pin.name, str(pin.specifier).removeprefix("==")


def _chromium() -> Finding:
    program = find_chromium()
    if program is None:
        note = f"the slides are not checked for overflow and browser tests are skipped; {INSTALL_HINT}"
        return Finding("Chromium", False, False, note)
    driver = _version("playwright")
    note = (
        f"{program}"
        if driver
        else f"{program}, but the package playwright, which controls it, is missing; {_SET_UP_AGAIN}"
    )
    return Finding("Chromium", driver is not None, False, note)


def _bytecode() -> Finding:
    written = not sys.dont_write_bytecode
    remedy = "not written, which doubles the start time of every kernel; unset PYTHONDONTWRITEBYTECODE"
    return Finding("bytecode", written, False, "written" if written else remedy)
