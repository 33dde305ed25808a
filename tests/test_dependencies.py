"""What the project depends on: project file, lock, conda environment and what the code imports agree."""

from __future__ import annotations

import re
import sys

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from repository import imports_of_everything, project, text_of
from taphuan.export.quarto.run import LEAST


def asked() -> list[Requirement]:
    groups = [project()["dependencies"], *project()["optional-dependencies"].values()]
    return [Requirement(text) for group in groups for text in group]


def pins() -> list[tuple[Requirement, int]]:
    """Each pin of the lock with the number of its hashes."""
    found: list[tuple[Requirement, int]] = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", text_of("requirements.lock")):
        hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}(?=\s|$)", block)
        assert len(hashes) == block.count("--hash"), block.splitlines()[0]
        found.append((Requirement(block.splitlines()[0].rstrip("\\ ")), len(hashes)))
    return found


def test_the_lock_pins_everything_with_hashes() -> None:
    assert len(pins()) > 50
    for pin, hashes in pins():
        assert re.fullmatch(r"==[^*]+", str(pin.specifier)), pin
        assert hashes >= 1, pin
        assert pin.url is None
    options = re.findall(r"^\s*(-.*)$", text_of("requirements.lock"), re.MULTILINE)
    assert {option.split("=")[0].split()[0] for option in options} == {"--hash"}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_lock_holds_every_dependency_on_every_system(python: str, system: str) -> None:
    platform = {
        "python_version": python,
        "python_full_version": f"{python}.5",
        "sys_platform": system,
        "os_name": "nt" if system == "win32" else "posix",
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "extra": "",
    }
    here = {pin.name: pin for pin, _ in pins() if pin.marker is None or pin.marker.evaluate(platform)}
    for wanted in asked():
        assert wanted.name in here, wanted
        (version,) = (one.version for one in here[wanted.name].specifier)
        assert wanted.specifier.contains(version), wanted


def test_the_conda_environment_asks_for_what_the_project_asks_for() -> None:
    listed = yaml.safe_load(text_of("environment.yml"))
    assert listed["channels"] == ["conda-forge", "nodefaults"]
    assert "#   pip install --no-deps -r requirements.lock\n" in text_of("environment.yml")
    conda = {
        found.name: found.specifier
        for entry in listed["dependencies"]
        if isinstance(entry, str)
        for found in (Requirement(entry),)
    }
    assert conda.pop("python") == SpecifierSet(project()["requires-python"])
    for name in ("pip", "make"):
        assert conda.pop(name) == SpecifierSet()
    assert conda.pop("quarto") == SpecifierSet(f">={'.'.join(map(str, LEAST))}")
    own_names = {"matplotlib-base": "matplotlib"}  # conda-forge's name for it without the window toolkits
    bounds = {found.name: found.specifier for found in asked()}
    assert {"jupyter", "nbconvert", "papermill"} <= set(conda)
    for name, specifier in conda.items():
        assert specifier == bounds[own_names.get(name, name)], name


def test_what_the_code_imports_is_named_in_the_project_file() -> None:
    """A package that only comes along with another one may be gone with its next version."""
    known_as = {
        "markdown_it": "markdown-it-py",
        "yaml": "pyyaml",
        "docx": "python-docx",
        "pptx": "python-pptx",
        "IPython": "ipython",
        "PIL": "pillow",
        "fontTools": "fonttools",
    }
    named = {re.sub(r"[-_.]+", "-", found.name).lower() for found in asked()}
    imported = {(path, module.split(".")[0]) for path, module in imports_of_everything()}
    others = {(path, name) for path, name in imported if name not in sys.stdlib_module_names and name != "taphuan"}
    assert {(path, name) for path, name in others if known_as.get(name, name.replace("_", "-")) not in named} == set()
