"""Factories that raise, block, hang or make something unlike Dask's own."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from conftest import Launch
from control import Host, wait_for

pytestmark = pytest.mark.integration


def start(host: Host, name: str, scaling: Any = None, *args: Any, **changes: Any) -> None:
    made = {"module": "factories", "class": name, "args": list(args), "kwargs": changes.pop("kwargs", {})}
    host.start(**made, scaling=scaling, harden=False, tls=False, **changes)


def fixed(workers: int) -> dict[str, Any]:
    return {"mode": "fixed", "workers": workers}


def test_a_factory_that_raises_fails_with_a_short_reason_and_leaves_its_log(launch: Launch) -> None:
    host = launch()
    start(host, "Raising")
    state = host.connection.wait_until("failed")
    assert state["reason"] == {"code": "factory", "message": "RuntimeError: no quota left; password=***"}
    assert {step["id"]: step["state"] for step in state["steps"]}["scheduler"] == "failed"
    [item] = host.connection.call("logs")["items"]
    text = "\n".join(item["lines"])
    assert "about to fail" in text and "Traceback" in text and "factories.py" in text and "hunter2" not in text
    host.connection.call("close")
    host.connection.wait_until("closed")
    host.wait_gone(5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"module": "factories", "class": "RaisingWithoutWords"}, "ValueError"),
        ({"module": "no_such_module"}, "ModuleNotFoundError: No module named 'no_such_module'"),
        ({"module": "factories", "class": "Nobody"}, "AttributeError: module 'factories' has no attribute 'Nobody'"),
        ({"kwargs": {"no_such_option": 1}, "scaling": fixed(1)}, "unexpected keyword argument 'no_such_option'"),
    ],
)
def test_every_failure_has_words(launch: Launch, changes: dict[str, Any], message: str) -> None:
    host = launch()
    host.start(**{"kwargs": {}, "tls": False, "harden": False, "scaling": None, **changes})
    assert message in host.connection.wait_until("failed")["reason"]["message"]


@pytest.mark.parametrize("name", ["Blocking", "BlockingThread"])
def test_a_factory_that_blocks_stops_neither_the_answers_nor_the_end(launch: Launch, name: str) -> None:
    host = launch()
    wait_for_ready(host)
    start(host, name, None, 30)
    host.connection.wait_for(
        lambda state: any(s["id"] == "scheduler" and s["state"] == "active" for s in state["steps"])
    )
    times = []
    for _ in range(20):
        begun = time.monotonic()
        assert host.connection.call("hello")["phase"] == "starting"
        times.append(time.monotonic() - begun)
    assert statistics.median(times) < 0.1
    begun = time.monotonic()
    host.connection.call("close")
    host.connection.wait_until("closed", 3)
    host.wait_gone(3)
    assert time.monotonic() - begun < 3
    assert not (host.folder / "control.sock").exists() and not (host.folder / "tls").exists()


def test_a_factory_that_hangs_fails_at_the_deadline_and_its_processes_go(launch: Launch) -> None:
    host = launch()
    wait_for_ready(host)
    start(host, "HangingCluster", startDeadlineSeconds=4)
    wait(lambda: bool(host.workers()), "the worker's process")
    state = host.connection.wait_until("failed")
    assert state["reason"] == {"code": "deadline", "message": "The start took longer than 4 seconds."}
    wait(lambda: not host.workers(), "the end of the worker")
    assert host.connection.call("hello")["phase"] == "failed"


def test_close_ends_a_factory_that_hangs(launch: Launch) -> None:
    host = launch()
    start(host, "HangingCluster")
    wait(lambda: "hanging now" in host.log(), "the hanging")
    host.connection.call("close")
    host.connection.wait_until("closed", 5)
    assert host.wait_gone(5) < 5


def test_a_synchronous_cluster_is_watched_scaled_and_closed_like_any(launch: Launch) -> None:
    host = launch()
    start(host, "synchronous_local", fixed(1), kwargs={"n_workers": 0, "threads_per_worker": 1, "memory_limit": 10**9})
    state = host.connection.wait_until("running")
    assert state["dashboard"] == "unix" and state["workers"]["connected"] == 1
    assert (host.connection.call("sample")["workers"], host.connection.call("workers")["total"]) == (1, 1)
    assert "/individual-progress" in {plot["path"] for plot in host.connection.call("plots")["items"]}
    host.connection.call("scale", scaling=fixed(2))
    host.connection.wait_for(lambda seen: seen["workers"]["connected"] == 2 and seen["state"] == "running")
    assert {"host", "scheduler"} <= {item["source"] for item in host.connection.call("logs")["items"]}
    host.connection.call("close")
    host.connection.wait_until("closed", 5)
    assert host.wait_gone(5) < 5


def test_a_cluster_of_fixed_size_says_that_it_cannot_scale(launch: Launch) -> None:
    host = launch()
    start(host, "FixedCluster", fixed(3))
    state = host.connection.wait_until("running")
    assert state["cannot"] == ["scale", "adapt"] and state["scaling"] == fixed(1)
    host.connection.call("scale", scaling=fixed(2))
    warned = host.connection.wait_for(lambda seen: bool(seen["warnings"]))
    assert warned["warnings"][0]["code"] == "scale" and warned["scaling"] == fixed(1)


def test_a_refused_job_fails_a_start_with_the_queues_words(launch: Launch) -> None:
    host = launch()
    start(host, "JobCluster", fixed(2))
    reason = host.connection.wait_until("failed")["reason"]
    assert reason["code"] == "workers" and "invalid partition specified: nowhere" in reason["message"]


def test_a_refused_job_of_a_running_cluster_is_a_warning_that_the_next_scaling_takes_back(launch: Launch) -> None:
    host = launch()
    start(host, "JobCluster", fixed(0))
    host.connection.wait_until("running")
    host.connection.call("scale", scaling=fixed(2))
    warned = host.connection.wait_for(lambda seen: bool(seen["warnings"]) and seen["state"] == "running")
    assert "invalid partition" in warned["warnings"][0]["message"]
    assert warned["workers"] == {"asked": 2, "submitted": 0, "connected": 0}
    host.connection.forget_states()
    host.connection.call("scale", scaling=fixed(0))
    host.connection.wait_for(lambda seen: not seen["warnings"] and seen["state"] == "running")


def test_jobs_in_a_queue_are_counted_and_cancelled_even_if_the_cluster_does_not_close(
    launch: Launch, tmp_path: Path
) -> None:
    host = launch()
    start(host, "StuckJobCluster", fixed(0), kwargs={"mark": f"{tmp_path}/job-"})
    host.connection.wait_until("running")
    host.connection.call("scale", scaling=fixed(2))
    host.connection.wait_for(lambda seen: seen["workers"] == {"asked": 2, "submitted": 2, "connected": 0})
    host.connection.call("close")
    host.wait_gone(6)
    # The queue's cancel command is `touch` here, the ids are paths.
    assert {path.name for path in tmp_path.iterdir()} == {"job-0", "job-1"}


def test_an_object_unlike_dasks_own_is_taken_as_it_is(launch: Launch) -> None:
    host = launch()
    start(host, "GatewayLike", fixed(2))
    state = host.connection.wait_until("running")
    assert state["workers"] == {"asked": 2, "submitted": 2, "connected": 2} and state["threads"] == 4
    assert state["cannot"] == ["adapt", "restart"] and state["dashboard"] is None
    assert host.connection.call("plots") == {"items": [], "scripts": []}
    assert [item["source"] for item in host.connection.call("logs")["items"]] == ["host"]
    host.connection.call("close")
    host.connection.wait_until("closed", 5)
    host.wait_gone(5)
    assert "the gateway was told to close" in host.log()


def test_a_scheduler_elsewhere_that_dies_is_told_and_its_workers_go(launch: Launch) -> None:
    host = launch()
    options = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "n_workers": 1, "threads_per_worker": 1}
    host.start(**{"class": "SubprocessCluster"}, kwargs=options, harden=False, tls=False, scaling=None)
    host.connection.wait_until("running")
    [scheduler] = [child for child in host.children() if "distributed.Scheduler" in " ".join(child.cmdline())]
    scheduler.kill()
    assert host.connection.wait_until("failed")["reason"]["code"] == "scheduler-lost"
    wait(lambda: not host.children(), "the end of the workers")


def test_a_users_own_options_cannot_open_a_local_cluster(launch: Launch) -> None:
    host = launch()
    opening = {"host": "0.0.0.0", "dashboard_address": ":0", "worker_dashboard_address": ":0", "protocol": "tcp://"}
    host.start(
        kwargs={
            **opening,
            "n_workers": 4,
            "processes": False,
            "scheduler_kwargs": {"host": "0.0.0.0", "jupyter": True},
        },
        scaling=fixed(1),
        harden=False,
    )
    state = host.connection.wait_until("running")
    assert state["address"].startswith("tls://127.0.0.1:") and state["workers"]["connected"] == 1
    for process in [psutil.Process(host.pid), *host.children()]:
        places = [c.laddr.ip for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        assert set(places) <= {"127.0.0.1"}


def wait_for_ready(host: Host) -> None:
    wait(lambda: host.connection.call("hello")["phase"] == "ready", "the imports")


def wait(fits: Callable[[], bool], what: str) -> None:
    wait_for(fits, 60, what)
