"""Limits of containers and jobs, from hand-made trees of control groups."""

import pytest

from jupyterlab_pangeo.adapters.usage.limits import Allowance, read_allowance

GIB = 1024**3
JOB = {"SLURM_JOB_ID": "7", "SLURM_CPUS_ON_NODE": "4"}


@pytest.fixture
def read(tmp_path):
    def read(groups, files, environment=None):
        (tmp_path / "own").write_text(groups)
        for name, text in files.items():
            path = tmp_path / "tree" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n")
        return read_allowance(environment or {}, tmp_path / "tree", tmp_path / "own")

    return read


def test_a_container_of_the_second_version_is_read_at_the_root_of_its_tree(read):
    files = {
        "cgroup.controllers": "cpu memory",
        "memory.max": 2 * GIB,
        "memory.current": GIB,
        "memory.stat": "anon 5\ninactive_file 1024",
        "cpu.max": "150000 100000",
        "cpu.stat": "usage_usec 2500000",
    }
    assert read("0::/\n", files) == Allowance(2 * GIB, GIB - 1024, 1.5, 2.5)


def test_the_tightest_limit_above_counts_with_the_use_it_is_held_against(read):
    files = {
        "cgroup.controllers": "cpu memory",
        "job/memory.max": GIB,
        "job/memory.current": 900,
        "job/cpu.max": "max 100000",
        "job/step/memory.max": "max",
        "job/step/memory.current": 100,
        "job/step/cpu.max": "200000 100000",
    }
    assert read("0::/job/step\n", files) == Allowance(GIB, 900, 2.0, None)


def test_the_first_version_has_a_tree_for_each_controller(read):
    files = {
        "memory/box/memory.limit_in_bytes": 3 * GIB,
        "memory/box/memory.usage_in_bytes": GIB,
        "memory/box/memory.stat": "inactive_file 1\ntotal_inactive_file 24",
        "memory/memory.limit_in_bytes": 9223372036854771712,
        "cpu/box/cpu.cfs_quota_us": 50000,
        "cpu/box/cpu.cfs_period_us": 100000,
        "cpu/cpu.cfs_quota_us": -1,
        "cpu/cpu.cfs_period_us": 100000,
        "cpuacct/box/cpuacct.usage": 1500000000,
    }
    groups = "4:memory:/box\n3:cpu,cpuacct:/box\n1:name=systemd:/box\n0::/\n"
    assert read(groups, files) == Allowance(3 * GIB, GIB - 24, 0.5, 1.5)


def test_without_a_limit_none_is_claimed(read):
    files = {"cgroup.controllers": "memory", "memory.max": "max", "memory.current": 7, "cpu.max": "max 100000"}
    assert read("0::/\n", files) == Allowance(None, 7, None, None)


def test_without_groups_nothing_is_claimed(read):
    assert read("", {}) == Allowance()


def test_a_job_limits_memory_by_node_or_by_core(read):
    assert read("", {}, {**JOB, "SLURM_MEM_PER_NODE": "2048"}) == Allowance(2 * GIB, None, 4.0, None)
    assert read("", {}, {**JOB, "SLURM_MEM_PER_CPU": "1024"}) == Allowance(4 * GIB, None, 4.0, None)


def test_a_job_of_a_whole_node_claims_no_memory_limit(read):
    assert read("", {}, {**JOB, "SLURM_MEM_PER_NODE": "0"}).memory_limit_bytes is None


def test_a_job_whose_group_is_tighter_has_the_limit_of_the_group(read):
    files = {"cgroup.controllers": "memory", "memory.max": GIB, "memory.current": 1}
    assert read("0::/\n", files, {**JOB, "SLURM_MEM_PER_NODE": "2048"}).memory_limit_bytes == GIB


def test_a_path_that_leads_out_of_the_tree_is_not_followed(read):
    files = {"cgroup.controllers": "memory", "memory.max": GIB, "../memory.max": 5}
    assert read("0::/../..\n", files).memory_limit_bytes == GIB
