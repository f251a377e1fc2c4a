"""What plain and tagged scalars mean in YAML 1.1, by PyYAML's own tables; and JSON forms of the results."""

import base64
import math
from datetime import date, datetime
from typing import Any

from yaml import ScalarNode, YAMLError
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

CORE = "tag:yaml.org,2002:"
# JavaScript's integers are exact up to here.
_EXACT = 2**53
_CACHED = 20_000
_NAMES = {"int": "an integer", "float": "a number", "timestamp": "a time", "bool": "a boolean", "binary": "base64"}

Resolved = tuple[Any, bool, str]


class Scalars:
    """Resolves scalars; remembers short plain ones, most of which repeat.

    Attributes
    ----------
    known : dict
        Plain scalars met so far whose values JSON has, to their values.
    """

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self._resolvers = Resolver.yaml_implicit_resolvers
        self._constructor = SafeConstructor()
        self._build = {
            CORE + "int": self._constructor.construct_yaml_int,
            CORE + "float": self._constructor.construct_yaml_float,
            CORE + "bool": self._constructor.construct_yaml_bool,
            CORE + "null": self._constructor.construct_yaml_null,
            CORE + "timestamp": self._constructor.construct_yaml_timestamp,
            CORE + "binary": self._constructor.construct_yaml_binary,
        }

    def knows(self, tag: str) -> bool:
        """Whether the tag stands for a plain scalar."""
        return tag in self._build or tag == CORE + "str"

    def plain(self, text: str) -> Resolved:
        """Value of an unquoted scalar; whether JSON lacks it; and what it fails to be, if anything."""
        tag = self._tag(text)
        if tag not in self._build:
            resolved: Resolved = (text, False, "")
        else:
            resolved = self.tagged(tag, text)
        if not resolved[1] and not resolved[2] and len(text) <= 40:
            if len(self.known) >= _CACHED:
                self.known.clear()
            self.known[text] = resolved[0]
        return resolved

    def tagged(self, tag: str, text: str) -> Resolved:
        """Value of a scalar with a tag that is known; text where it does not fit."""
        if tag == CORE + "str":
            return text, False, ""
        try:
            value = self._build[tag](ScalarNode(tag, text))
        except (ValueError, KeyError, IndexError, AttributeError, OverflowError, YAMLError):
            return text, False, _NAMES.get(tag.removeprefix(CORE), "a plain value")
        return value, _is_odd(value), ""

    def _tag(self, text: str) -> str:
        for tag, pattern in self._resolvers.get(text[:1], []):
            if pattern.match(text):
                return str(tag)
        return CORE + "str"


def json_safe(value: Any) -> Any:
    """Value as JSON has it: ISO times, base64 bytes, null for what is not a number, text for huge integers and keys."""
    if isinstance(value, dict):
        return {json_key(key): json_safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_safe(item) for item in value]
    if isinstance(value, set | frozenset):
        return [json_safe(item) for item in sorted(value, key=str)]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return value if -_EXACT <= value <= _EXACT else _digits(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def json_key(key: Any) -> str:
    """Key of a mapping as the text that JSON wants."""
    if isinstance(key, str):
        return key
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(json_safe(key)) if not isinstance(key, float) else repr(key)


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # Python's own limit on digits
        return hex(value)


def _is_odd(value: Any) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, float):
        return not math.isfinite(value)
    return not isinstance(value, int) or not -_EXACT <= value <= _EXACT
