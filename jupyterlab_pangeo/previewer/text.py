"""Texts and numbers that fit into an answer."""

import base64
import math
from typing import Any

MOST = 200


def short(value: Any, most: int = MOST) -> str:
    """A value as one short text."""
    text = str(value)
    text = text if len(text) <= most else f"{text[: most - 1]}\u2026"
    # Half of a pair cannot be written to JSON's UTF-8.
    return text.encode(errors="replace").decode()


def number(value: Any) -> float | None:
    """A finite number, or None."""
    found = float(value)
    return found if math.isfinite(found) else None


def packed(array: Any) -> str:
    """Numbers as base64 of 32-bit floats, little endian."""
    return base64.b64encode(array.astype("<f4").tobytes()).decode("ascii")
