"""Hosts for the tests: each in a folder of its own, none of its processes outlives its test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from control import Host

from jupyterlab_pangeo.launcher import make_tls_files

Launch = Callable[[], Host]


class Stable:
    """Has the next host import dask while a test waits for something else."""

    def __init__(self) -> None:
        self._spare: Host | None = None

    def take(self) -> Host:
        host, self._spare = self._spare or self._new(), self._new()
        return host

    def _new(self) -> Host:
        # Not pytest's folder: a socket's path has little room.
        folder = Path(tempfile.mkdtemp(prefix="pangeo-host-"))
        make_tls_files(folder)
        return Host(folder)

    def put_away(self, host: Host | None) -> None:
        if host is not None:
            host.end()
            shutil.rmtree(host.folder)

    def close(self) -> None:
        self.put_away(self._spare)


@pytest.fixture(scope="session")
def stable() -> Iterator[Stable]:
    stable = Stable()
    yield stable
    stable.close()


@pytest.fixture
def launch(stable: Stable) -> Iterator[Launch]:
    hosts: list[Host] = []

    def launch() -> Host:
        hosts.append(stable.take())
        return hosts[-1]

    yield launch
    for host in hosts:
        stable.put_away(host)


@pytest.fixture(scope="session")
def local(stable: Stable) -> Iterator[Host]:
    """A running local cluster with two workers, for tests that leave it as they find it."""
    host = stable.take()
    host.start()
    host.connection.wait_until("running")
    yield host
    stable.put_away(host)
