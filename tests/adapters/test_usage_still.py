"""What the recorder says of this machine at a still moment, beside the files and calls that know it."""

import os
from pathlib import Path

import psutil
import pytest

from jupyterlab_pangeo.adapters.usage.limits import read_allowance
from jupyterlab_pangeo.adapters.usage.machine import DISK, LIMITS
from jupyterlab_pangeo.adapters.usage.source import Scene

GROUPS = Path("/sys/fs/cgroup")
# What the first version writes where there is no limit is close to 2 to the power of 63.
NO_LIMIT = 2**60


def limits_of(controller, name):
    """Numbers in the files of a name, of the groups that this process is in and of those above them."""
    found = []
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controller not in controllers.split(","):
            continue
        root = GROUPS / controller
        for level in (root / path.strip("/"), *(root / path.strip("/")).parents):
            file = level / name
            if level.is_relative_to(root) and file.is_file() and file.read_text().strip() != "max":
                found.append(int(file.read_text()))
    return [limit for limit in found if limit < NO_LIMIT]


def read(source, folders=()):
    scene = Scene(folders=tuple(folders))
    return {(sample.metric, *(value for _, value in sample.labels)): sample.value for sample in source.open()(scene)}


def test_the_limit_of_memory_is_the_least_of_the_files():
    limits = limits_of("", "memory.max") + limits_of("memory", "memory.limit_in_bytes")
    assert read_allowance({}).memory_limit_bytes == (min(limits) if limits else None)


def test_memory_of_the_machine_is_what_psutil_says():
    found, machine = read(LIMITS), psutil.virtual_memory()
    assert found["machine_memory_size",] == machine.total
    # Other processes go on meanwhile.
    assert found["machine_memory",] == pytest.approx(machine.total - machine.available, rel=0.2)


def test_a_disk_has_the_size_that_this_user_may_fill(tmp_path):
    found, disk = read(DISK, [("work", tmp_path)]), os.statvfs(tmp_path)
    used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
    room = disk.f_bavail * disk.f_frsize
    assert found["disk_size", "work"] == pytest.approx(used + room, rel=0.01)
    assert found["disk_used", "work"] == pytest.approx(used, rel=0.05)
