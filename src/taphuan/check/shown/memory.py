"""What the audit has found of a text before: sets of one conference share most of theirs. It is forgotten when any data change."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from taphuan import paths
from taphuan.data.load import derived

F = TypeVar("F", bound=Callable[..., Any])

_caches: list[Any] = []
_data: object = None


def remembered(function: F) -> F:
    """The function, which depends on its arguments and the files of data/ alone, with a cache."""
    cached: Any = lru_cache(maxsize=16_384)(function)
    _caches.append(cached)
    return cached  # type: ignore[no-any-return]


def forget_if_data_changed() -> None:
    """Empty all caches if a file of data/ is another one than at the last call."""
    global _data
    files = sorted(chain(paths.DATA.glob("*/*.csv"), paths.DATA.glob("*/*.yaml"), paths.DATA.glob("*.csv")))
    # one object for each state of the files
    data = derived(files, object)
    if data is not _data:
        for cached in _caches:
            cached.cache_clear()
        _data = data
