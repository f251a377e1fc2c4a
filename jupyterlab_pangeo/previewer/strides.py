"""How many values of an array to read, so that the chunks they lie in stay within a budget."""

import math
from typing import NamedTuple

_FEWEST = 32


class Axis(NamedTuple):
    """One dimension: its length, the length of a chunk along it, and how many places of it are wanted."""

    size: int
    chunk: int
    wanted: int


class Costly(Exception):
    """A picture would read too much, however coarse."""


def plan(axes: list[Axis], itemsize: int, most_bytes: int) -> list[int]:
    """A stride for each axis.

    Chunks are read whole: fewer places only help once they leave chunks out.

    Raises
    ------
    Costly
        Even the coarsest picture reads more than ``most_bytes``.
    """
    wanted = max(axis.wanted for axis in axes)
    while True:
        strides = [max(1, math.ceil(axis.size / min(axis.wanted, wanted))) for axis in axes]
        read = itemsize * math.prod(_touched(*pair) for pair in zip(axes, strides, strict=True))
        if read <= most_bytes:
            return strides
        if wanted <= _FEWEST:
            raise Costly(f"a picture would read {in_bytes(read)}")
        wanted //= 2


def _touched(axis: Axis, stride: int) -> int:
    """Values along an axis of the chunks that are read."""
    if axis.wanted == 1:
        return min(axis.chunk, axis.size)
    chunks = min(math.ceil(axis.size / axis.chunk), math.ceil(axis.size / stride))
    return min(chunks * axis.chunk, axis.size)


def in_bytes(count: int) -> str:
    """A size in words."""
    value, units = float(count), ("B", "kB", "MB", "GB", "TB", "PB")
    place = 0
    while value >= 1000 and place < len(units) - 1:
        value, place = value / 1000, place + 1
    return f"{value:.3g} {units[place]}"
