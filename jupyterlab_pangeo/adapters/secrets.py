"""Keeps secrets of an environment out of what is told of a process that had them."""

from collections.abc import Mapping
from typing import Any

from ..host.redact import HIDDEN, is_secret, redact

# Shorter values, as "1" or "true", are no secrets, and stand in too many texts.
_LEAST = 6


class Secrets:
    """Values of an environment whose names are those of passwords, tokens and keys."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        found = {value for name, value in environment.items() if is_secret(name) and len(value) >= _LEAST}
        # The longest first: one may be a part of another.
        self._values = sorted(found, key=len, reverse=True)

    def hidden(self, value: Any) -> Any:
        """A copy of a JSON value without them."""
        if isinstance(value, dict):
            return {self.hidden(key): self.hidden(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.hidden(item) for item in value]
        if isinstance(value, str):
            for secret in self._values:
                value = value.replace(secret, HIDDEN)
        return value

    def redacted(self, text: str) -> str:
        """A text without them, and without what looks like a secret."""
        found: str = redact(self.hidden(text))
        return found
