"""A Jupyter server of its own with two real clusters: its sockets, its secrets, its end (R12, S30, S60)."""

import signal
import time

import psutil
import pytest
from jupyter_kit import TOKEN, Server

pytestmark = pytest.mark.integration


def start_two(server):
    spec = {"factory": "local", "scaling": {"mode": "fixed", "workers": 1}}
    started = [server.ask("clusters", "POST", spec)["id"] for _ in range(2)]
    server.wait(lambda: all(server.ask(f"clusters/{id}")["state"] == "running" for id in started), 90)
    return started


@pytest.fixture
def server(tmp_path, nothing_left):
    server = Server(tmp_path, nothing_left.root)
    yield server
    if server.process.poll() is None:
        server.process.kill()
    server.process.wait(10)


def family(server, nothing_left):
    return [psutil.Process(server.process.pid), *nothing_left.processes()]


def test_sigterm_ends_the_server_and_both_clusters_within_five_seconds(server, nothing_left):
    start_two(server)
    assert len(nothing_left.processes()) >= 4
    begun = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(10)
    assert time.monotonic() - begun < 5
    assert nothing_left.describe() == ""


def test_sockets_and_secrets_of_a_server_with_clusters(server, nothing_left, tmp_path):
    start_two(server)
    listening = {
        connection.laddr.ip
        for process in family(server, nothing_left)
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    with pytest.raises(OSError):
        server.ask(f"clusters/none/dashboard/status?token={TOKEN}")
    logs = [server.log, *nothing_left.root.rglob("*.log"), *nothing_left.root.rglob("*.json")]
    assert len(logs) >= 7
    assert [str(path) for path in logs if TOKEN in path.read_text()] == []
    hosts = [process for process in nothing_left.processes() if "main.py" in " ".join(process.cmdline())]
    assert len(hosts) == 2
    assert [process.pid for process in hosts if TOKEN in " ".join(process.cmdline())] == []
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(10)
