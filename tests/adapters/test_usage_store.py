"""The ring of samples, in real files."""

import json
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

from jupyterlab_pangeo.adapters.usage.lock import FolderLock
from jupyterlab_pangeo.adapters.usage.samples import RAW_SECONDS, ROLLUP_SECONDS, SPAN_SECONDS, Point, Sample
from jupyterlab_pangeo.adapters.usage.sqlite_store import SqliteStore

NOW = 1_800_000_000.0
A = (("kernel", "a.ipynb"),)


def tick(value, metric="memory", labels=A):
    return [Sample(metric, labels, value)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "usage.sqlite"


@pytest.fixture
def store(path):
    store = SqliteStore(path)
    yield store
    store.close()


def all_of(store, *, fine=True):
    return store.read("memory", 0, 4e9, fine=fine)


def test_samples_survive_a_restart(store, path):
    store.write(NOW, tick(1))
    store.close()
    again = SqliteStore(path)
    again.write(NOW + 15, tick(2))
    assert all_of(again) == {A: [Point(NOW, 1, 1, 1), Point(NOW + 15, 2, 2, 2)]}
    again.close()


def test_the_file_is_the_users_alone(store, path):
    store.write(NOW, tick(1))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_span_tells_the_mean_the_last_and_the_highest_value(store):
    for index, value in enumerate((2, 8, 5)):
        store.write(NOW + index * 15, tick(value))
    assert all_of(store, fine=False) == {A: [Point(NOW, 5, 5, 8)]}


def test_the_same_moment_written_twice_counts_once(store):
    store.write(NOW, tick(2))
    store.write(NOW, tick(8))
    assert all_of(store, fine=False) == {A: [Point(NOW, 2, 2, 2)]}


def test_samples_go_after_two_days_and_spans_after_thirty(store):
    store.write(NOW, tick(1))
    store.write(NOW + RAW_SECONDS + 1, tick(2))
    assert [point.mean for point in all_of(store)[A]] == [2]
    assert [point.mean for point in all_of(store, fine=False)[A]] == [1, 2]
    store.write(NOW + ROLLUP_SECONDS + 1, tick(3))
    assert [point.mean for point in all_of(store, fine=False)[A]] == [2, 3]


def test_a_series_goes_with_its_last_span(store, path):
    store.write(NOW, tick(1, labels=(("kernel", "gone.ipynb"),)))
    for days in range(0, 31, 10):
        store.write(NOW + days * 86_400, tick(days))
    assert names(path) == {"gone.ipynb", "a.ipynb"}
    store.write(NOW + ROLLUP_SECONDS + 2 * SPAN_SECONDS, tick(1))
    store.write(NOW + ROLLUP_SECONDS + 2 * SPAN_SECONDS + 15, tick(2))
    assert names(path) == {"a.ipynb"}
    assert [point.mean for point in all_of(store)[A]][-2:] == [1, 2]


def names(path):
    with closing(sqlite3.connect(path)) as base:
        return {dict(json.loads(labels))["kernel"] for (labels,) in base.execute("SELECT labels FROM series")}


def test_the_file_keeps_to_its_size_and_to_what_is_new(path):
    store = SqliteStore(path, max_bytes=256 * 1024)
    for index in range(600):
        store.write(NOW + index * 15, [Sample("memory", (("n", str(n)),), index) for n in range(20)])
    assert path.stat().st_size <= 256 * 1024
    assert store.problem is None
    assert store.read("memory", 0, 4e9, fine=True)[(("n", "3"),)][-1].mean == 599
    store.close()


def test_what_a_full_file_does_not_take_is_held_an_hour_and_told(path):
    store = SqliteStore(path, max_bytes=8 * 4096)
    for index in range(300):
        store.write(NOW + index, [Sample("memory", (("n", str(n)),), index) for n in range(100)])
    assert store.problem is not None
    assert "full" in store.problem.message
    assert store.read("memory", 0, 4e9, fine=True)[(("n", "3"),)][-1].mean == 299
    assert len(store._held) == 240
    store.close()


def test_what_was_held_is_written_once_there_is_a_place(store, path):
    path.parent.write_text("in the way")
    store.write(NOW, tick(1))
    assert store.problem is not None
    path.parent.unlink()
    store.write(NOW + 15, tick(2))
    assert store.problem is None
    with sqlite3.connect(path) as base:
        assert base.execute("SELECT value FROM raw ORDER BY time").fetchall() == [(1,), (2,)]
    base.close()


def test_a_file_that_is_no_record_is_put_aside_and_told(store, path):
    path.parent.mkdir()
    path.write_bytes(b"nothing like it" * 1000)
    store.write(NOW, tick(1))
    assert store.notice is not None
    assert store.notice.code == "put-aside"
    store.write(NOW + 15, tick(2))
    assert store.problem is None
    assert [point.mean for point in all_of(store)[A]] == [1, 2]
    assert (path.parent / "usage.sqlite.broken").read_bytes().startswith(b"nothing")


def test_the_record_of_a_later_version_is_left_alone(store, path):
    path.parent.mkdir()
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    before = path.read_bytes()
    store.write(NOW, tick(1))
    assert store.problem is not None
    assert "later version" in store.problem.message
    assert path.read_bytes() == before


def test_erasing_leaves_nothing(store, path):
    path.parent.mkdir()
    path.write_bytes(b"nothing like it" * 1000)
    store.write(NOW, tick(1))
    store.write(NOW + 15, tick(2))
    store.erase()
    assert list(path.parent.iterdir()) == []
    assert all_of(store) == {}


def test_a_reader_sees_what_the_writer_keeps_and_changes_nothing(store, path):
    reader = SqliteStore(path, is_reader=True)
    assert all_of(reader) == {}
    assert not path.parent.exists()
    store.write(NOW, tick(1))
    before = path.read_bytes()
    assert all_of(reader) == {A: [Point(NOW, 1, 1, 1)]}
    store.write(NOW + 15, tick(2))
    assert [point.mean for point in all_of(reader)[A]] == [1, 2]
    assert reader.problem is None
    assert before != path.read_bytes()
    reader.close()


def test_a_reader_leaves_a_file_that_is_no_record_where_it_is(path):
    path.parent.mkdir()
    path.write_bytes(b"nothing like it" * 1000)
    reader = SqliteStore(path, is_reader=True)
    assert all_of(reader) == {}
    assert reader.problem.code == "not-read"
    assert [file.name for file in path.parent.iterdir()] == ["usage.sqlite"]


def test_a_reader_that_takes_over_writes(store, path):
    store.write(NOW, tick(1))
    store.close()
    reader = SqliteStore(path, is_reader=True)
    all_of(reader)
    reader.take_over()
    reader.write(NOW + 15, tick(2))
    assert reader.problem is None
    assert [point.mean for point in all_of(reader)[A]] == [1, 2]
    reader.close()


def test_one_of_two_servers_has_the_lock_until_it_ends(path):
    one, other = FolderLock(path.with_name("usage.lock")), FolderLock(path.with_name("usage.lock"))
    assert one.take()
    assert one.take()
    assert not other.take()
    one.release()
    assert other.take()
    other.release()


def test_the_lock_of_a_process_that_was_killed_is_free(path):
    name = path.with_name("usage.lock")
    code = f"""
from pathlib import Path
from jupyterlab_pangeo.adapters.usage.lock import FolderLock
lock = FolderLock(Path({str(name)!r}))
print(lock.take(), flush=True)
input()
"""
    code = code.replace("print(FolderLock(Path(" + repr(str(name)) + ")).take() and input())\n", "")
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout.readline() == "True\n"
        lock = FolderLock(name)
        assert not lock.take()
        process.kill()
        process.wait(10)
    assert lock.take()
    lock.release()
