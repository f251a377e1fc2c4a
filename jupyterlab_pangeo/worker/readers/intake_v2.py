"""Reader of Intake's second catalog format: YAML with ``version: 2``, data, and readers that refer to them."""

import re
from collections.abc import Iterator
from typing import Any

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent

from ...schemas.catalogs import CatalogProblem
from ..problems import Fault, clip, error, information, warning
from ..yaml_scalars import json_key, json_safe
from ..yaml_stream import AnyEvent, YamlStream
from . import Facts, Found, Source
from .intake_entry import plain_text
from .intake_v1 import READER as V1
from .intake_v2_entry import EntryMakerV2
from .intake_v2_formats import class_name
from .intake_v2_parameters import parameters_v2
from .intake_yaml import UTF16, decode, span, written
from .templates_v2 import Templates, reference

_VERSION = re.compile(
    rb"""^(?:\xef\xbb\xbf)?["']?version["']?[ \t]*:[ \t]*["']?2["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE
)
_PARTS = re.compile(rb"""^(?:\xef\xbb\xbf)?["']?(?:entries|data|aliases)["']?[ \t]*:""", re.MULTILINE)
_SOURCES = re.compile(rb"""^(?:\xef\xbb\xbf)?["']?sources["']?[ \t]*:""", re.MULTILINE)
_TOKEN = re.compile(r"[0-9a-f]{16}")
_SPANNED = ("entries", "data")


class _Part:
    """A mapping of the document: values by name as JSON has them, their places in the text, and what was odd."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, tuple[int, int, int]] = {}
        self.problems: dict[str, list[CatalogProblem]] = {}


class IntakeV2:
    """Lists names first, then readers and data that have only a token."""

    name = "intake-v2"

    def matches(self, source: Source) -> bool:
        """Whether the text has ``version: 2`` and a part of such a catalog at its outermost level."""
        data = source.data
        if data[:2] in UTF16:
            data = data.decode("utf-16", "replace").encode()
        return bool(_VERSION.search(data) and _PARTS.search(data) and not _SOURCES.search(data))

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield the entries; one of the first format is read as such.

        Raises
        ------
        Fault
            The file is not YAML in UTF-8 or UTF-16, or not a mapping with entries or data.
        """
        if not self.matches(source) and V1.matches(source):
            # A catalog of the second format may name one of the first.
            yield from V1.read(source, facts)
            return
        stream = YamlStream(decode(source.data), source.limits)
        parts, others = _parse(stream, facts)
        if not parts and "aliases" not in others:
            raise Fault("not-a-catalog", "The file has neither 'entries' nor 'data', so it is no catalog of Intake 2.")
        _about(others, facts)
        facts.user_parameters, named, problems = parameters_v2(others.get("user_parameters"))
        facts.problems += [*problems, *_risky_defaults(facts)]
        if stream.has_more():
            facts.problems.append(warning("more-documents", "Only the first YAML document of the file is shown."))
        yield from _Listing(source, stream.text, parts, others, named, facts).entries()


READER = IntakeV2()


class _Listing:
    """What is listed, in which order, and how what has no name is called."""

    def __init__(
        self,
        source: Source,
        text: str,
        parts: dict[str, _Part],
        others: dict[str, Any],
        named: frozenset[str],
        facts: Facts,
    ) -> None:
        self._text = text
        self._readers, self._data = parts.get("entries", _Part()), parts.get("data", _Part())
        aliases = others.get("aliases")
        if aliases is not None and not isinstance(aliases, dict):
            facts.problems.append(error("bad-entry", "'aliases' is not a mapping; left out."))
        self._aliases = aliases if isinstance(aliases, dict) else {}
        shared = frozenset(parameter.name for parameter in facts.user_parameters)
        self._maker = EntryMakerV2(source, self._data.values, frozenset(self._readers.values), shared, named)

    def entries(self) -> Iterator[Found]:
        """Aliases and named readers, then readers by token, then data that no reader refers to."""
        called = {token for token in self._aliases.values() if isinstance(token, str)}
        for name, token in self._aliases.items():
            yield self._alias(json_key(name), token)
        tokens = []
        for name in self._readers.values:
            if _TOKEN.fullmatch(name):
                tokens.append(name)
            elif name not in self._aliases:
                yield self._reader(name, name)
        for token in tokens:
            if token not in called:
                yield _unnamed(self._reader(token, token), token)
        referred = self._referred()
        for token in self._data.values:
            if token not in referred and token not in called and token not in self._aliases:
                found = self._maker_data(token, token)
                yield _unnamed(found, token) if _TOKEN.fullmatch(token) else found

    def _alias(self, name: str, token: Any) -> Found:
        if token in self._readers.values:
            return self._reader(name, token)
        if token in self._data.values:
            return self._maker_data(name, token)
        return self._maker.dangling(name, token)

    def _reader(self, name: str, key: str) -> Found:
        value = self._readers.values[key]
        found = self._add(self._maker.reader(name, value), self._readers, key)
        for token in _references(value):
            # What it reads stands elsewhere in the file; the two together are what the entry says.
            if token in self._data.places and len(found.source) < 10_000:
                found.source += "\n" + written(self._text, self._data.places[token])
        return found

    def _maker_data(self, name: str, key: str) -> Found:
        return self._add(self._maker.data(name, self._data.values[key]), self._data, key)

    def _add(self, found: Found, part: _Part, key: str) -> Found:
        found.problems = [*found.problems, *part.problems.get(key, ())]
        if key in part.places:
            found.source = written(self._text, part.places[key])
        return found

    def _referred(self) -> set[str]:
        return {token for value in self._readers.values.values() for token in _references(value)}


def _references(value: Any) -> Iterator[str]:
    """Tokens that a reader's arguments name, those of a pipeline's first steps among them."""
    kwargs = value.get("kwargs") if isinstance(value, dict) else None
    if not isinstance(kwargs, dict):
        return
    candidates = [kwargs.get("data")]
    for key in ("args", "steps"):
        given = kwargs.get(key)
        for item in given if isinstance(given, list) else ():
            candidates += item[:1] if isinstance(item, list) else [item]
    for candidate in candidates:
        token = reference(candidate)
        if token is not None:
            yield token


def _unnamed(found: Found, token: str) -> Found:
    kind = class_name(found.driver) or found.driver
    found.title = f"{token} ({kind})" if kind else token
    found.problems = [*found.problems, information("unnamed", "It has no name in the catalog, only this token.")]
    return found


def _parse(stream: YamlStream, facts: Facts) -> tuple[dict[str, _Part], dict[str, Any]]:
    root = stream.root()
    if not isinstance(root, MappingStartEvent):
        raise Fault("not-a-catalog", "The file is not a mapping, so it holds no catalog.")
    parts: dict[str, _Part] = {}
    others: dict[str, Any] = {}
    while not isinstance(event := stream.event(), MappingEndEvent):
        key = stream.value(event)
        start = stream.event()
        if key in _SPANNED and isinstance(start, MappingStartEvent) and not start.anchor and not start.tag:
            parts[key] = _part(stream)
            continue
        value = json_safe(stream.value(start))
        facts.problems += stream.warnings
        stream.warnings = []
        if key not in _SPANNED:
            others[json_key(key) if not isinstance(key, list | dict) else clip(repr(key))] = value
        elif isinstance(value, dict):
            parts[key] = _Part()
            parts[key].values = value
        elif value is not None:
            facts.problems.append(error("bad-entry", f"{key!r} is not a mapping; left out."))
    return parts, others


def _part(stream: YamlStream) -> _Part:
    part = _Part()
    merged: dict[str, Any] = {}
    while not isinstance(event := stream.event(), MappingEndEvent):
        stream.is_odd = False
        key = stream.value(event)
        start: AnyEvent = stream.event()
        value = stream.value(start)
        if key == "<<" and isinstance(event, ScalarEvent) and event.implicit[0]:
            for each in value if isinstance(value, list) else [value]:
                merged = {**(json_safe(each) if isinstance(each, dict) else {}), **merged}
            continue
        name = json_key(key) if not isinstance(key, list | dict) else clip(repr(key))
        if name in part.values:
            note = f"The catalog has more than one entry {clip(name)!r}; the last one counts."
            stream.warn("duplicate-key", note, event)
        part.values[name] = json_safe(value) if stream.is_odd else value
        part.places[name] = span(stream, event, start)
        if stream.warnings:
            part.problems[name] = stream.warnings
            stream.warnings = []
    part.values = {**merged, **part.values} if merged else part.values
    return part


def _about(others: dict[str, Any], facts: Facts) -> None:
    metadata = others.get("metadata")
    if isinstance(metadata, dict):
        facts.metadata = metadata
        facts.title = plain_text(metadata.get("title") or metadata.get("name"))[:200]
        facts.description = plain_text(metadata.get("description"))


def _risky_defaults(facts: Facts) -> list[CatalogProblem]:
    templates = Templates("", "", frozenset(), frozenset())
    for parameter in facts.user_parameters:
        templates.default(parameter.default)
    if not templates.risky:
        return []
    note = f"Parameters ask for code or values of the machine, which was left: {clip(', '.join(templates.risky), 300)}."
    return [warning("template", note)]
