"""The worker as a process: what it holds, what it may spend, and that it ends when it should."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from jupyterlab_pangeo.worker.limits import MIB, Limits
from jupyterlab_pangeo.worker.protocol import Job, Report

ROOT = Path(__file__).parents[2]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a worker as the companion does."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*readers: str, code: str | None = None, env: dict[str, str] | None = None) -> "subprocess.Popen[bytes]":
        program = ["-c", code] if code else ["-m", "jupyterlab_pangeo.worker"]
        process = subprocess.Popen(
            [sys.executable, *program, str(os.getpid()), *readers],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def do(process: "subprocess.Popen[bytes]", tmp_path: Path, text: str | Path, **fields: Any) -> Report:
    path = text if isinstance(text, Path) else tmp_path / "c.yaml"
    if isinstance(text, str):
        path.write_text(text)
    job = Job(catalog_id="a" * 12, location=str(path), output=str(tmp_path / f"{time.monotonic_ns()}.part"), **fields)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(msgspec.json.encode(job) + b"\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, "the worker ended"
    return msgspec.json.decode(line, type=Report)


def hello(process: "subprocess.Popen[bytes]") -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def test_a_worker_imports_nothing_that_a_catalog_could_name(start: Start, tmp_path: Path) -> None:
    text = "plugins: {source: [{module: colorsys}]}\nsources: {a: {driver: wave.Wave_read}, b: {cls: chunk.Chunk}}\n"
    watcher = (
        "import json, sys, runpy\n"
        "from jupyterlab_pangeo.worker import __main__ as worker, protocol\n"
        "real = worker._guarded\n"
        "def guarded(job, readers):\n"
        "    report = real(job, readers)\n"
        "    names = sorted({name.partition('.')[0] for name in sys.modules})\n"
        "    return protocol.Report(state=report.state, title=json.dumps(names), entry_count=report.entry_count)\n"
        "worker._guarded = guarded\n"
        "worker.main()\n"
    )
    process = start(code=watcher)
    assert "intake-v1" in hello(process)["readers"]
    report = do(process, tmp_path, text)
    assert (report.state, report.entry_count) == ("ready", 2)
    loaded = set(json.loads(report.title))
    assert "yaml" in loaded
    assert not loaded & {
        "intake", "dask", "distributed", "pandas", "numpy", "xarray", "fsspec", "jinja2", "tornado", "jupyter_server",
        "colorsys", "wave", "chunk", "pickle5",
    }  # fmt: skip


def test_jobs_one_after_the_other_are_done_by_one_process(start: Start, tmp_path: Path) -> None:
    process = start()
    hello(process)
    assert do(process, tmp_path, "sources: {a: {driver: csv}}").entry_count == 1
    assert do(process, tmp_path, "sources: {a: [").problems[0].code == "yaml-syntax"
    assert do(process, tmp_path, "sources: {a: {driver: csv}, b: {driver: csv}}").entry_count == 2


def test_a_reader_that_fails_or_prints_costs_only_its_job(start: Start, tmp_path: Path) -> None:
    (tmp_path / "odd_reader.py").write_text(
        "class Odd:\n    name = 'odd'\n"
        "    def matches(self, source):\n        print('noise'); return b'odd' in source.data\n"
        "    def read(self, source, facts):\n        print('more noise'); yield 1 / 0\n"
        "READER = Odd()\n"
    )
    process = start(
        "odd=odd_reader:READER", "none=no_such_module:READER",
        "intake-v1=jupyterlab_pangeo.worker.readers.intake_v1:READER",
        env={"PYTHONPATH": f"{ROOT}:{tmp_path}"},
    )  # fmt: skip
    first = hello(process)
    assert first["readers"] == ["odd", "intake-v1"]
    assert "no_such_module" in first["failures"]["none"]
    assert do(process, tmp_path, "odd").problems[0].code == "reader-failed"
    assert do(process, tmp_path, "sources: {a: {driver: csv}}").entry_count == 1
    assert do(process, tmp_path, "neither").problems[0].code == "no-reader"
    assert do(process, tmp_path, "x", kind="stac").problems[0].code == "no-reader"
    assert not list(tmp_path.glob("*.part"))[1:], "only the good job left its index"


def test_cpu_time_has_a_limit_that_names_the_setting(start: Start, tmp_path: Path) -> None:
    text = "sources:\n" + "".join(f"  e{n}: {{driver: csv, args: {{a: [1, 2, 3, 4, 5]}}}}\n" for n in range(150_000))
    process = start()
    hello(process)
    report = do(process, tmp_path, text, limits=Limits(max_cpu_seconds=1))
    assert [problem.code for problem in report.problems] == ["budget-cpu"]
    assert "PangeoApp.catalog_limits['cpu_seconds']" in report.problems[0].message
    assert report.is_spent


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_memory_has_a_limit_that_names_the_setting(start: Start, tmp_path: Path) -> None:
    text = (
        "sources: {a: {driver: csv, metadata: {big: [" + ", ".join(f"{n}.5" for n in range(10**6, 2 * 10**6)) + "]}}}"
    )
    process = start()
    hello(process)
    report = do(process, tmp_path, text, limits=Limits(max_memory_bytes=160 * MIB))
    assert [problem.code for problem in report.problems] == ["budget-memory"]
    assert "160 MiB" in report.problems[0].message
    assert report.is_spent


def test_an_entry_that_is_too_large_is_listed_without_details(start: Start, tmp_path: Path) -> None:
    text = "sources: {big: {driver: csv, metadata: {x: '" + "y" * 2_000_000 + "'}}, small: {driver: csv}}"
    process = start()
    hello(process)
    assert do(process, tmp_path, text).entry_count == 2


def test_the_end_of_the_pipe_ends_a_worker_that_is_busy(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("sources:\n" + "".join(f"  e{n}: {{driver: csv}}\n" for n in range(300_000)))
    process = start()
    hello(process)
    job = Job(catalog_id="a" * 12, location=str(path), output=str(tmp_path / "x.part"))
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(job) + b"\n")
    process.stdin.flush()
    watched = psutil.Process(process.pid)
    while watched.cpu_times().user < 0.4:
        time.sleep(0.01)
    process.stdin.close()
    assert process.wait(5) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells of a parent's death on Linux only")
def test_no_worker_outlives_a_companion_that_is_killed(tmp_path: Path) -> None:
    companion = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'jupyterlab_pangeo.worker', str(os.getpid())],"
        " stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "os.set_inheritable(child.stdin.fileno(), True)\n"
        "keeper = subprocess.Popen(['sleep', '60'], close_fds=False)\n"
        "print(child.pid, keeper.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", companion], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert parent.stdout is not None
    child, keeper = map(int, parent.stdout.readline().split())
    try:
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
        deadline = time.monotonic() + 10
        while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline, "the worker lives on although its pipe is still held open"
            time.sleep(0.02)
    finally:
        os.kill(keeper, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_is_the_first_to_go_when_memory_is_short(start: Start) -> None:
    process = start()
    hello(process)
    assert Path(f"/proc/{process.pid}/oom_score_adj").read_text().strip() == "1000"
    status = Path(f"/proc/{process.pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    assert psutil.Process(process.pid).nice() >= 5
