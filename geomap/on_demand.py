"""Very many records that are kept as columns: each is made when it is asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class OnDemand(Sequence[T]):
    """A sequence whose entries are made one by one; a kind of it says how many there are, and makes one."""

    __slots__ = ()

    @abstractmethod
    def _make(self, number: int) -> T:
        """The entry of a number below their count."""

    def _some(self, numbers: range) -> Sequence[T]:
        """The entries of some numbers."""
        return [self._make(number) for number in numbers]

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        numbers = range(len(self))
        return self._some(numbers[number]) if isinstance(number, slice) else self._make(numbers[number])

    def __iter__(self) -> Iterator[T]:
        return map(self._make, range(len(self)))
