"""Warm kernels against stock ones: equal notebooks where a notebook is deterministic, equal outcomes where it is not."""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kernel_runs import normalise, outputs, run_all_cells
from taphuan.compose import compose
from taphuan.errors import ExecutionFailed
from taphuan.known.conferences import conference as known
from taphuan.lesson.lesson import open_lesson
from taphuan.run.execute import execute

FOREIGN = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# of what the others hold, too: what takes two seconds and more
LONG = ("awaiting", "figures", "huge", "tables")
OURS = (("bac-giang", "bac-giang"), ("quang-nam-2024", "quang-nam"), ("ke-hoach-2027", "da-nang"))

# what no two runs share but their outcome, and that outcome
OUTCOMES = {
    "ok": (
        "import threading\nthread = threading.Thread(target=print, args=('x',))\nthread.start()\nthread.join()",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()",
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'input()'])",
        "import os\nos.fork() or os._exit(0)\nos.wait()[1]",
        "import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
        "import os, signal\nsignal.signal(signal.SIGUSR1, lambda *_: print('USR1'))\nos.kill(os.getpid(), signal.SIGUSR1)",
        "import sys\nsys.exit(0)",
        "import sys\nsys.stdout.close()",
    ),
    "raised": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nimport time\ntime.sleep(10)",
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.1)\n"
        "def late(*_):\n    raise TimeoutError\nsignal.signal(signal.SIGALRM, late)\nsignal.pause()",
        "import sys\nsys.exit(3)",
        "import subprocess\nsubprocess.run(['false'], check=True)",
        "x = []\nx.append(x)\nimport json\njson.dumps(x)",
    ),
    "died": (
        "import ctypes\nctypes.string_at(0)",
        "import os\nos._exit(0)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "import os, signal\nsignal.signal(signal.SIGTERM, signal.SIG_DFL)\nos.kill(os.getpid(), signal.SIGTERM)",
        "import os\nos.abort()",
    ),
    "timed out": (
        "while True:\n    pass",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
        "import time\ntime.sleep(1000)",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\nsignal.pause()",
    ),
}
CASES = [(outcome, source) for outcome, sources in OUTCOMES.items() for source in sources]
NAMES = [f"{outcome}-{at}" for at, (outcome, _) in enumerate(CASES)]


def assert_equal(warm: str, stock: str) -> None:
    if warm != stock:
        lines = list(difflib.unified_diff(stock.splitlines(), warm.splitlines(), "stock", "warm", n=1, lineterm=""))
        pytest.fail("\n".join(line[:300] for line in lines[:80]))


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # the path of a Unix socket may have 107 letters; pytest's own folders are longer
    with tempfile.TemporaryDirectory(prefix="taphuan-") as folder:
        for name, value in {
            "PYTHONHASHSEED": "0",
            "OPENBLAS_NUM_THREADS": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "IPYTHONDIR": f"{folder}/ipython",
            "JUPYTER_RUNTIME_DIR": f"{folder}/runtime",
        }.items():
            monkeypatch.setenv(name, value)
        yield


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.stem, marks=pytest.mark.slow if path.stem in LONG else []) for path in FOREIGN],
)
def test_foreign_notebooks(path: Path, plain_environment: None, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    warm, stock = (normalise(run_all_cells(notebook, engine, tmp_path / "work")) for engine in ("warm", "stock"))
    assert_equal(warm, stock)


@pytest.mark.parametrize(
    ("conference", "province"),
    [pytest.param(*ours, id=ours[0], marks=pytest.mark.slow if at else []) for at, ours in enumerate(OURS)],
)
def test_our_notebooks(conference: str, province: str) -> None:
    notebook = compose(open_lesson(conference, province, known(conference).as_of.isoformat()))
    warm, stock = (normalise(execute(notebook, timeout=60, engine=engine)) for engine in ("warm", "stock"))
    assert '"outputs": []' in stock and "image/svg+xml" in stock
    assert_equal(warm, stock)


def outcome_of(source: str, engine: str, timeout: int) -> str:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    try:
        execute(notebook, timeout=timeout, engine=engine)
    except ExecutionFailed as error:
        (found,) = [name for name, words in SAID.items() if words in str(error)]
        return found
    return "ok"


SAID = {"raised": " raised ", "timed out": "did not end within", "died": "the kernel died at cell"}


def shared_out(fast: int) -> Iterator[Any]:
    """All cases; in the fast tests the first `fast` of each outcome."""
    for at, (outcome, source) in enumerate(CASES):
        before = [other for other, _ in CASES[:at]].count(outcome)
        yield pytest.param(outcome, source, id=NAMES[at], marks=[] if before < fast else [pytest.mark.slow])


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("outcome", "source"), list(shared_out(2)))
def test_outcomes(outcome: str, source: str) -> None:
    assert outcome_of(source, "warm", timeout=1 if outcome == "timed out" else 60) == outcome


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("outcome", "source"), list(shared_out(1)))
def test_outcomes_of_stock_kernels(outcome: str, source: str) -> None:
    assert outcome_of(source, "stock", timeout=1 if outcome == "timed out" else 60) == outcome


LEAKS = """
import builtins, locale, os, random, signal, sys, threading, warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd
matplotlib.rcParams["lines.linewidth"] = 77
plt.figure()
os.environ["TAPHUAN_LEAK"] = "1"
os.chdir("/")
os.umask(0o777)
warnings.simplefilter("error")
pd.set_option("display.max_rows", 3)
np.set_printoptions(precision=1)
np.seterr(all="raise")
builtins.leak = print
sys.path.append("/leak")
sys.modules["leak"] = sys
sys.setrecursionlimit(5000)
signal.signal(signal.SIGUSR2, print)
threading.stack_size(1 << 20)
pd.DataFrame.leak = 1
import taphuan.lesson.lesson
taphuan.lesson.lesson.open_lesson = None
random.seed(1)
np.random.seed(1)
"""
STATE = """
import builtins, os, random, signal, sys, threading, warnings
import matplotlib, matplotlib.pyplot as plt, numpy as np, pandas as pd, taphuan.lesson.lesson
print(
    matplotlib.rcParams["lines.linewidth"], plt.get_fignums(), os.environ.get("TAPHUAN_LEAK"), os.getcwd() == "/",
    oct(os.umask(0o022)), warnings.filters[0][0], pd.get_option("display.max_rows"), np.get_printoptions()["precision"],
    np.geterr(), hasattr(builtins, "leak"), "/leak" in sys.path, "leak" in sys.modules,
    sys.getrecursionlimit(), signal.getsignal(signal.SIGUSR2), threading.stack_size(), hasattr(pd.DataFrame, "leak"),
    taphuan.lesson.lesson.open_lesson,
)
"""


def test_nothing_leaks_from_one_kernel_into_the_next() -> None:
    before = outputs("warm", STATE)
    outputs("warm", LEAKS)
    spoilt = outputs("warm", LEAKS, STATE)
    assert normal(before) != normal(spoilt[1:])
    assert normal(outputs("warm", STATE)) == normal(before) == normal(outputs("stock", STATE))


def normal(texts: list[str]) -> str:
    return re.sub(r"0x[0-9a-f]+", "0x…", texts[0])


def test_no_two_kernels_draw_the_same_random_numbers() -> None:
    draw = "import os, random, tempfile, uuid\nimport numpy as np, pandas\n" + (
        "print(random.random(), np.random.rand(), np.random.default_rng().random(), uuid.uuid4(), tempfile.mktemp())"
    )
    drawn = [number for _ in range(2) for number in outputs("warm", draw)[0].split()]
    assert len(set(drawn)) == 10
