"""What is used at the moment."""

from jupyterlab_pangeo.adapters.usage.samples import Sample
from jupyterlab_pangeo.services.usage_now import Now, usage_now


def of(kind, name, memory, cpu=0.0):
    labels = (("kind", kind), ("name", name))
    return [Sample("process_memory", labels, memory), Sample("process_cpu", labels, cpu)]


def test_the_largest_owner_of_memory_comes_first():
    use = usage_now(1, [*of("server", "", 10), *of("kernel", "a.ipynb", 30), *of("kernel", "b.ipynb", 20)], None)
    assert [(owner.name, owner.memory_bytes) for owner in use.owners] == [("a.ipynb", 30), ("b.ipynb", 20), ("", 10)]
    assert use.memory_bytes == 60


def test_only_the_ten_largest_owners_are_told():
    use = usage_now(1, [sample for n in range(20) for sample in of("kernel", f"{n}.ipynb", n)], None)
    assert [owner.memory_bytes for owner in use.owners] == list(range(19, 9, -1))


def test_the_limit_of_the_container_goes_before_the_size_of_the_machine():
    machine = Sample("machine_memory_size", (), 64)
    assert usage_now(1, [machine], None).memory_limit_bytes == 64
    assert usage_now(1, [machine, Sample("memory_limit", (), 16)], None).memory_limit_bytes == 16
    assert usage_now(1, [], None).memory_limit_bytes is None


def test_cores_are_what_was_used_since_the_sample_before():
    now, told = Now(), []
    now.listen(told.append)
    now.take(100, of("kernel", "a", 1, cpu=5))
    now.take(110, of("kernel", "a", 1, cpu=25))
    now.take(120, of("kernel", "b", 1, cpu=1))
    assert [use.cpu_cores for use in told] == [None, 2, None]


def test_who_comes_later_is_told_the_last_sample_and_who_left_none():
    now, told = Now(), []
    now.take(100, of("kernel", "a", 7))
    assert not now.is_wanted
    leave = now.listen(told.append)
    assert now.is_wanted
    leave()
    now.take(110, of("kernel", "a", 8))
    assert [use.memory_bytes for use in told] == [7]
    assert not now.is_wanted
