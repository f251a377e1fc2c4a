"""Helpers of the worker's tests: parse and read texts in this process, and serve documents by HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from http_server import PROXIES, HttpServer

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import Facts, Found, Source
from jupyterlab_pangeo.worker.readers.intake_v1 import READER
from jupyterlab_pangeo.worker.yaml_stream import YamlStream

SHARED = Path(__file__).parents[3] / "shared" / "catalogs"


@pytest.fixture
def parse() -> Callable[..., tuple[Any, YamlStream]]:
    """Value of a YAML text, and the stream with its warnings."""

    def parse(text: str, **limits: Any) -> tuple[Any, YamlStream]:
        stream = YamlStream(text, Limits(**limits))
        root = stream.root()
        return (None if root is None else stream.value(root)), stream

    return parse


@pytest.fixture
def read() -> Callable[..., tuple[dict[str, Found], Facts]]:
    """Entries by name, and facts, of an Intake catalog given as text."""

    def read(text: str, location: str = "/data/cat/catalog.yaml", **limits: Any) -> tuple[dict[str, Found], Facts]:
        facts = Facts(problems=[])
        source = Source(location=location, data=text.encode(), limits=Limits(**limits))
        found = list(READER.read(source, facts))
        return {entry.name: entry for entry in found}, facts

    return read


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpServer]:
    """A server of this machine; no proxy stands before it."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    running = HttpServer()
    yield running
    running.close()
