"""Folders of data as catalogs of the service: opened, read again, and ended at a cycle, as any other."""

from pathlib import Path

from catalogs_support import serving

HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(100)


async def test_a_folder_opens_with_the_folders_inside_of_it(tmp_path: Path) -> None:
    (tmp_path / "data" / "deeper").mkdir(parents=True)
    (tmp_path / "data" / "a.nc").write_bytes(HDF5)
    (tmp_path / "data" / "deeper" / "b.csv").write_text("t\n1\n")
    async with serving(tmp_path) as harness:
        added = await harness.add("data")
        assert (added.state, added.kind, added.title, added.problems) == ("ready", "plain", "data", [])
        deeper = await harness.named(added.id, "deeper")
        assert deeper.has_children
        await harness.expand(added.id, deeper.id)
        table = await harness.named(added.id, "b.csv", deeper.id)
        details = await harness.service.entry(added.id, table.id)
        assert details.recipe is not None
        assert details.recipe.urls == [str(tmp_path / "data" / "deeper" / "b.csv")]
        assert details.path[-2:] == ["deeper", "b.csv"]


async def test_a_file_that_came_since_shows_after_a_refresh(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    async with serving(tmp_path) as harness:
        added = await harness.add("data")
        assert await harness.entries(added.id) == []
        (tmp_path / "data" / "a.nc").write_bytes(HDF5)
        harness.service.refresh(added.id)
        await harness.settled(added.id)
        assert [entry.name for entry in await harness.entries(added.id)] == ["a.nc"]


async def test_a_folder_that_links_to_itself_stops_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "again").symlink_to(tmp_path / "data")
    async with serving(tmp_path) as harness:
        added = await harness.add("data")
        again = await harness.named(added.id, "again")
        await harness.expand(added.id, again.id)
        [problem] = (await harness.service.entry(added.id, again.id)).problems
        assert problem.code == "cycle"


async def test_an_address_in_an_object_store_becomes_an_entry_that_is_kept(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add("s3://bucket/deep/store.zarr")
        assert (added.state, added.title) == ("ready", "store.zarr")
    async with serving(tmp_path) as harness:
        [entry] = await harness.entries(added.id)
        assert (entry.format, entry.problems[0].code) == ("zarr", "not-looked-at")
