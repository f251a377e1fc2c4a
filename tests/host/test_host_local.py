"""A local cluster: it computes, and nobody but its user reaches it."""

import os
import socket
import ssl
import stat
import warnings
from collections.abc import Iterator
from typing import Any

import distributed
import psutil
import pytest
from conftest import Launch
from control import Host, RpcFailure, wait_for

pytestmark = pytest.mark.integration


@pytest.fixture
def client(local: Host) -> Iterator[distributed.Client]:
    with distributed.Client(address(local), security=security(local), timeout=10, set_as_default=False) as client:
        yield client


def address(host: Host) -> str:
    state = host.connection.call("hello")["state"]
    return str(state["address"])


def security(host: Host) -> distributed.Security:
    tls = host.folder / "tls"
    return distributed.Security(
        require_encryption=True,
        tls_ca_file=str(tls / "ca.pem"),
        tls_client_cert=str(tls / "cert.pem"),
        tls_client_key=str(tls / "key.pem"),
    )


def test_a_start_goes_through_its_steps_to_two_connected_workers(local: Host) -> None:
    state = local.connection.call("hello")["state"]
    assert [(step["id"], step["state"]) for step in state["steps"]] == [
        (name, "done") for name in ("launch", "import", "scheduler", "workers")
    ]
    assert state["workers"] == {"asked": 2, "submitted": 2, "connected": 2}
    assert (state["threads"], state["memoryLimitBytes"]) == (2, 10**9)
    assert state["address"].startswith("tls://127.0.0.1:") and state["schedulerId"].startswith("Scheduler-")
    assert (state["dashboard"], state["cannot"], state["warnings"], state["reason"]) == ("unix", [], [], None)


def test_the_log_is_told_line_by_line_while_a_cluster_starts(launch: Launch) -> None:
    host = launch()
    host.start(scaling={"mode": "fixed", "workers": 0})
    host.connection.wait_until("running")
    wait_for(lambda: any("Scheduler at" in line for line in host.connection.lines), 5, "the lines")


def test_a_client_with_the_files_computes_on_the_workers(local: Host, client: distributed.Client) -> None:
    futures = client.map(lambda x: (x * x, os.getpid()), range(20))
    squares, pids = zip(*client.gather(futures), strict=True)
    assert squares == tuple(x * x for x in range(20))
    assert set(pids) <= {worker.pid for worker in local.workers()}
    sample = local.connection.call("sample")
    assert (sample["workers"], sample["threads"], sample["memory"]["limitBytes"]) == (2, 2, 10**9)
    assert sample["tasks"] == {"total": 20, "processing": 0, "waiting": 0, "memory": 20, "erred": 0}
    assert sample["memory"]["unmanagedBytes"] > 10**7
    assert sample["network"].keys() == {"received", "sent"}


@pytest.mark.parametrize("credentials", ["none", "foreign"])
def test_a_client_without_the_files_is_refused(local: Host, launch: Launch, credentials: str) -> None:
    stranger = distributed.Security() if credentials == "none" else security(launch())
    secure = "tls" if credentials == "foreign" else "tcp"
    target = address(local).replace("tls", secure)
    with pytest.raises(OSError):
        distributed.Client(target, security=stranger, timeout=2, set_as_default=False)


def test_a_raw_tls_connection_without_a_certificate_is_cut(local: Host) -> None:
    context = ssl.create_default_context(cafile=local.folder / "tls" / "ca.pem")
    context.check_hostname = False
    host, port = address(local).removeprefix("tls://").split(":")
    with socket.create_connection((host, int(port)), 5) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
        secured = context.wrap_socket(plain)
        while secured.recv(100):
            pass


def test_every_listening_port_is_on_loopback_and_none_is_the_dashboards(local: Host) -> None:
    ports: dict[int, list[Any]] = {}
    for process in [psutil.Process(local.pid), *local.children()]:
        ports[process.pid] = [c.laddr for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert sum(map(len, ports.values())) >= 5
    assert {place.ip for places in ports.values() for place in places} == {"127.0.0.1"}
    # The scheduler's own and one for each nanny; a dashboard would be one more.
    assert len(ports[local.pid]) == 3


def test_folder_and_files_are_the_users_alone(local: Host) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in local.folder.rglob("*")}
    assert modes.pop("tls") == 0o700
    assert set(modes) == {
        "control.sock", "dashboard.sock", "state.json", "host.log", "ca.pem", "cert.pem", "key.pem",
    }  # fmt: skip
    assert set(modes.values()) == {0o600}


