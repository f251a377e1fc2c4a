"""Trees of real processes."""

import subprocess
import sys
from contextlib import contextmanager

import psutil
import pytest

from jupyterlab_pangeo.adapters.usage.processes import ProcessMeter

MIB = 1024**2
KEEPER = """
import os, subprocess, sys
# A start may be so quick that the system counts none of it.
while not os.times().user:
    pass
held = []
child = None
for line in sys.stdin:
    word, number = line.split()
    if word == "hold":
        held.append(b"x" * (int(number) * 1024**2))
    elif word == "end":
        child.stdin.close()
        child.wait()
        child = None
    else:
        child = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[1]], stdin=subprocess.PIPE)
        number = child.pid
    print(number, flush=True)
if child:
    child.stdin.close()
    child.wait()
"""


@contextmanager
def started():
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", KEEPER, KEEPER], stdin=pipe, stdout=pipe, text=True) as process:
        try:
            tell(process, "hold", 0)
            yield process
        finally:
            process.stdin.close()
            process.wait(10)


@pytest.fixture(params=[True, False], ids=["proc", "psutil"])
def meter(request):
    """Both ways to read: that of Linux, and that of other systems."""
    return ProcessMeter(has_proc=request.param)


@pytest.fixture
def measure(meter):
    return lambda pids: meter.measure({pid: pid for pid in pids})


def tell(process, word, number=0):
    process.stdin.write(f"{word} {number}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_the_process_that_allocates_is_the_one_that_grows(measure):
    with started() as one, started() as other:
        before = measure([one.pid, other.pid])
        tell(one, "hold", 300)
        after = measure([one.pid, other.pid])
    grown = {pid: after[pid].memory_bytes - before[pid].memory_bytes for pid in before}
    assert grown[one.pid] == pytest.approx(300 * MIB, rel=0.02)
    assert abs(grown[other.pid]) < MIB


def test_a_still_process_is_measured_as_psutil_does(measure):
    with started() as process:
        tell(process, "hold", 50)
        use = measure([process.pid])[process.pid]
        exact = psutil.Process(process.pid).memory_full_info().uss
        cpu = psutil.Process(process.pid).cpu_times()
    # Pages of the interpreter's own file that nobody else has mapped are what differs.
    assert use.memory_bytes == pytest.approx(exact, abs=12 * MIB)
    assert use.cpu_seconds == pytest.approx(cpu.user + cpu.system, abs=0.1)


def test_a_child_counts_for_its_parent_and_once(measure):
    with started() as process:
        child = tell(process, "child")
        assert measure([process.pid])[process.pid].processes == 2
        both = measure([process.pid, child])
    assert {pid: use.processes for pid, use in both.items()} == {process.pid: 1, child: 1}


def test_a_process_that_is_gone_has_no_entry(measure):
    with started() as process:
        pass
    assert measure([process.pid]) == {}


def test_what_a_child_used_stays_counted_when_it_ends(meter):
    with started() as process:
        child = psutil.Process(tell(process, "child"))
        while child.cpu_times().user == 0:
            pass
        roots = {process.pid: "a.ipynb"}
        before = meter.measure(roots)["a.ipynb"]
        tell(process, "end")
        after = meter.measure(roots)["a.ipynb"]
    assert (before.processes, after.processes) == (2, 1)
    assert after.cpu_seconds >= before.cpu_seconds > 0


def test_roots_of_one_name_are_counted_together_and_one_that_ends_takes_nothing_back(meter):
    with started() as one:
        with started() as other:
            both = {one.pid: "a.ipynb", other.pid: "a.ipynb"}
            before = meter.measure(both)["a.ipynb"]
        after = meter.measure(both)["a.ipynb"]
    assert (before.processes, after.processes) == (2, 1)
    assert after.cpu_seconds >= before.cpu_seconds > 0


def test_what_one_root_was_counted_for_is_not_counted_for_another_again(meter):
    with started() as process:
        child = tell(process, "child")
        whole = meter.measure({process.pid: "server"})["server"].cpu_seconds
        later = meter.measure({process.pid: "server", child: "a.ipynb"})
        used = sum(
            psutil.Process(pid).cpu_times()[0] + psutil.Process(pid).cpu_times()[1] for pid in (process.pid, child)
        )
    assert whole > 0
    assert later["server"].cpu_seconds + later["a.ipynb"].cpu_seconds == pytest.approx(used, abs=0.1)
