"""A disk that takes nothing more: the cluster runs on, says so, and ends as it should (R14)."""

import json
import resource
import time
from pathlib import Path

import psutil
import pytest
from conftest import Launch
from control import Host, wait_for
from test_host_end import NO_WORKERS, left_files

pytestmark = pytest.mark.integration


def fill(host: Host) -> None:
    """No byte more into any file, as when the disk is full; sockets and pipes go on."""
    psutil.Process(host.pid).rlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def make_room(host: Host) -> None:
    psutil.Process(host.pid).rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def start(launch: Launch) -> Host:
    host = launch()
    host.start(**NO_WORKERS)
    host.connection.wait_until("running")
    return host


def written_name(host: Host) -> str:
    name: str = json.loads((host.folder / "state.json").read_text())["name"]
    return name


def test_a_cluster_runs_on_while_the_disk_is_full_and_writes_its_state_once_there_is_room(launch: Launch) -> None:
    host = start(launch)
    fill(host)
    host.connection.call("rename", name="Renamed")
    host.connection.wait_for(lambda state: state["name"] == "Renamed", 5)
    host.connection.call("scale", scaling={"mode": "adaptive", "minimum": 0, "maximum": 1})
    host.connection.wait_for(lambda state: state["scaling"]["mode"] == "adaptive", 5)
    assert host.connection.call("hello")["state"]["state"] in ("running", "scaling")
    assert written_name(host) == "Test", "the state was written, or half of it"
    warned = host.connection.wait_for(lambda state: bool(state["warnings"]), 5)
    assert [warning["code"] for warning in warned["warnings"]] == ["state-file"]
    make_room(host)
    wait_for(lambda: written_name(host) == "Renamed", 10, "the state to be written")
    host.connection.forget_states()
    host.connection.call("rename", name="Again")
    assert host.connection.wait_for(lambda state: state["name"] == "Again", 5)["warnings"] == []


@pytest.mark.parametrize("way", ["close", "companion"])
def test_a_cluster_closes_in_order_though_the_disk_is_full(launch: Launch, way: str) -> None:
    host = launch()
    host.start(orphanTimeoutSeconds=1, **NO_WORKERS)
    host.connection.wait_until("running")
    fill(host)
    begun = time.monotonic()
    if way == "close":
        host.connection.call("close")
        host.connection.wait_until("closed", 5)
    else:
        host.connection.close()
    host.wait_gone(8)
    assert time.monotonic() - begun < 8
    assert host.process.returncode == 0
    assert left_files(host) <= {"host.log", ".state.json.draft"}


def taken(place: Path) -> bool:
    """Whether a folder could be made there: the host may be writing its state just now."""
    try:
        place.mkdir()
    except FileExistsError:
        return False
    return True


def test_a_state_file_that_cannot_be_replaced_does_not_keep_a_host_from_its_end(launch: Launch) -> None:
    host = start(launch)
    wait_for(lambda: taken(host.folder / ".state.json.draft"), 5, "a moment without a draft")
    host.connection.call("rename", name="Renamed")
    host.connection.wait_for(lambda state: state["name"] == "Renamed", 5)
    host.connection.call("close")
    host.connection.wait_until("closed", 5)
    host.wait_gone(5)
    assert host.process.returncode == 0
    assert "state.json" in host.log() and "cannot be written" in host.log()


def test_a_start_on_a_full_disk_fails_with_its_reason_though_the_log_takes_no_line(launch: Launch) -> None:
    host = launch()
    wait_for(lambda: host.connection.call("hello")["phase"] == "ready", 60, "the imports")
    fill(host)
    host.start(**{"factory": "raising", "module": "factories", "class": "Raising", "kwargs": {}, "harden": False})
    failed = host.connection.wait_until("failed", 20)
    assert failed["reason"]["code"] == "factory"
    host.connection.call("close")
    host.wait_gone(5)
    assert left_files(host) == {"host.log"}
