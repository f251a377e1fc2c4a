"""Indexes that an operator made ahead are used, never written to, and left where they are outdated."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogs_support import catalog, parent_of, serving

from jupyterlab_pangeo.services.catalogs import CatalogPreset


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make(folder: Path, *locations: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jupyterlab_pangeo.preset", str(folder), *map(str, locations)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A catalog with a nested one."""
    (tmp_path / "top.yaml").write_text(parent_of(child="child.yaml"))
    (tmp_path / "child.yaml").write_text(catalog("a", "b"))
    return tmp_path / "top.yaml"


@pytest.fixture
def ready(tmp_path: Path, place: Path) -> Iterator[Path]:
    """The folder with its indexes, read-only."""
    folder = tmp_path / "ready"
    done = make(folder, place)
    assert (done.returncode, done.stderr) == (0, "")
    assert "top.yaml: 3 entries" in done.stdout
    before = contents(folder)
    assert len(before) == 3
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    yield folder
    for path in folders:
        path.chmod(0o755)
    assert contents(folder) == before, "it was written to"
    assert {oct(path.stat().st_mode)[-3:] for path in folder.rglob("*.sqlite")} == {"644"}


async def test_a_ready_index_is_used_without_reading_or_writing(tmp_path: Path, place: Path, ready: Path) -> None:
    presets = [CatalogPreset(location=str(place))]
    async with serving(tmp_path / "user", presets=presets, ready=ready) as harness:
        [top] = harness.service.list().items
        assert (top.state, top.is_locked) == ("ready", True)
        child = await harness.named(top.id, "child")
        assert child.child_state == "ready"
        assert [entry.name for entry in await harness.entries(top.id, child.id)] == ["a", "b"]
        hits = await harness.service.search("b", None, None, None, 10)
        assert [hit.entry.name for hit in hits.items] == ["b"]
        assert harness.service.worker_pids == [], "nothing had to be read"
    assert list((tmp_path / "user" / "cache").rglob("*.sqlite")) == []


async def test_a_catalog_that_a_user_adds_is_only_compared_with_its_ready_index(
    tmp_path: Path, place: Path, ready: Path
) -> None:
    async with serving(tmp_path / "user", ready=ready) as harness:
        added = await harness.add(place)
        assert (added.state, added.entry_count, added.origin) == ("ready", 3, "user")
        assert len(await harness.walk(added.id)) == 3
    assert list((tmp_path / "user" / "cache").rglob("*.sqlite")) == []


async def test_a_refresh_of_what_did_not_change_writes_no_index(tmp_path: Path, place: Path, ready: Path) -> None:
    presets = [CatalogPreset(location=str(place))]
    for path in place.parent.glob("*.yaml"):
        # Another time, the same bytes: as on another machine.
        os.utime(path, (1, 1))
    async with serving(tmp_path / "user", presets=presets, ready=ready) as harness:
        [top] = harness.service.list().items
        harness.service.refresh(top.id)
        assert (await harness.settled(top.id)).state == "ready"
        assert len(await harness.walk(top.id)) == 3
    assert list((tmp_path / "user" / "cache").rglob("*.sqlite")) == []


async def test_an_outdated_index_gives_way_to_the_users_own(tmp_path: Path, place: Path, ready: Path) -> None:
    presets = [CatalogPreset(location=str(place))]
    (tmp_path / "child.yaml").write_text(catalog("a", "b", "c"))
    for _ in range(2):
        async with serving(tmp_path / "user", presets=presets, ready=ready) as harness:
            [top] = harness.service.list().items
            await harness.changes.until(lambda: harness.service.get(top.id).entry_count == 4)  # noqa: B023
            child = await harness.named(top.id, "child")
            assert [entry.name for entry in await harness.entries(top.id, child.id)] == ["a", "b", "c"]
        own = [path.name for path in (tmp_path / "user" / "cache").rglob("*.sqlite")]
        assert len(own) == 1, "only of what changed"
        assert own[0].startswith(child.id)


async def test_ready_indexes_that_are_gone_or_damaged_cost_time_only(tmp_path: Path, place: Path) -> None:
    folder = tmp_path / "ready"
    assert make(folder, place).returncode == 0
    presets = [CatalogPreset(location=str(place))]
    for path in folder.rglob("*.sqlite"):
        path.write_bytes(b"no index")
    async with serving(tmp_path / "user", presets=presets, ready=folder) as harness:
        [top] = harness.service.list().items
        assert (await harness.settled(top.id)).state == "ready"
        assert len(await harness.walk(top.id)) == 3
    for path in folder.rglob("*.json"):
        path.write_text('{"version": 1, "location": 5}')
    async with serving(tmp_path / "user", presets=presets, ready=folder) as harness:
        assert len(await harness.walk(harness.service.list().items[0].id)) == 3


def test_the_command_says_what_it_could_not_read_and_keeps_the_older_index(tmp_path: Path, place: Path) -> None:
    folder = tmp_path / "ready"
    assert make(folder, place).returncode == 0
    before = contents(folder)
    place.write_text("sources: [")
    done = make(folder, place, tmp_path / "none.yaml")
    assert done.returncode == 1
    assert "top.yaml: not read." in done.stdout
    assert "none.yaml: not read. There is no file" in done.stdout
    assert contents(folder) == before


def test_indexes_for_everyone_hold_no_secret_of_an_item(tmp_path: Path) -> None:
    options = {"key": "AKIA12345678", "secret": "hunter2-never-shown"}
    asset = {"href": "s3://bucket/a.tif", "xarray:storage_options": options}
    item = {"type": "Feature", "stac_version": "1.0.0", "id": "scene", "properties": {}, "assets": {"a": asset}}
    (tmp_path / "items.json").write_text(json.dumps({"type": "FeatureCollection", "features": [item]}))
    assert make(tmp_path / "ready", tmp_path / "items.json").returncode == 0
    written = b"".join(contents(tmp_path / "ready").values())
    assert b"scene" in written
    assert b"hunter2" not in written
