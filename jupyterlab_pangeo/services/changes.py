"""One place that says *that* something changed; what changed is read by a GET."""

import itertools
from collections.abc import Callable
from typing import Protocol

from ..schemas.live import Changed, Topic

Listener = Callable[[Changed], None]


class IChanges(Protocol):
    """What a service needs to announce a change."""

    def emit(self, topic: Topic, id: str | None) -> None:
        """Say that a thing of the topic, or (None) its whole list, changed."""


class Changes:
    """Numbers changes and hands them to every listener. Used on the event loop only."""

    def __init__(self) -> None:
        self._revisions = itertools.count(1)
        self._listeners: set[Listener] = set()

    def emit(self, topic: Topic, id: str | None) -> None:
        """Announce a change to all listeners, in the order of the calls."""
        change = Changed(topic=topic, id=id, revision=next(self._revisions))
        for listener in tuple(self._listeners):
            listener(change)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` at each change until the returned function is called."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)