def test_workers_come_in_pages(local: Host) -> None:
    first = local.connection.call("workers", limit=1)
    second = local.connection.call("workers", limit=1, cursor=first["nextCursor"])
    rows = first["items"] + second["items"]
    assert (first["total"], second["nextCursor"]) == (2, None)
    assert {row["name"] for row in rows} == {"0", "1"} and rows[0]["address"] < rows[1]["address"]
    assert all((row["threads"], row["memoryLimitBytes"], row["status"]) == (1, 500_000_000, "running") for row in rows)


def test_logs_tell_the_lines_of_each_process(local: Host) -> None:
    items = {item["source"]: item["lines"] for item in local.connection.call("logs", tail=50)["items"]}
    worker = local.connection.call("workers", limit=1)["items"][0]["address"]
    assert {"host", "scheduler", worker} <= set(items)
    assert any("Scheduler at" in line for line in items["scheduler"])
    only = local.connection.call("logs", source=worker, tail=3)["items"]
    assert [item["source"] for item in only] == [worker] and len(only[0]["lines"]) == 3


def test_a_name_can_be_changed_but_not_to_nothing(local: Host) -> None:
    local.connection.call("rename", name="Ocean")
    local.connection.wait_for(lambda state: state["name"] == "Ocean")
    with pytest.raises(RpcFailure, match="name"):
        local.connection.call("rename", name="")


def test_a_restart_gives_new_workers(local: Host, client: distributed.Client) -> None:
    before = {worker.pid for worker in local.workers()}
    local.connection.forget_states()
    local.connection.call("restart")
    local.connection.wait_until("scaling")
    state = local.connection.wait_until("running")
    assert state["workers"]["connected"] == 2 and not state["warnings"]
    assert not before & {worker.pid for worker in local.workers()}


def test_a_killed_worker_is_counted_and_comes_back(local: Host) -> None:
    local.connection.forget_states()
    local.workers()[0].kill()
    local.connection.wait_for(lambda state: state["workers"] == {"asked": 2, "submitted": 2, "connected": 1})
    local.connection.forget_states()
    state = local.connection.wait_for(lambda state: state["workers"]["connected"] == 2)
    assert state["state"] == "running"


def test_scaling_goes_up_down_and_to_adaptive_and_back(local: Host) -> None:
    def scale(connected: int, **scaling: Any) -> dict[str, Any]:
        local.connection.forget_states()
        local.connection.call("scale", scaling=scaling)
        return local.connection.wait_for(
            lambda state: (
                (state["state"], state["scaling"], state["workers"]["connected"]) == ("running", scaling, connected)
            )
        )

    assert scale(3, mode="fixed", workers=3)["workers"]["asked"] == 3
    scale(1, mode="fixed", workers=1)
    scale(2, mode="adaptive", minimum=2, maximum=3)
    assert scale(2, mode="fixed", workers=2)["scaling"] == {"mode": "fixed", "workers": 2}


@pytest.mark.parametrize(
    "scaling",
    [None, {}, {"mode": "fixed"}, {"mode": "fixed", "workers": -1}, {"mode": "fixed", "workers": 1.5},
     {"mode": "fixed", "workers": True}, {"mode": "fixed", "workers": 10**9},
     {"mode": "adaptive", "minimum": 3, "maximum": 2}],
)  # fmt: skip
def test_a_scaling_that_does_not_fit_changes_nothing(local: Host, scaling: Any) -> None:
    with pytest.raises(RpcFailure) as refusal:
        local.connection.call("scale", scaling=scaling)
    assert refusal.value.code == -32602
    assert local.connection.call("hello")["state"]["workers"]["asked"] == 2


def test_a_user_who_shuts_the_scheduler_down_closes_the_cluster(launch: Launch) -> None:
    host = launch()
    host.start(scaling={"mode": "fixed", "workers": 0})
    host.connection.wait_until("running")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        distributed.Client(address(host), security=security(host), set_as_default=False).shutdown()
    assert host.connection.wait_until("closed")["reason"]["code"] == "shutdown"
    host.wait_gone(5)
