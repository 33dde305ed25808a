"""`taphuan pack`: what a package holds, that it is the same each time, and what is not packed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from small_sets import CONFERENCE, PROVINCE, small_set
from taphuan import paths
from taphuan.build.publish import MANIFEST
from taphuan.check.names import LONGEST_PATH, name_fault
from taphuan.cli import main

NAME = f"{CONFERENCE}-{PROVINCE}"
WHICH = ("--conference", CONFERENCE, "--province", PROVINCE)


@pytest.fixture
def build(small_build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_build, tmp_path / "build"))


def pack(build: Path, out: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["pack", "--build", str(build), "--out", str(out), *(arguments or WHICH)])


def files_of(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name.removeprefix(f"{archive.stem}/"): opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def packed(small_build: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("out")
    done = pack(small_build, out)
    assert done.exit_code == 0, done.output
    assert f"{NAME}.zip: 23 files" in done.output
    return files_of(out / f"{NAME}.zip")


def test_the_same_build_gives_the_same_bytes_whatever_the_times_of_its_files(build: Path, tmp_path: Path) -> None:
    archives = []
    for turn in ("a", "b"):
        assert pack(build, tmp_path / turn).exit_code == 0
        archives.append((tmp_path / turn / f"{NAME}.zip").read_bytes())
        for path in build.rglob("*"):
            path.touch()
    assert archives[0] == archives[1]
    with zipfile.ZipFile(io.BytesIO(archives[0])) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_package_holds_documents_fonts_licences_and_papers(packed: dict[str, bytes]) -> None:
    documents = {name for name in packed if name.startswith("tai-lieu/")}
    assert documents == {f"tai-lieu/{name}" for name in ("deck.md", "notebook.ipynb", MANIFEST)}
    assert {"phong-chu/BeVietnamPro-Regular.ttf", "phong-chu/texgyretermes-regular.otf"} < set(packed)
    assert b"SIL Open Font License" in packed["giay-phep/Be-Vietnam-Pro-OFL-1.1.txt"]
    assert b"GUST Font License" in packed["giay-phep/TeX-Gyre-Termes-GUST-Font-License.txt"]
    papers = {"DOC-DAU.txt", "GIAY-PHEP.txt", "SHA256SUMS", "verify.html", "sbom.cdx.json", "ro-crate-metadata.json"}
    assert papers == {name for name in packed if "/" not in name}
    licences = packed["GIAY-PHEP.txt"].decode("utf-8-sig")
    for said in ("OFL-1.1", "CC-BY-SA-4.0: data/units/provinces63.geojson", "Ranh giới: Open Development Mekong"):
        assert said in licences
    assert "github.com" not in licences
    first = packed["DOC-DAU.txt"].decode("utf-8-sig")
    assert first.startswith("TÀI LIỆU TẬP HUẤN CHUYỂN ĐỔI SỐ\r\n") and "Tỉnh Quảng Nam" in first
    assert "31/10/2024" in first and "LƯU Ý" not in first


def test_the_sums_are_those_of_the_files_in_the_form_of_sha256sum(packed: dict[str, bytes]) -> None:
    sums = dict(re.findall(r"^([0-9a-f]{64})  (.+)$", packed["SHA256SUMS"].decode(), re.MULTILINE))
    named = {name: digest for digest, name in sums.items()}
    assert named == {name: hashlib.sha256(data).hexdigest() for name, data in packed.items() if name != "SHA256SUMS"}


def test_every_name_can_be_unpacked_on_windows(packed: dict[str, bytes]) -> None:
    paths_ = [f"{NAME}/{name}" for name in packed]
    assert [path for path in paths_ if len(path) > LONGEST_PATH or not path.isascii()] == []
    assert [path for path in paths_ if any(name_fault(part) for part in path.split("/"))] == []
    assert len({path.casefold() for path in paths_}) == len(paths_)


def test_the_crate_is_one_of_the_specification(packed: dict[str, bytes]) -> None:
    crate = json.loads(packed["ro-crate-metadata.json"])
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    entities: dict[str, dict[str, Any]] = {one["@id"]: one for one in crate["@graph"]}
    assert len(entities) == len(crate["@graph"]) and all("@type" in one for one in entities.values())
    about = entities["ro-crate-metadata.json"]
    assert (about["@type"], about["about"]) == ("CreativeWork", {"@id": "./"})
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert all(root[name] for name in ("name", "description", "license", "isBasedOn", "citation"))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", root["datePublished"])
    # every reference leads to an entity
    references = re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(crate["@graph"]))
    assert {one for one in references if one not in entities} == {"https://w3id.org/ro/crate/1.1"}
    parts = {one["@id"] for one in root["hasPart"]}
    # the crate cannot describe itself, and what is written after it
    assert parts == set(packed) - {"ro-crate-metadata.json", "verify.html", "SHA256SUMS"}
    for part in parts:
        assert entities[part]["@type"] == "File"
        assert entities[part]["sha256"] == hashlib.sha256(packed[part]).hexdigest()
        assert entities[part]["contentSize"] == str(len(packed[part]))
    assert (
        entities["#data/dti/dti.csv"]["sha256"] == hashlib.sha256((paths.DATA / "dti/dti.csv").read_bytes()).hexdigest()
    )


def test_the_bill_lists_what_is_in_the_documents_and_what_made_them(packed: dict[str, bytes]) -> None:
    bill = json.loads(packed["sbom.cdx.json"])
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert set(bill["metadata"]) == {"tools", "component", "properties"}
    components = bill["components"]
    references = [one["bom-ref"] for one in components]
    assert len(set(references)) == len(references)
    by_name = {one["name"]: one for one in components}
    assert {"reveal.js", "be-vietnam-pro", "tex-gyre-termes", "matplotlib", "papermill", "typst"} < set(by_name)
    kinds = {"application", "library", "file", "data"}
    assert all(one["type"] in kinds and one["name"] for one in components)
    assert [one["name"] for one in components if not one.get("licenses") and one["name"] != "resvg-py"] == []
    assert by_name["be-vietnam-pro"]["licenses"] == [{"license": {"name": "OFL-1.1"}}]
    # tools of development are not part of it
    assert not {"pytest", "mypy", "ruff"} & set(by_name)


def test_what_a_set_lacks_is_said_in_the_package(build: Path, tmp_path: Path) -> None:
    folder = build / CONFERENCE / PROVINCE
    manifest = json.loads((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"unchecked": ["overflow"]}), encoding="utf-8")
    (folder / "deck.md").write_bytes(b"mine")
    done = pack(build, tmp_path / "out")
    assert done.exit_code == 0 and "tai-lieu: its deck was not walked in Chromium yet" in done.output
    files = files_of(tmp_path / "out" / f"{NAME}.zip")
    for page in (files["DOC-DAU.txt"].decode("utf-8-sig"), files["verify.html"].decode()):
        assert "chưa được kiểm tra tràn chữ trong trình duyệt: tai-lieu." in page
        assert "Tệp đã được sửa tay sau khi dựng: tai-lieu/deck.md." in page


def _take_back(folder: Path) -> None:
    (folder / MANIFEST).rename(folder / ".manifest.last.json")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--conference", "quang-nam"), "unknown conference 'quang-nam'"),
        (("--conference", CONFERENCE, "--province", "ha-noi"), "ha-noi does not take part in quang-nam-2024"),
        (("--conference", CONFERENCE, "--province", "da-nang"), "is not built: taphuan build --conference"),
        (("--conference", "bac-giang"), "nothing is built in"),
        (("--conference", CONFERENCE, "--province", "quang-nm"), "unknown"),
    ],
)
def test_what_is_not_there_is_not_packed(build: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = pack(build, tmp_path / "out", *arguments)
    assert done.exit_code == 2 and said in done.output and "Traceback" not in done.output
    assert not (tmp_path / "out").exists()


def test_an_unfinished_set_and_a_missing_file_keep_all_from_being_packed(build: Path, tmp_path: Path) -> None:
    second = build / CONFERENCE / "da-nang"
    shutil.copytree(build / CONFERENCE / PROVINCE, second)
    _take_back(second)
    (build / CONFERENCE / PROVINCE / "deck.md").unlink()
    done = pack(build, tmp_path / "out", "--conference", CONFERENCE)
    assert done.exit_code == 2 and "nothing is packed, 2 problems:" in done.output
    assert "da-nang: the set is not finished, or was taken back" in done.output
    assert "quang-nam: deck.md is missing" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("out", "said"),
    [("packed", "lies in the build"), ("", "lies in the build"), ("../con/a", "is a device on Windows")],
)
def test_a_folder_that_packages_do_not_belong_in_is_refused(build: Path, out: str, said: str) -> None:
    done = pack(build, build / out)
    assert done.exit_code == 2 and said in done.output
    assert done.output.count("\n") == 1


@pytest.mark.slow
def test_a_conference_has_a_package_for_its_hall_and_each_of_its_provinces(tmp_path: Path) -> None:
    out = tmp_path / "build"
    small_set(out)
    small_set(out, "hoi-nghi")
    done = pack(out, tmp_path / "packed", "--conference", CONFERENCE)
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "packed").iterdir()) == [f"{NAME}.zip", f"{CONFERENCE}.zip"]
    hall = files_of(tmp_path / "packed" / f"{CONFERENCE}.zip")
    assert json.loads(hall[f"tai-lieu/{MANIFEST}"])["unit"]["slug"] != PROVINCE
    assert len(json.loads(hall["ro-crate-metadata.json"])["@graph"]) > 150
