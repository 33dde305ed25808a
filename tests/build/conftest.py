"""Two checkouts without a common folder, a cluster in one of them, and what one machine and the cluster build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_runs import SELECTION, build, contents, say
from clusters import Checkout, Cluster, checkout, cluster
from small_sets import small_set


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Where the command is called."""
    return checkout(tmp_path_factory.mktemp("caller") / "checkout")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Where the workers live."""
    return checkout(tmp_path_factory.mktemp("workers") / "checkout")


@pytest.fixture(scope="module")
def running(there: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(there, tmp_path_factory.mktemp("cluster"), allowed=1) as started:
        yield started


@pytest.fixture(scope="module")
def alone(here: Checkout, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one machine builds."""
    out = tmp_path_factory.mktemp("alone") / "out"
    done = here.run(*SELECTION, "--out", str(out))
    assert done.code == 0, say(done)
    return contents(out)


@pytest.fixture(scope="module")
def first(here: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the cluster builds, and nothing in the caller's cache that one machine left there."""
    shutil.rmtree(here.root / "build", ignore_errors=True)
    out = tmp_path_factory.mktemp("first") / "out"
    done = build(here, running, out)
    assert (done.code, done.err) == (0, ""), say(done)
    assert "[3/3]" in done.out and "3 of 3 document sets built" in done.out
    return out


@pytest.fixture(scope="session")
def small_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with one finished set of two files, made in this process; not to be changed."""
    out = tmp_path_factory.mktemp("small-build")
    small_set(out)
    return out
