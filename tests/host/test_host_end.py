"""Every way to the end: what is told, how long it takes, what is left. Nothing may be."""

import contextlib
import json
import os
import signal
import time
from datetime import datetime, timezone
from typing import Any

import distributed
import pytest
from conftest import Launch
from control import Connection, Host, RpcFailure, wait_for
from test_host_local import address, security

from jupyterlab_pangeo.host.files import boot_id, process_start_time

pytestmark = pytest.mark.integration

NO_WORKERS: dict[str, Any] = {"scaling": {"mode": "fixed", "workers": 0}}


def left_files(host: Host) -> set[str]:
    return {str(path.relative_to(host.folder)) for path in host.folder.rglob("*")}


def test_close_ends_everything_within_five_seconds_though_workers_compute(launch: Launch) -> None:
    host = launch()
    host.start()
    host.connection.wait_until("running")
    with distributed.Client(address(host), security=security(host), timeout=10, set_as_default=False) as client:
        held = client.submit(bytes, 10**6)
        held.result(10)
        busy = client.submit(time.sleep, 60)
        wait_for(lambda: host.connection.call("sample")["tasks"]["processing"] == 1, 5, "the task")
        begun = time.monotonic()
        host.connection.call("close")
        host.connection.wait_until("closing")
        host.connection.wait_until("closed", 5)
        host.wait_gone(5)
        assert time.monotonic() - begun < 5
        assert left_files(host) == {"host.log"}
        del held, busy
        with contextlib.suppress(TimeoutError):
            client.close(timeout=1)


def test_sigterm_closes_in_order_and_names_its_reason(launch: Launch) -> None:
    host = launch()
    host.start()
    host.connection.wait_until("running")
    os.kill(host.pid, signal.SIGTERM)
    assert host.connection.wait_until("closed", 5)["reason"]["code"] == "signal"
    assert host.wait_gone(5) < 5
    assert host.process.returncode == 0 and left_files(host) == {"host.log"}


def test_a_killed_host_leaves_no_process_behind(launch: Launch) -> None:
    host = launch()
    host.start()
    host.connection.wait_until("running")
    assert len(host.workers()) == 2
    os.kill(host.pid, signal.SIGKILL)
    assert host.wait_gone(5) < 5
    # What the companion needs in order to tell that it is lost.
    assert "state.json" in left_files(host)


def test_a_host_killed_while_workers_start_leaves_no_process_behind(launch: Launch) -> None:
    host = launch()
    host.start()
    wait_for(lambda: len(host.workers()) == 2, 60, "the workers' processes")
    os.kill(host.pid, signal.SIGKILL)
    # A worker notices once it has imported distributed, which takes what the machine gives.
    host.wait_gone(30)


def test_close_while_workers_start_ends_everything(launch: Launch) -> None:
    host = launch()
    host.start()
    wait_for(lambda: bool(host.workers()), 60, "a worker's process")
    host.connection.call("close")
    host.connection.wait_until("closed", 5)
    assert host.wait_gone(5) < 5
    assert left_files(host) == {"host.log"}


def test_an_idle_cluster_warns_then_closes(launch: Launch) -> None:
    host = launch()
    host.start(idleTimeoutSeconds=2, **NO_WORKERS)
    warned = host.connection.wait_for(lambda state: state["closesAt"] is not None)
    left = datetime.fromisoformat(warned["closesAt"].replace("Z", "+00:00")) - datetime.now(timezone.utc)
    assert 0 < left.total_seconds() <= 1.1
    assert host.connection.wait_until("closed", 5)["reason"]["code"] == "idle"
    host.wait_gone(5)


def test_work_puts_the_end_of_an_idle_cluster_off(launch: Launch) -> None:
    host = launch()
    host.start(idleTimeoutSeconds=3, scaling={"mode": "fixed", "workers": 1})
    host.connection.wait_until("running")
    with distributed.Client(address(host), security=security(host), timeout=10, set_as_default=False) as client:
        host.connection.wait_for(lambda state: state["closesAt"] is not None)
        future = client.submit(time.sleep, 4)
        host.connection.forget_states()
        host.connection.wait_for(lambda state: state["closesAt"] is None)
        future.result(10)
        assert host.connection.call("hello")["state"]["state"] == "running"


