"""Hosts for the tests: each in a folder of its own, none of its processes outlives its test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from control import Host

from jupyterlab_pangeo.launcher import make_tls_files

Launch = Callable[[], Host]


@pytest.fixture(scope="session")
def launch_in_session() -> Iterator[Launch]:
    yield from _launcher()


@pytest.fixture
def launch() -> Iterator[Launch]:
    yield from _launcher()


def _launcher() -> Iterator[Launch]:
    hosts: list[Host] = []

    def launch() -> Host:
        # Not pytest's folder: a socket's path has little room.
        folder = Path(tempfile.mkdtemp(prefix="pangeo-host-"))
        make_tls_files(folder)
        hosts.append(Host(folder))
        return hosts[-1]

    yield launch
    for host in hosts:
        host.end()
        shutil.rmtree(host.folder)


@pytest.fixture(scope="session")
def local(launch_in_session: Launch) -> Host:
    """A running local cluster with two workers, for tests that leave it as they find it."""
    host = launch_in_session()
    host.start()
    host.connection.wait_until("running")
    return host
