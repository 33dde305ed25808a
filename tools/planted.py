"""Plants every wrong document and faulty cell of the tests and says of each who caught it, with the rate; docs/trust.md holds the table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = ("tests/check/written/test_planted_documents.py", "tests/check/test_planted_faults.py")


class Results:
    """What became of each test."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call" or report.failed:
            (self.passed if report.passed else self.failed).append(report.nodeid.partition("::")[2])


def main() -> int:
    results = Results()
    pytest.main(
        ["-q", "--no-header", "-p", "no:cacheprovider", *(str(ROOT / file) for file in FILES)], plugins=[results]
    )
    caught, missed = sorted(set(results.passed)), sorted(set(results.failed))
    print("\n".join((*(f"caught  {name}" for name in caught), *(f"MISSED  {name}" for name in missed))))
    print(f"{len(caught)} of {len(caught) + len(missed)} caught")
    sys.path[:0] = [str(ROOT / "tests" / "check"), str(ROOT / "tests" / "support")]
    from test_planted_faults import CAUGHT, UNSEEN

    from planted_table import lines

    print("\n".join(("", *lines(CAUGHT, tuple(UNSEEN)))))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
