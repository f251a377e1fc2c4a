"""Quotas as the program `quota` tells them: a stand-in for it, as no file system here has quotas."""

import os
import shutil
from pathlib import Path

import pytest

from jupyterlab_pangeo.adapters.usage import quota
from jupyterlab_pangeo.adapters.usage.machine import DISK
from jupyterlab_pangeo.adapters.usage.quota import Quota, Quotas, quotas_of
from jupyterlab_pangeo.adapters.usage.source import Scene

HEAD = """Disk quotas for user someone (uid 1000):
     Filesystem  blocks   quota   limit   grace   files   quota   limit   grace
"""
GIB = 1024**2


def line(mount, used, soft, hard, grace="0"):
    return f"{mount:>15} {used:>7} {soft:>7} {hard:>7} {grace:>7} 12 0 0 0\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (line("/home", 5 * GIB, 10 * GIB, 12 * GIB), [("/home", 5, 10)]),
        (line("/home", f"{11 * GIB}*", 10 * GIB, 12 * GIB, "1764000000"), [("/home", 11, 10)]),
        (line("/home", 5 * GIB, 0, 12 * GIB), [("/home", 5, 12)]),
        (line("/home", 5 * GIB, 0, 0), []),
        (
            line("/home", GIB, 2 * GIB, 2 * GIB) + line("/scratch/a b", GIB, 0, 9 * GIB),
            [("/home", 1, 2), ("/scratch/a b", 1, 9)],
        ),
        ("", []),
        ("quota: error while getting quota from server:/export: Connection refused\n", []),
        ("server:/a/very/long/name\n" + line("", GIB, 2 * GIB, 2 * GIB), []),
    ],
)
def test_each_file_system_with_a_bound_has_a_quota(lines, expected):
    found = [(one.mount, one.used_bytes / 1024**3, one.limit_bytes / 1024**3) for one in quotas_of(HEAD + lines)]
    assert found == expected


def test_a_user_without_quotas_has_none():
    assert quotas_of("Disk quotas for user someone (uid 1000): none\n") == []


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Make a stand-in for the program; it counts how often it is asked."""
    asked = tmp_path / "asked"

    def make(text="", script=""):
        (tmp_path / "said").write_text(text)
        command = tmp_path / "bin" / "quota"
        command.parent.mkdir(exist_ok=True)
        command.write_text(f'#!/bin/sh\necho "$@" >> {asked}\n{script}\ncat {tmp_path / "said"}\nexit 1\n')
        command.chmod(0o755)
        monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")
        return lambda: asked.read_text().splitlines() if asked.exists() else []

    return make


def test_the_disk_is_the_quota_where_there_is_one(program, tmp_path):
    asked = program(HEAD + line("/", 1024, 4096, 8192))
    read, scene = DISK.open(), Scene(folders=(("home", tmp_path),))
    for _ in range(3):
        found = {sample.metric: sample.value for sample in read(scene)}
    free = shutil.disk_usage(tmp_path).free
    assert found == {"disk_used": 1024**2, "disk_size": min(4 * 1024**2, 1024**2 + free)}
    assert asked() == ["--no-wrap --raw-grace --show-mntpoint --hide-device"]


def test_a_quota_of_another_file_system_counts_nothing(program, tmp_path):
    program(HEAD + line("/nowhere", 1024, 4096, 8192) + line("/tm", 1024, 4096, 8192))
    assert Quotas().of(tmp_path) is None


def test_the_nearest_mount_counts(program, monkeypatch):
    program(HEAD + line("/", 1, 2, 2) + line("/home", 3, 4, 4))
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    assert Quotas().of(Path("/home/someone")) == Quota("/home", 3 * 1024, 4 * 1024)


def test_quotas_are_asked_for_again_after_a_while(program, tmp_path):
    asked, now = program(HEAD), [0.0]
    quotas = Quotas(clock=lambda: now[0])
    for seconds in (0, 299, 301):
        now[0] = seconds
        quotas.of(tmp_path)
    assert len(asked()) == 2


def test_a_program_that_hangs_is_asked_once(program, tmp_path, monkeypatch, caplog):
    asked = program(script="exec sleep 60")
    monkeypatch.setattr(quota, "_SECONDS", 0.5)
    monkeypatch.setattr(quota, "_KEEP_SECONDS", 0.0)
    quotas = Quotas()
    assert [quotas.of(tmp_path), quotas.of(tmp_path)] == [None, None]
    assert len(asked()) == 1
    assert "not asked for any more" in caplog.text


def test_without_the_program_nothing_is_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Quotas().of(tmp_path) is None
