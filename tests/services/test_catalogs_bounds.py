"""The index stays within its bound: what was not used for longest goes, and comes back when it is opened."""

import os
from contextlib import suppress
from pathlib import Path

from catalogs_support import Harness, catalog, parent_of, serving

NAMES = [f"child{number}" for number in range(8)]


def size_of(folder: Path) -> int:
    """What the indexes take together; one that goes while it is looked at takes nothing."""
    sizes = []
    for path in folder.rglob("*.sqlite"):
        with suppress(FileNotFoundError):
            sizes.append(path.stat().st_size)
    return sum(sizes)


def write(folder: Path) -> None:
    (folder / "top.yaml").write_text(parent_of(**{name: f"{name}.yaml" for name in NAMES}))
    for name in NAMES:
        (folder / f"{name}.yaml").write_text(catalog(*(f"{name}_{number}" for number in range(200))))


def grow_old(folder: Path) -> None:
    """As if the indexes were last used an hour ago, the first of them first."""
    paths = sorted(folder.rglob("*.sqlite"), key=lambda path: path.stat().st_mtime_ns)
    for number, path in enumerate(paths):
        os.utime(path, (path.stat().st_mtime - 3600 + number,) * 2)


async def states(harness: Harness, catalog_id: str) -> dict[str, str]:
    return {entry.name: entry.child_state for entry in await harness.entries(catalog_id)}


async def test_what_was_not_used_for_longest_goes_and_comes_back_when_it_is_opened(tmp_path: Path) -> None:
    write(tmp_path)
    async with serving(tmp_path) as harness:
        await harness.walk((await harness.add("top.yaml")).id)
        whole = size_of(tmp_path / "cache")
    grow_old(tmp_path / "cache")
    bound = whole * 6 // 10
    async with serving(tmp_path, cache_bytes=bound) as harness:
        [top] = harness.service.list().items
        first = await harness.named(top.id, NAMES[0])
        assert first.child_state == "ready"
        assert len(await harness.entries(top.id, first.id)) == 200
        # Something new is read, which is when the bound is looked at.
        (tmp_path / "other.yaml").write_text(catalog("other"))
        await harness.add("other.yaml")
        await harness.changes.until(lambda: size_of(tmp_path / "cache") <= bound)
        await harness.changes.until(lambda: harness.service.get(top.id).entry_count < 8 + 8 * 200)
        after = await states(harness, top.id)
        assert after[NAMES[0]] == "ready", "it was used just now"
        assert after[NAMES[1]] == "unloaded"
        assert after[NAMES[-1]] == "ready"
        assert harness.service.get(top.id).state == "ready"
        again = await harness.named(top.id, NAMES[1])
        await harness.expand(top.id, again.id)
        assert len(await harness.entries(top.id, again.id)) == 200
        await harness.changes.until(lambda: size_of(tmp_path / "cache") <= bound)
    assert list((tmp_path / "cache").rglob("*.part")) == []


async def test_a_catalogs_own_index_goes_last_and_says_so(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(catalog(*(f"{name}_{number}" for number in range(300))))
    async with serving(tmp_path, cache_bytes=1) as harness:
        one = await harness.add("one.yaml")
        assert one.state == "ready", "what was read last stays, however large it is"
        two = await harness.add("two.yaml")
        await harness.changes.until(lambda: harness.service.get(one.id).state == "failed")
        assert harness.service.get(two.id).state == "ready"
        [problem] = harness.service.get(one.id).problems
        assert problem.code == "index-dropped"
        assert "PangeoApp.catalog_cache_bytes" in problem.message
        harness.service.refresh(one.id)
        await harness.settled(one.id)
        assert len(await harness.entries(one.id)) == 300
        await harness.changes.until(lambda: harness.service.get(two.id).state == "failed")


async def test_indexes_of_catalogs_that_nobody_lists_go_too(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    left = tmp_path / "cache" / "000000000000" / "root-x-1.sqlite"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x" * 100_000)
    os.utime(left, (0, 0))
    async with serving(tmp_path, cache_bytes=100_000) as harness:
        added = await harness.add("c.yaml")
        assert added.state == "ready"
        # The service ends only after it has looked.
    assert not left.exists()
