"""The host's parts that need no process of their own."""

import asyncio
import os
import socket
import stat
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from control import Connection
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_pangeo.host import logs, snapshot
from jupyterlab_pangeo.host.control import Control, Link
from jupyterlab_pangeo.host.files import Folder, boot_id, listen_privately, process_start_time
from jupyterlab_pangeo.host.redact import explain, redact, redact_values
from jupyterlab_pangeo.host.rpc import RpcError
from jupyterlab_pangeo.host.spec import read_spec
from jupyterlab_pangeo.host.status import Status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


def launcher(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "jupyterlab_pangeo.launcher", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_launcher_makes_a_certificate_that_is_its_own_authority(folder: Path) -> None:
    done = launcher(folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    files = {path.name: path for path in (folder / "tls").iterdir()}
    assert set(files) == {"ca.pem", "cert.pem", "key.pem"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    assert stat.S_IMODE((folder / "tls").stat().st_mode) == 0o700
    certificate = x509.load_pem_x509_certificate(files["cert.pem"].read_bytes())
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name) for name in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    certificate.verify_directly_issued_by(certificate)
    left = certificate.not_valid_after_utc - datetime.now(timezone.utc)
    assert timedelta(days=29) < left <= timedelta(days=30)


def test_the_launcher_refuses_a_folder_that_is_open_to_others(folder: Path) -> None:
    folder.chmod(0o750)
    done = launcher(folder)
    assert done.returncode == 1 and "must be 0700" in done.stderr and "Traceback" not in done.stderr
    assert not (folder / "tls").exists()


def test_the_launcher_overwrites_nothing(folder: Path) -> None:
    assert launcher(folder).returncode == 0
    key = (folder / "tls" / "key.pem").read_bytes()
    assert launcher(folder).returncode == 1
    assert (folder / "tls" / "key.pem").read_bytes() == key


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_host_refuses_a_folder_that_is_open_to_others(folder: Path, mode: int) -> None:
    folder.chmod(mode)
    with pytest.raises(ValueError, match="open to others"):
        Folder(folder).check()


def test_a_socket_is_private_from_its_first_moment_and_replaces_a_dead_one(folder: Path) -> None:
    path = folder / "control.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    with listen_privately(path), socket.socket(socket.AF_UNIX) as client:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        client.connect(str(path))
        with pytest.raises(FileExistsError, match="another host"):
            listen_privately(path)


def test_a_process_is_named_by_its_start_and_a_dead_one_has_none() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        first = process_start_time(child.pid)
        assert first and first == process_start_time(child.pid)
        child.kill()
    assert process_start_time(child.pid) == ""
    assert process_start_time(os.getpid()) and boot_id()


@pytest.mark.parametrize(
    "text",
    ["password=s3cret", "PGPASSWORD: 's3cret'", '{"api_key": "s3cret"}', "https://ann:s3cret@host/x",
     "Authorization: Bearer s3cret0", "?token=s3cret&x=1", "--access-key=s3cret",
     "-----BEGIN EC PRIVATE KEY-----\ns3cret\n-----END EC PRIVATE KEY-----"],
)  # fmt: skip
def test_a_secret_does_not_leave_in_a_text(text: str) -> None:
    assert "s3cret" not in redact(text) and "***" in redact(text)


@pytest.mark.parametrize("text", ["key 'x' not found", "tokens per second", "keyword argument", "https://host/a?b=c"])
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_a_secret_does_not_leave_in_a_value() -> None:
    value = {"password": "a", "env": {"AWS_SECRET_ACCESS_KEY": "b", "nested": [{"authToken": "c"}]}, "workers": 2}
    hidden = redact_values(value)
    assert hidden["workers"] == 2 and hidden["password"] == hidden["env"]["AWS_SECRET_ACCESS_KEY"] == "***"
    assert hidden["env"]["nested"] == [{"authToken": "***"}]


@given(st.text(st.sampled_from("apitoken-_.=:\"' x"), max_size=300))
def test_redacting_takes_time_in_proportion_to_the_text(piece: str) -> None:
    begun = time.process_time()
    redact((piece or "x") * (30_000 // len(piece or "x")))
    assert time.process_time() - begun < 0.5


@given(st.text(max_size=2000))
def test_every_error_is_explained_in_one_short_line(text: str) -> None:
    line = explain(ValueError(text))
    assert line.startswith("ValueError") and len(line) <= 500 and len(line.splitlines()) == 1


def test_a_cause_is_told_where_it_says_more() -> None:
    cause = TypeError("unexpected option")
    outer = RuntimeError("failed to start")
    outer.__cause__ = cause
    assert explain(outer) == "RuntimeError: failed to start \u2190 TypeError: unexpected option"
    same = RuntimeError("Cluster failed to start: unexpected option")
    same.__cause__ = cause
    assert explain(same) == "RuntimeError: Cluster failed to start: unexpected option"


@pytest.mark.parametrize(
    ("change", "name"),
    [({"id": 5}, "id"), ({"kwargs": []}, "kwargs"), ({"tls": 1}, "tls"), ({"idleTimeoutSeconds": True}, "idle"),
     ({"module": None}, "module"), ({"scaling": {"mode": "fixed", "workers": "2"}}, "workers")],
)  # fmt: skip
def test_a_specification_that_does_not_fit_is_refused_by_name(change: dict[str, Any], name: str) -> None:
    good = {"id": "a", "name": "b", "module": "m", "class": "C"}
    assert read_spec(good)["orphanTimeoutSeconds"] == 1800
    with pytest.raises(RpcError, match=name):
        read_spec({**good, **change})


def test_a_failed_or_closing_host_never_goes_back() -> None:
    status = Status(0.0)
    assert status.move("running") and status.move("failed", "factory", "no")
    assert not status.move("running") and status.state == "failed"
    assert status.move("closing") and not status.move("failed", "late", "no")
    assert status.move("closed") and not status.move("closing")
    assert status.wire()["reason"] == {"code": "factory", "message": "no"}


def test_numbers_that_change_by_themselves_are_no_reason_to_send() -> None:
    status = Status(0.0)
    heard: list[str] = []
    status.listener = lambda: heard.append(status.state)
    status.update(memory_bytes=5)
    assert not heard and status.wire()["memoryBytes"] == 5
    status.update(threads=2)
    status.update(threads=2)
    assert len(heard) == 1


def test_a_log_is_bounded_and_its_followers_see_whole_lines_only(tmp_path: Path) -> None:
    path = tmp_path / "host.log"
    path.write_text("first\nhalf")
    follower = logs.Follower(path)
    assert follower.new_lines() == ["first"]
    with path.open("a") as file:
        file.write(" line\n" + "x" * 5000 + "\n")
    assert follower.new_lines() == ["half line", "x" * logs.LINE_LIMIT]
    assert follower.new_lines() == []
    with path.open("ab") as file:
        for _ in range(logs.SIZE_LIMIT // 1000 + 1):
            file.write(b"y" * 999 + b"\n")
    logs.trim(path)
    assert path.stat().st_size <= (1 << 20) + 100
    assert logs.tail(path, 3) == ["y" * 999] * 3


HELD: list[Any] = []
"""Kept open until the tests end: a host's control thread ends its process, here this one, once nobody holds it."""


def test_a_change_that_comes_while_the_state_is_sent_is_sent_too(folder: Path) -> None:
    place, status = Folder(folder), Status(0.0)
    ours, theirs = socket.socketpair()
    control = Control(place, listen_privately(place.control), status, Link(asyncio.new_event_loop()), theirs)

    def write_state(record: dict[str, Any]) -> None:
        status.update(threads=7)

    place.write_state = write_state  # type: ignore[method-assign]
    control.start()
    assert control.ready.wait(10)
    connection = Connection(place.control)
    assert connection.call("hello")["state"] is None
    status.begin({"id": "a", "name": "b", "tls": False})
    connection.wait_for(lambda state: state["threads"] == 7, 10)
    HELD.extend((connection, ours))


def test_the_network_of_a_host_counts_once_however_many_workers_it_has() -> None:
    def told(received: float, sent: float) -> dict[str, Any]:
        return {"host_net_io": {"read_bps": received, "write_bps": sent}}

    found = snapshot.network([("a", told(100.0, 9.0)), ("a", told(98.0, 10.0)), ("b", told(5.0, 1.0)), ("c", {})])
    assert found == {"received": 105.0, "sent": 11.0}
    assert snapshot.network([("a", {}), ("b", {"host_net_io": None})]) is None
