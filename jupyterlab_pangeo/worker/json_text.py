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
_STRING = re.compile(rb'"[^"]*"')
_SURROGATE = re.compile("[\ud800-\udfff]")
# A whole number may be too large to be exact in JSON only if it has so many digits.
_LONG_NUMBER = re.compile(rb"[0-9]{16}")
_NOT_MARKS = bytes(set(range(256)) - set(b'"[]{},'))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
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
    found = _decoded(_ANY, raw, "not valid JSON")
    return json_safe(found) if _LONG_NUMBER.search(raw) else found


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
    bare = _without_strings(data)
    if bare.count(b",") + bare.count(b"[") + bare.count(b"{") > limits.max_nodes:
        raise Overrun(limits, "nodes")
    # One kind of bracket, so that each round takes away one level, the innermost.
    brackets = bare.translate(_ONE_KIND, b'",')
    for _ in range(limits.max_depth):
        peeled = brackets.replace(b"[]", b"")
        if len(peeled) == len(brackets):
            # Nothing is left, or what does not close: the parser says where.
            return
        brackets = peeled
    if b"[]" in brackets:
        raise Overrun(limits, "depth")


def _without_strings(data: bytes) -> bytes:
    """Brackets and commas outside of strings, by means that neither take long nor much memory."""
    if b"\\" in data:
        # Pairs of backslashes first: what then stands before a quote escapes it.
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    # Two quotes side by side change nothing of what is inside of a string and what is not.
    return _STRING.sub(b"", data.translate(None, _NOT_MARKS).replace(b'""', b""))


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
