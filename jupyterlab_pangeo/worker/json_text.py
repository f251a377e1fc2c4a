"""JSON as data within a budget: members are parsed when they are asked for, so one odd value costs only itself."""

import contextlib
import json
import re
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from .limits import Limits
from .problems import Fault, Overrun, clip
from .yaml_scalars import json_safe

_T = TypeVar("_T")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BRACKETS = b"[]{}"
_NOT_BRACKETS = bytes(set(range(256)) - set(_BRACKETS))
_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ARRAY = msgspec.json.Decoder(list[Raw])
_ANY = msgspec.json.Decoder(object)


class Malformed(ValueError):
    """A value inside of a document cannot be read as what it should be."""


def parse_object(data: bytes, limits: Limits) -> dict[str, Raw]:
    """Members of a document that is an object, each still as its text.

    Parameters
    ----------
    data
        The document, in UTF-8, UTF-16 or UTF-32.
    limits
        Its budget of nodes and depth.

    Raises
    ------
    Fault
        It is not JSON, or no object.
    Overrun
        It has too many values, or is nested too deeply.
    """
    data = _utf8(data)
    _check_budget(data, limits)
    try:
        return _OBJECT.decode(data)
    except RecursionError:
        raise Overrun(limits, "depth") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _lenient(data, limits)


def members(raw: Raw) -> dict[str, Raw]:
    """Members of a value that should be an object; raises Malformed."""
    return _decoded(_OBJECT, raw, "not an object")


def items(raw: Raw) -> list[Raw]:
    """Items of a value that should be a list; raises Malformed."""
    return _decoded(_ARRAY, raw, "not a list")


def value(raw: Raw) -> Any:
    """Value of a text, huge integers as text; raises Malformed."""
    return json_safe(_decoded(_ANY, raw, "not valid JSON"))


def written(raw: Raw, most: int = 20_000) -> str:
    """The text itself, laid out in lines where it is short enough."""
    text = bytes(raw)
    if len(text) <= most:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
            text = msgspec.json.format(text, indent=2)
    return text[: 4 * most].decode("utf-8", "replace")[:most]


def _decoded(decoder: "msgspec.json.Decoder[_T]", raw: Raw, trouble: str) -> _T:
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as problem:
        raise Malformed(f"{trouble}: {clip(str(problem))}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Malformed(f"not valid JSON: {clip(str(problem))}") from None


def _utf8(data: bytes) -> bytes:
    encoding = json.detect_encoding(data)
    if encoding == "utf-8":
        return data
    try:
        return data.decode(encoding).encode()
    except UnicodeError as problem:
        raise Fault("json-encoding", f"The file is not text in {encoding}: {clip(str(problem))}.") from None


def _check_budget(data: bytes, limits: Limits) -> None:
    """Count values and levels before anything is built of them."""
    bare = _STRING.sub(b"", data)
    if bare.count(b",") + bare.count(b"[") + bare.count(b"{") > limits.max_nodes:
        raise Overrun(limits, "nodes")
    brackets = bare.translate(None, _NOT_BRACKETS)
    for _ in range(limits.max_depth):
        # Each round takes the innermost level away.
        peeled = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(peeled) == len(brackets):
            # Nothing is left, or what does not close: the parser says where.
            return
        brackets = peeled
    if brackets.replace(b"[]", b"").replace(b"{}", b"") != brackets:
        raise Overrun(limits, "depth")


def _lenient(data: bytes, limits: Limits) -> dict[str, Raw]:
    """What Python itself writes though JSON has no such thing: NaN, Infinity, halves of surrogate pairs."""
    try:
        found = json.loads(data.decode("utf-8", "replace"), parse_constant=lambda _: None)
    except RecursionError:
        raise Overrun(limits, "depth") from None
    except ValueError as problem:
        raise Fault("json-syntax", f"Not valid JSON: {clip(str(problem), 300)}.") from None
    if not isinstance(found, dict):
        raise Fault("not-a-catalog", "The file is not a JSON object, so it holds no catalog.")
    return _OBJECT.decode(msgspec.json.encode(_encodable(json_safe(found))))


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list) else value
