"""A mapping whose values are made when they are first asked for: a document uses few of all names that it may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

Made = TypeVar("Made")


class OnDemand(Mapping[str, Made], Generic[Made]):
    """Known names; `make` gives the value of one, and is called once for each that is asked for."""

    def __init__(self, names: tuple[str, ...], make: Callable[[str], Made]) -> None:
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, Made] = {}

    def __getitem__(self, name: str) -> Made:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
