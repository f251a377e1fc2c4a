"""A disk that takes nothing more, an index folder that goes away, a clock that jumps (R14-R16)."""

import resource
import shutil
import time
from pathlib import Path

import psutil
import pytest
from catalogs_support import catalog, serving

from jupyterlab_pangeo.services import catalogs_loading


def limit_files(pid: int, size: int) -> None:
    """No file beyond that many bytes: with 0 it is as when the disk is full."""
    process = psutil.Process(pid)
    process.rlimit(resource.RLIMIT_FSIZE, (size, process.rlimit(resource.RLIMIT_FSIZE)[1]))


async def test_a_cleaner_that_removes_the_index_folder_costs_only_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(catalog(name))
    async with serving(tmp_path) as harness:
        one = await harness.add("one.yaml")
        shutil.rmtree(tmp_path / "cache")
        two = await harness.add("two.yaml")
        assert two.state == "ready"
        await harness.service.entries(one.id, None, None, 10)
        await harness.settled(one.id)
        assert [entry.name for entry in await harness.entries(one.id)] == ["one"]
        assert oct((tmp_path / "cache").stat().st_mode)[-3:] == "700"


async def test_an_index_folder_whose_name_somebody_else_took_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    (tmp_path / "trap").mkdir()
    async with serving(tmp_path) as harness:
        (tmp_path / "cache").rmdir()
        (tmp_path / "cache").symlink_to(tmp_path / "trap")
        assert [problem.code for problem in (await harness.add("c.yaml")).problems] == ["index-unwritable"]
    assert list((tmp_path / "trap").iterdir()) == []


async def test_an_index_folder_that_cannot_be_written_fails_the_catalog_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        (tmp_path / "cache").rmdir()
        (tmp_path / "cache").write_text("in the way")
        added = await harness.add("c.yaml")
        assert added.state == "failed"
        (problem,) = added.problems
        assert problem.code == "index-unwritable"
        assert "catalog_cache_folder" in problem.message
        (tmp_path / "cache").unlink()
        harness.service.refresh(added.id)
        assert (await harness.settled(added.id)).state == "ready"


async def test_a_full_disk_fails_a_catalog_with_its_cause_and_keeps_the_others(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(catalog(name))
    async with serving(tmp_path) as harness:
        one = await harness.add("one.yaml")
        (worker,) = harness.service.worker_pids
        limit_files(worker, 0)
        two = await harness.add("two.yaml")
        assert two.state == "failed"
        assert [problem.code for problem in two.problems] == ["index-unwritable"]
        assert [entry.name for entry in await harness.entries(one.id)] == ["one"]
        for pid in harness.service.worker_pids:
            limit_files(pid, 1 << 30)
        harness.service.refresh(two.id)
        assert (await harness.settled(two.id)).state == "ready"
        assert list((tmp_path / "cache").rglob("*.part")) == []


@pytest.mark.parametrize("days", [-400, 400])
async def test_a_clock_that_jumps_has_a_catalog_of_the_net_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    document = catalogs_loading.Document(entry_id="", location="https://data.example/c.yaml", checked_at=time.time())
    assert not catalogs_loading._may_have_changed(document)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 86_400)
    assert catalogs_loading._may_have_changed(document)


async def test_the_list_is_kept_though_its_folder_was_removed(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sources: {a: {driver: zarr, args: {urlpath: x.zarr}}}\n")
    async with serving(tmp_path) as harness:
        shutil.rmtree(tmp_path / "store")
        added = await harness.add(tmp_path / "c.yaml")
    async with serving(tmp_path) as harness:
        assert [each.id for each in harness.service.list().items] == [added.id]
        assert harness.service.list().problems == []
