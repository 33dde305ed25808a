"""Bad input: one clear message, exit code 2, and nothing written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import Project, Run
from taphuan import paths
from taphuan.build.plan import plan
from taphuan.cli import main
from taphuan.errors import BadDate, TaphuanError
from taphuan.known.units import WHOLE

QUANG_NAM = ("--conference", "quang-nam-2024", "--province", "quang-nam")


def build(out: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", *arguments, "--out", str(out)])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--conference", "quang-nam-2042"), "unknown conference 'quang-nam-2042'; did you mean quang-nam-2024"),
        (
            ("--conference", "quang-nam-2024", "--province", "quang-nan"),
            "unknown province 'quang-nan'; did you mean quang-nam",
        ),
        ((*QUANG_NAM, "--format", "deck.ppt"), "unknown format 'deck.ppt'; did you mean "),
        (
            (*QUANG_NAM, "--as-of", "31/10/2024"),
            "'31/10/2024' is not a date; write it as YYYY-MM-DD, for example 2024-10-31, or 'today'",
        ),
        (
            (*QUANG_NAM, "--as-of", "2024-10-30"),
            "2024-10-30 lies before 'quang-nam-2024' (as_of 2024-10-31); a conference can be taught again on a later day only",
        ),
        (
            (*QUANG_NAM, "--as-of", "2025-07-01"),
            "'quang-nam' (Tỉnh Quảng Nam) ended on 2025-06-30 and is no unit on 2025-07-01; its successor is 'da-nang'",
        ),
        (
            ("--conference", "quang-nam-2024", "--province", "hue"),
            "'hue' (Thành phố Huế) begins on 2025-01-01 and is no unit on 2024-10-31; on that day look for 'thua-thien-hue'",
        ),
        (
            ("--conference", "quang-nam-2024", "--province", "ha-noi"),
            "'ha-noi' takes part in none of: quang-nam-2024; see `taphuan list provinces --conference SLUG`",
        ),
    ],
)
def test_a_mistaken_selection_is_told_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    out = tmp_path / "out"
    done = build(out, *arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"error: {message}")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not out.exists()


def test_a_conference_that_is_not_ready_is_refused_with_what_it_lacks(
    run_cli: Callable[..., Run], project_copy: Project, tmp_path: Path
) -> None:
    project_copy.edit("data/modules/ha-tang-so.yaml", "audience: ", "written: false\naudience: ")
    (project_copy.root / "notebooks/modules/ha-tang-so.ipynb").unlink()
    out = tmp_path / "out"
    done = run_cli("build", "--conference", "ba-ria-vung-tau-2024", "--out", str(out), root=project_copy.root)
    assert done.code == 2
    assert done.err == (
        "error: conference 'ba-ria-vung-tau-2024' cannot be built: its material is not written yet (modules without a "
        "notebook: ha-tang-so) [TH808]\n"
    )
    assert not out.exists()


def test_a_day_that_lies_ahead_is_refused() -> None:
    def planned(as_of: str, today: date) -> tuple[str, ...]:
        return tuple(
            job.as_of for job in plan(("quang-nam-2024",), ("da-nang",), (), (), as_of, Path("out"), 120, today)
        )

    assert planned("2026-11-21", date(2026, 11, 21)) == ("2026-11-21",)
    with pytest.raises(BadDate) as error:
        planned("2026-11-22", date(2026, 11, 21))
    assert str(error.value) == "2026-11-22 lies ahead; what will be known on that day is not known today"


@pytest.mark.parametrize("arguments", [("--jobs", "0"), ("--timeout", "0"), ("--timeout", "x"), ("--nonsense",)])
def test_an_option_that_makes_no_sense_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = build(tmp_path / "out", *QUANG_NAM, *arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage: ")
    assert not (tmp_path / "out").exists()


def test_taught_again_on_another_day_it_goes_to_a_folder_of_that_day() -> None:
    jobs = plan(("quang-nam-2024",), (), (), (), "today", Path("out"), 120, date(2026, 11, 21))
    provinces = [job for job in jobs if job.province != WHOLE]
    assert len(provinces) == 11
    assert {job.folder.parent for job in provinces} == {Path("out/quang-nam-2024@2026-11-21")}
    (job,) = plan(("quang-nam-2024",), ("quang-nam",), (), (), "2024-10-31", Path("out"), 120, date(2026, 11, 21))
    assert job.folder == Path("out/quang-nam-2024/quang-nam")


def test_every_error_class_has_an_exit_code_a_user_can_rely_on() -> None:
    classes = [TaphuanError]
    for kind in classes:
        classes += kind.__subclasses__()
    assert {kind.exit_code for kind in classes} <= {1, 2, 3}


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "notebooks/frame/closing.ipynb",
            "{{ unit.name }}",
            "{{ unit.nmae }}",
            "unknown placeholder 'unit.nmae'; did you mean unit.name",
        ),
        (
            "notebooks/modules/tong-quan-cds.ipynb",
            "[@tong-quan-cds-k9]",
            "[@tong-quan-cds-k99]",
            "unknown citation 'tong-quan-cds-k99'",
        ),
        (
            "data/dti/dti.csv",
            "2022,quang-nam,Quảng Nam,31,0.5808",
            "2022,quang-nam,Quảng Nam,31,NaN",
            "data/dti/dti.csv, row ",
        ),
        ("data/modules/tong-quan-cds.yaml", "title_vi: ", "title_vn: ", "data/modules/tong-quan-cds.yaml, line "),
    ],
)
def test_a_fault_in_a_file_is_told_before_anything_is_written(
    run_cli: Callable[..., Run], project_copy: Project, tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    project_copy.edit(file, old, new)
    out = tmp_path / "out"
    done = run_cli("build", "--conference", "bac-giang", "--out", str(out), root=project_copy.root)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert not out.exists()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            "no notebook",
            "data/modules/dau-tu-cntt.yaml, written: the module has no notebook. Write notebooks/modules/dau-tu-cntt.ipynb",
        ),
        ("no module", "notebooks/modules/la.ipynb: the notebook has no module file. Write data/modules/la.yaml."),
        ("two parameters", "notebooks/modules/dau-tu-cntt.ipynb: needs exactly one cell tagged `parameters`, has 2"),
    ],
)
def test_check_reports_a_notebook_and_a_module_that_do_not_fit(
    run_cli: Callable[..., Run], project_copy: Project, spoil: str, message: str
) -> None:
    notebooks = project_copy.root / "notebooks/modules"
    if spoil == "no notebook":
        (notebooks / "dau-tu-cntt.ipynb").unlink()
    elif spoil == "no module":
        (notebooks / "la.ipynb").write_bytes((notebooks / "dau-tu-cntt.ipynb").read_bytes())
    else:
        project_copy.cell("modules/dau-tu-cntt.ipynb", "mo-dau-loi", tags=["parameters"])
    done = run_cli("check", root=project_copy.root)
    assert done.code == 2
    assert message in done.err


@pytest.mark.slow
def test_too_few_open_files_are_no_defect_of_ours(tmp_path: Path) -> None:
    build = f"{sys.executable} -m taphuan build --conference bac-giang --province bac-giang --out {tmp_path / 'out'}"
    done = subprocess.run(
        ["sh", "-c", f"ulimit -n 24; exec {build}"], capture_output=True, text=True, timeout=300, cwd=tmp_path,
        env=os.environ | {"TAPHUAN_ROOT": str(paths.ROOT), "TAPHUAN_CACHE": str(tmp_path / "cache")},
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "too few files; allow more: ulimit -n 1024" in done.stdout
    assert "defect" not in done.stdout + done.stderr
