"""YAML as data, from the parser's events and within a budget.

Values are those of PyYAML's SafeLoader (YAML 1.1), but what SafeLoader refuses is inert text with a
warning, so that one odd node does not cost the file. Nothing is ever built but the plain types.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from yaml import SafeLoader, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ..schemas.catalogs import CatalogProblem
from .limits import Limits
from .problems import Fault, Overrun, clip, warning
from .yaml_scalars import CORE, Scalars

try:
    from yaml import CSafeLoader as _Parser
except ImportError:  # libyaml is absent: slower, same events
    _Parser = SafeLoader  # type: ignore[assignment, misc]

# PyYAML's types call every mark optional, and leave tag, anchor and value to the subclasses.
AnyEvent = Any

MAX_WARNINGS = 20
# Small documents may repeat a default often; the multiple counts from here.
FREE_EXPANSION = 10_000
_MAP_TAGS = (None, "!", CORE + "map")
_SEQ_TAGS = (None, "!", CORE + "seq")
_PAIR_TAGS = (CORE + "omap", CORE + "pairs")


class YamlStream:
    """Events of one document, and the values they stand for.

    Parameters
    ----------
    text
        The document, without a byte order mark.
    limits
        Its budget.

    Attributes
    ----------
    warnings, is_odd
        What became text because it is not plain data; whether JSON lacks a form for a value. The reader clears both.
    last : Event
        The event that ended the last collection.
    """

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.warnings: list[CatalogProblem] = []
        self.is_odd = False
        self.nodes = 0
        self.last: AnyEvent = StreamStartEvent()
        self._limits = limits
        self._max_nodes = limits.max_nodes
        self._scalars = Scalars()
        self._known = self._scalars.known
        self._extra = 0
        self._extra_text = 0
        self._aliases = 0
        self._depth = 0
        self._deepest = 0
        self._anchors: dict[str, _Anchor] = {}
        self._open: list[str] = []
        self._next: Callable[[], AnyEvent] = _Parser(text).get_event

    def event(self) -> AnyEvent:
        """Next event; raises Fault, which names the line, where the text is not YAML."""
        try:
            return self._next()
        except (YAMLError, UnicodeError) as problem:
            raise Fault("yaml-syntax", f"Not valid YAML: {clip(str(problem), 300)}.") from problem

    def root(self) -> AnyEvent | None:
        """First event of the first document's content, or None where the text holds nothing."""
        event = self.event()
        while isinstance(event, StreamStartEvent | DocumentStartEvent):
            event = self.event()
        return None if isinstance(event, StreamEndEvent) else event

    def has_more(self) -> bool:
        """Whether another document follows the first; ask after its last event."""
        self.event()
        return not isinstance(self.event(), StreamEndEvent)

    def value(self, event: AnyEvent) -> Any:
        """Build the value that starts with ``event``, using up its events.

        Raises
        ------
        Fault
            The text is not YAML.
        Overrun
            A budget is passed.
        """
        try:
            return self._value(event)
        except (YAMLError, UnicodeError) as problem:
            raise Fault("yaml-syntax", f"Not valid YAML: {clip(str(problem), 300)}.") from problem

    def warn(self, code: str, message: str, event: AnyEvent) -> None:
        """Keep a warning with the line it concerns; only the first ones of an entry are kept."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(warning(code, f"Line {event.start_mark.line + 1}: {message}"))

    def _value(self, event: AnyEvent) -> Any:
        self.nodes += 1
        if self.nodes > self._max_nodes:
            raise Overrun(self._limits, "nodes")
        kind = event.__class__
        if kind is ScalarEvent:
            if event.tag is None and event.anchor is None:
                text = event.value
                if not event.implicit[0]:
                    return text
                return self._known[text] if text in self._known else self._plain(text, event)
            return self._anchored(event, self._tagged_scalar)
        if kind is MappingStartEvent:
            build: Callable[[AnyEvent], Any] = self._mapping
        elif kind is SequenceStartEvent:
            build = self._sequence
        elif kind is AliasEvent:
            return self._alias(event)
        else:
            raise Fault("yaml-syntax", f"Not valid YAML: unexpected {kind.__name__}.")
        self._depth += 1
        if self._depth > self._deepest:
            self._deepest = self._depth
            if self._depth > self._limits.max_depth:
                raise Overrun(self._limits, "depth")
        result = build(event) if event.anchor is None else self._anchored(event, build)
        self._depth -= 1
        return result

    def _plain(self, text: str, event: AnyEvent) -> Any:
        value, is_odd, trouble = self._scalars.plain(text)
        if trouble:
            self.warn("bad-value", f"{clip(text)!r} is not {trouble}; kept as text.", event)
        self.is_odd |= is_odd
        return value

    def _tagged_scalar(self, event: AnyEvent) -> Any:
        if event.tag is None or event.tag == "!":
            return self._plain(event.value, event) if event.implicit[0] else event.value
        if not self._scalars.knows(event.tag):
            return self._inert(event, event)
        value, is_odd, trouble = self._scalars.tagged(event.tag, event.value)
        if trouble:
            self.warn("bad-value", f"{clip(event.value)!r} is not {trouble}; kept as text.", event)
        self.is_odd |= is_odd
        return value

    def _mapping(self, start: AnyEvent) -> Any:
        if start.tag not in _MAP_TAGS and start.tag != CORE + "set":
            return self._inert(start, self._skip())
        result: dict[Any, Any] = {}
        merges: list[Any] = []
        next_event, value = self._next, self._value
        while (event := next_event()).__class__ is not MappingEndEvent:
            if event.__class__ is ScalarEvent and event.value == "<<" and event.implicit[0] and event.tag is None:
                self.nodes += 1
                self._merge(merges, value(next_event()), event)
                continue
            key = value(event)
            if key.__class__ is not str:
                key = self._key(key, event)
            if key in result:
                self.warn("duplicate-key", f"{clip(str(key))!r} is given twice; the last one counts.", event)
            result[key] = value(next_event())
        self.last = event
        if merges:
            merged: dict[Any, Any] = {}
            for each in merges:
                merged.update(each)
            merged.update(result)
            result = merged
        if start.tag != CORE + "set":
            return result
        self.is_odd = True
        return set(result)

    def _merge(self, merges: list[Any], value: Any, event: AnyEvent) -> None:
        parts = value[::-1] if isinstance(value, list) else [value]
        if all(isinstance(part, dict) for part in parts):
            merges.extend(parts)
        else:
            self.warn("bad-value", "'<<' wants a mapping or a list of mappings; left out.", event)

    def _key(self, key: Any, event: AnyEvent) -> Any:
        self.is_odd = True
        try:
            hash(key)
        except TypeError:
            self.warn("bad-value", "a mapping's key is not a plain value; kept as text.", event)
            return clip(repr(key), 200)
        return key

    def _sequence(self, start: AnyEvent) -> Any:
        if start.tag not in _SEQ_TAGS and start.tag not in _PAIR_TAGS:
            return self._inert(start, self._skip())
        result: list[Any] = []
        next_event, value = self._next, self._value
        while (event := next_event()).__class__ is not SequenceEndEvent:
            result.append(value(event))
        self.last = event
        if start.tag not in _PAIR_TAGS:
            return result
        if all(isinstance(item, dict) and len(item) == 1 for item in result):
            return [next(iter(item.items())) for item in result]
        self.warn("bad-value", "ordered pairs want one key each; kept as a list.", start)
        return result

    def _skip(self) -> AnyEvent:
        """Use up the events of a collection that has started; answers its last one."""
        depth, level = self._depth, 1
        while True:
            event = self._next()
            if isinstance(event, MappingEndEvent | SequenceEndEvent):
                level -= 1
                if level == 0:
                    self.last = event
                    return event
                continue
            self.nodes += 1
            if self.nodes > self._max_nodes:
                raise Overrun(self._limits, "nodes")
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                level += 1
                if depth + level > self._limits.max_depth:
                    raise Overrun(self._limits, "depth")

    def _inert(self, start: AnyEvent, end: AnyEvent) -> str:
        self.warn("unknown-tag", f"the tag {clip(start.tag)!r} is not plain data; shown as text.", start)
        return self.text[start.start_mark.index : min(end.end_mark.index, start.start_mark.index + 2000)].rstrip()

    def _anchored(self, event: AnyEvent, build: Callable[[AnyEvent], Any]) -> Any:
        if event.anchor is None:
            return build(event)
        nodes, extra_text = self.nodes + self._extra - 1, self._extra_text
        deepest, self._deepest = self._deepest, self._depth
        self._open.append(event.anchor)
        value = build(event)
        self._open.pop()
        height, self._deepest = self._deepest - self._depth, max(deepest, self._deepest)
        size = len(value) if isinstance(value, str) else 16 * (self.nodes + self._extra - nodes)
        self._anchors[event.anchor] = _Anchor(
            value, self.nodes + self._extra - nodes, height, size + self._extra_text - extra_text
        )
        return value

    def _alias(self, event: AnyEvent) -> Any:
        self.is_odd = True
        self._aliases += 1
        if self._aliases > self._limits.max_aliases:
            raise Overrun(self._limits, "aliases")
        if event.anchor in self._open:
            self.warn("yaml-cycle", f"'*{clip(event.anchor)}' contains itself; shown as text.", event)
            return f"*{event.anchor}"
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            self.warn("unknown-alias", f"nothing is named '&{clip(event.anchor)}'; shown as text.", event)
            return f"*{event.anchor}"
        self._extra += anchor.nodes - 1
        self._extra_text += anchor.size
        most = self._limits.max_expansion
        if self.nodes + self._extra > max(most * self.nodes, FREE_EXPANSION):
            raise Overrun(self._limits, "expansion")
        if self._extra_text > max(most * len(self.text), 64 * FREE_EXPANSION):
            raise Overrun(self._limits, "expansion")
        self._deepest = max(self._deepest, self._depth + anchor.height)
        if self._deepest > self._limits.max_depth:
            raise Overrun(self._limits, "depth")
        return anchor.value


class _Anchor(NamedTuple):
    """A named value: its nodes and text with aliases followed, and how many levels it has."""

    value: Any
    nodes: int
    height: int
    size: int