def test_a_host_without_a_companion_ends_and_one_with_a_new_companion_does_not(launch: Launch) -> None:
    host = launch()
    host.start(orphanTimeoutSeconds=1, **NO_WORKERS)
    host.connection.wait_until("running")
    host.connection.close()
    host.connection = host.connect()
    begun = time.monotonic()
    wait_for(lambda: time.monotonic() - begun > 1.5, 3, "longer than the time-out")
    assert host.connection.call("hello")["state"]["state"] == "running"
    host.connection.close()
    assert host.wait_gone(5) >= 0.5
    assert left_files(host) == {"host.log"}


def test_a_host_that_was_only_warmed_ends_with_its_companion(launch: Launch) -> None:
    host = launch()
    wait_for(lambda: host.connection.call("hello")["phase"] == "ready", 60, "the imports")
    host.connection.close()
    host.wait_gone(5)
    assert left_files(host) == {"host.log"}


def test_a_second_companion_is_told_that_it_is_held_until_the_first_has_gone(local: Host) -> None:
    second = Connection(local.folder / "control.sock")
    with pytest.raises(RpcFailure, match="held") as refusal:
        second.call("hello")
    assert refusal.value.code == -32001
    second.wait_end()
    second.close()
    first = local.connection.call("hello")["state"]
    local.connection.close()
    local.connection = local.connect()
    wait_for(lambda: local.connection.call("hello")["state"]["schedulerId"] == first["schedulerId"], 5, "the lock")


def test_the_state_file_names_the_process_and_keeps_no_secret(launch: Launch) -> None:
    host = launch()
    kwargs = {"threads_per_worker": 1, "env": {"API_TOKEN": "abc-canary", "NOTE": "s3://user:pw-canary@host/x"}}
    host.start(kwargs=kwargs, options={"password": "deep-canary", "workers": 2}, **NO_WORKERS)
    host.connection.wait_until("running")
    host.connection.call("keep")
    text = (host.folder / "state.json").read_text()
    state = json.loads(text)
    assert (state["pid"], state["processStartTime"]) == (host.pid, process_start_time(host.pid))
    assert (state["bootId"], state["version"], state["keep"]) == (boot_id(), 1, True)
    assert (state["state"], state["address"]) == ("running", address(host))
    assert state["spec"]["options"]["workers"] == 2 and state["spec"]["kernelspec"] == "python3"
    assert "canary" not in text


def test_each_malformed_line_has_its_error_and_harms_nothing(launch: Launch) -> None:
    host = launch()
    for line, code in [
        (b"{not json}\n", -32700),
        (b"[1, 2]\n", -32600),
        (b"\xff\xfe\n", -32700),
        (b'{"id": 1, "method": "hello", "params": [1]}\n', -32600),
    ]:
        host.connection.send_raw(line)
        with pytest.raises(RpcFailure) as refusal:
            host.connection.answer(None)
        assert refusal.value.code == code
    with pytest.raises(RpcFailure) as refusal:
        host.connection.call("explode")
    assert refusal.value.code == -32601
    for method in ("scale", "restart", "workers", "sample", "plots"):
        with pytest.raises(RpcFailure) as refusal:
            host.connection.call(method, scaling={"mode": "fixed", "workers": 1})
        assert refusal.value.code == -32002
    with pytest.raises(RpcFailure, match="module"):
        host.connection.call("start", id="x", name="x")
    assert host.connection.call("hello")["state"] is None


def test_a_line_without_end_closes_the_connection(launch: Launch) -> None:
    host = launch()
    with contextlib.suppress(ConnectionError):
        host.connection.send_raw(b"x" * (2 << 20))
    host.connection.wait_end()
    host.wait_gone(10)
