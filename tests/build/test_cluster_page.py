"""The files that docs/cluster.md offers to be copied: they can be read by what they are for, and call what there is."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml

from taphuan import paths
from taphuan.cli import main

PAGE = (paths.ROOT / "docs/cluster.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.mark.parametrize("text", blocks("sh"))
def test_the_shell_reads_every_script(text: str) -> None:
    assert subprocess.run(["sh", "-n"], input=text, text=True, capture_output=True).stderr == ""


def test_every_command_has_its_options() -> None:
    for command, options in re.findall(r"taphuan (build|gather)\b([^`\n#|]*(?:\\\n[^`\n#]*)?)", PAGE):
        known = {option for parameter in main.commands[command].params for option in parameter.opts}  # type: ignore[attr-defined]
        assert set(re.findall(r"--[a-z]+", options)) <= known, options


def test_the_kubernetes_job_has_as_many_pods_as_shards() -> None:
    (job,) = [yaml.safe_load(text) for text in blocks("yaml")]
    (container,) = job["spec"]["template"]["spec"]["containers"]
    parts = re.search(r"--shard \$\(\(JOB_COMPLETION_INDEX \+ 1\)\)/(\d+)$", container["command"][-1])
    assert parts and int(parts[1]) == job["spec"]["completions"]
    assert job["spec"]["completionMode"] == "Indexed"
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in job["spec"]["template"]["spec"]["volumes"]}


def test_the_snakefile_is_short_and_names_the_record_of_a_shard() -> None:
    (text,) = blocks("python")
    assert len([line for line in text.splitlines() if line.strip()]) <= 20
    from taphuan.build.shards import Shard

    name = Shard(3, 8).record.replace("3", "{i}").replace("8", "{N}")
    assert f'f"shards/{{i}}/{name}"' in text
