"""Reader of Intake's first catalog format: YAML with a mapping ``sources``."""

import re
from collections.abc import Iterator
from typing import Any

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent

from ..problems import Fault, clip, error, information, warning
from ..yaml_scalars import json_key, json_safe
from ..yaml_stream import AnyEvent, YamlStream
from . import Facts, Found, Source
from .intake_entry import EntryMaker, user_parameters
from .intake_yaml import UTF16, decode, span, written

_SOURCES = re.compile(rb"""(?:^|[{,]|^\xef\xbb\xbf)[ \t]*["']?sources["']?[ \t]*:""", re.MULTILINE)
_KNOWN_MODULES = frozenset(
    {"intake_xarray", "intake_esm", "intake_parquet", "intake_stac", "intake_thredds", "intake_sql"}
)


class IntakeV1:
    """Streams the entries, so that memory does not grow with the catalog."""

    name = "intake-v1"

    def matches(self, source: Source) -> bool:
        """Whether a key ``sources`` is in the text."""
        data = source.data
        if data[:2] in UTF16:
            data = data.decode("utf-16", "replace").encode()
        return _SOURCES.search(data) is not None

    def read(self, source: Source, facts: Facts) -> Iterator[Found]:
        """Yield the entries in the file's order.

        Raises
        ------
        Fault
            The file is not YAML in UTF-8 or UTF-16, not a mapping, or has no ``sources``.
        """
        stream = YamlStream(decode(source.data), source.limits)
        root = stream.root()
        if not isinstance(root, MappingStartEvent):
            raise Fault("not-a-catalog", "The file is not a mapping, so it holds no catalog.")
        maker = EntryMaker(source)
        has_sources = False
        while not isinstance(event := stream.event(), MappingEndEvent):
            key = stream.value(event)
            if key == "sources":
                has_sources = True
                yield from _entries(stream, stream.event(), maker, facts)
            else:
                _top_level(key, stream.value(stream.event()), facts)
                facts.problems += stream.warnings
                stream.warnings = []
        if not has_sources:
            raise Fault("no-sources", "The file has no key 'sources', so it is not an Intake catalog of version 1.")
        if stream.has_more():
            facts.problems.append(warning("more-documents", "Only the first YAML document of the file is shown."))


READER = IntakeV1()


def _entries(stream: YamlStream, start: AnyEvent, maker: EntryMaker, facts: Facts) -> Iterator[Found]:
    if not isinstance(start, MappingStartEvent) or start.anchor or start.tag:
        sources = stream.value(start)
        if isinstance(sources, dict):
            yield from _built(sources, stream, maker)
        elif sources is not None:
            facts.problems.append(error("bad-sources", "'sources' is not a mapping of names to entries."))
        return
    seen: set[str] = set()
    merged: list[Any] = []
    while not isinstance(event := stream.event(), MappingEndEvent):
        stream.is_odd = False
        key = stream.value(event)
        if key == "<<" and isinstance(event, ScalarEvent) and event.implicit[0]:
            value = stream.value(stream.event())
            merged += value if isinstance(value, list) else [value]
            continue
        name = json_key(key) if not isinstance(key, list | dict) else clip(repr(key))
        value_start = stream.event()
        value = stream.value(value_start)
        found = maker.make(name, value, stream.is_odd)
        _add_warnings(found, stream)
        if name in seen:
            note = f"The catalog has more than one entry {clip(name)!r}; the last one counts."
            found.problems = [*found.problems, warning("duplicate-key", note)]
        seen.add(name)
        found.source = written(stream.text, span(stream, event, value_start))
        yield found
    for sources in merged:
        if isinstance(sources, dict):
            yield from _built({key: item for key, item in sources.items() if json_key(key) not in seen}, stream, maker)
            seen.update(json_key(key) for key in sources)


def _built(sources: dict[Any, Any], stream: YamlStream, maker: EntryMaker) -> Iterator[Found]:
    for key, value in sources.items():
        found = maker.make(json_key(key), value, True)
        _add_warnings(found, stream)
        yield found


def _add_warnings(found: Found, stream: YamlStream) -> None:
    if stream.warnings:
        found.problems = [*found.problems, *stream.warnings]
        stream.warnings = []


def _top_level(key: Any, value: Any, facts: Facts) -> None:
    if key == "name" and isinstance(value, str):
        facts.title = value[:200]
    elif key == "description" and isinstance(value, str):
        facts.description = value
    elif key == "metadata" and isinstance(value, dict):
        facts.metadata = json_safe(value)
        title = facts.metadata.get("title")
        facts.title = facts.title or (title[:200] if isinstance(title, str) else "")
    elif key == "parameters":
        facts.user_parameters, problems = user_parameters(json_safe(value))
        facts.problems += problems
    elif key == "plugins":
        _plugins(value, facts)


def _plugins(value: Any, facts: Facts) -> None:
    sources = value.get("source") if isinstance(value, dict) else value
    for item in sources if isinstance(sources, list) else [sources]:
        if item is None:
            continue
        module = item.get("module") if isinstance(item, dict) else None
        if isinstance(module, str) and module in _KNOWN_MODULES:
            note = f"The catalog expects the package {module} in the notebook's environment."
            facts.problems.append(information("plugins", note))
        else:
            text = clip(str(item))
            note = f"The catalog asks to import code on opening ({text}); it was not imported."
            facts.problems.append(warning("plugins", note))
