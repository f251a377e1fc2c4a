"""The catalog service: the list, entries, nested catalogs, search."""

import asyncio
import os
from pathlib import Path

import pytest
from catalogs_support import Harness, catalog, parent_of, serving

from jupyterlab_pangeo.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound
from jupyterlab_pangeo.schemas.catalogs import CatalogChange, CatalogSpec
from jupyterlab_pangeo.services.catalogs import CatalogPreset
from jupyterlab_pangeo.worker.limits import Limits

TREE = """
name: The tree
description: for tests
parameters: {shared: {type: int, default: 3}}
sources:
  ocean:
    driver: zarr
    description: Sea surface height of the Nordic seas
    args: {urlpath: "{{ CATALOG_DIR }}/ssh.zarr", consolidated: true}
    metadata: {title: Sea surface height, tags: [altimetry, Élevé]}
  LLC4320:
    driver: netcdf
    args: {urlpath: "http://h/x.nc"}
  broken: [1]
  inner: {driver: yaml_file_cat, args: {path: "{{CATALOG_DIR}}/inner.yaml"}}
"""


async def tree(harness: Harness, folder: Path) -> str:
    (folder / "tree.yaml").write_text(TREE)
    (folder / "inner.yaml").write_text(parent_of(deeper="deep.yaml") + "  salinity: {driver: csv}\n")
    (folder / "deep.yaml").write_text(catalog("temperature"))
    return (await harness.add("tree.yaml")).id


async def test_a_local_catalog_is_listed_with_its_entries(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        catalog_id = await tree(harness, tmp_path)
        listed = harness.service.get(catalog_id)
        assert listed.state == "ready"
        assert (listed.title, listed.description, listed.kind) == ("The tree", "for tests", "intake-v1")
        assert (listed.origin, listed.is_locked, listed.entry_count) == ("user", False, 4)
        assert listed.location == str(tmp_path / "tree.yaml")
        entries = await harness.entries(catalog_id)
        assert [entry.name for entry in entries] == ["ocean", "LLC4320", "broken", "inner"]
        assert entries[0].title == "Sea surface height"
        assert [entry.child_state for entry in entries] == ["none", "none", "none", "unloaded"]
        assert [problem.code for problem in entries[2].problems] == ["bad-entry"]
        assert ("catalogs", catalog_id) in harness.changes.seen
        assert ("entries", catalog_id) in harness.changes.seen


async def test_an_entry_tells_everything(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        catalog_id = await tree(harness, tmp_path)
        entry = await harness.named(catalog_id, "ocean")
        details = await harness.service.entry(catalog_id, entry.id)
        assert details.path == ["The tree", "Sea surface height"]
        assert details.parent_id is None
        assert details.recipe is not None
        assert details.recipe.urls == [f"{tmp_path}/ssh.zarr"]
        assert details.recipe.is_local
        assert [(step.location, step.name) for step in details.recipe.steps] == [(f"{tmp_path}/tree.yaml", "ocean")]
        assert [parameter.name for parameter in details.user_parameters] == ["shared"]
        assert details.source.startswith("ocean:\n  driver: zarr\n")


async def test_nested_catalogs_are_read_when_they_are_opened(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        catalog_id = await tree(harness, tmp_path)
        inner = await harness.named(catalog_id, "inner")
        assert await harness.entries(catalog_id, inner.id) == []
        accepted = await harness.service.expand(catalog_id, inner.id)
        assert accepted.child_state == "loading"
        await harness.expand(catalog_id, inner.id)
        inner = await harness.named(catalog_id, "inner")
        assert (inner.child_state, inner.child_count) == ("ready", 2)
        deeper = await harness.named(catalog_id, "deeper", inner.id)
        await harness.expand(catalog_id, deeper.id)
        found = await harness.named(catalog_id, "temperature", deeper.id)
        details = await harness.service.entry(catalog_id, found.id)
        assert details.path == ["The tree", "inner", "deeper", "temperature"]
        assert details.parent_id == deeper.id
        assert details.recipe is not None
        assert [(Path(step.location).name, step.name) for step in details.recipe.steps] == [
            ("tree.yaml", "inner"),
            ("inner.yaml", "deeper"),
            ("deep.yaml", "temperature"),
        ]
        assert harness.service.get(catalog_id).entry_count == 7


async def test_opening_twice_reads_once(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        catalog_id = await tree(harness, tmp_path)
        inner = await harness.named(catalog_id, "inner")
        jobs = []
        run = harness.service._pool.run

        async def counted(job):
            jobs.append(job)
            return await run(job)

        harness.service._pool.run = counted
        await asyncio.gather(*[harness.service.expand(catalog_id, inner.id) for _ in range(5)])
        await harness.expand(catalog_id, inner.id)
        assert (await harness.service.expand(catalog_id, inner.id)).child_state == "ready"
        assert len(jobs) == 1


async def test_a_missing_child_is_failed_with_its_problem_and_can_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(parent_of(gone="gone.yaml", good="good.yaml"))
    (tmp_path / "good.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        catalog_id = (await harness.add("p.yaml")).id
        gone, good = await harness.entries(catalog_id)
        await harness.expand(catalog_id, gone.id)
        await harness.expand(catalog_id, good.id)
        gone, good = await harness.entries(catalog_id)
        assert (gone.child_state, [problem.code for problem in gone.problems]) == ("failed", ["not-found"])
        assert good.child_state == "ready"
        (tmp_path / "gone.yaml").write_text(catalog("b"))
        await harness.expand(catalog_id, gone.id)
        gone = await harness.named(catalog_id, "gone")
        assert (gone.child_state, gone.problems) == ("ready", [])


async def test_catalogs_that_contain_themselves_stop(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(parent_of(self="a.yaml", b="./x/../b.yaml"))
    (tmp_path / "b.yaml").write_text(parent_of(back="a.yaml"))
    async with serving(tmp_path) as harness:
        catalog_id = (await harness.add("a.yaml")).id
        found = await harness.walk(catalog_id)
        states = {entry.name: (entry.child_state, [problem.code for problem in entry.problems]) for entry in found}
        assert states == {"self": ("failed", ["cycle"]), "b": ("ready", []), "back": ("failed", ["cycle"])}


async def test_pages_are_complete_and_in_order(tmp_path: Path) -> None:
    names = [f"e{number}" for number in range(25)]
    (tmp_path / "c.yaml").write_text(catalog(*names))
    async with serving(tmp_path) as harness:
        catalog_id = (await harness.add("c.yaml")).id
        found, cursor = [], None
        while True:
            page = await harness.service.entries(catalog_id, None, cursor, 10)
            assert page.total == 25
            found += [entry.name for entry in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == names
        assert len((await harness.service.entries(catalog_id, None, None, 0)).items) == 1
        assert len((await harness.service.entries(catalog_id, None, None, 10**9)).items) == 25


async def test_a_page_begins_at_any_offset_also_behind_entries_named_twice(tmp_path: Path) -> None:
    names = [f"e{number}" for number in range(25)]
    # The first of two entries of one name is dropped, which leaves a gap before the others.
    (tmp_path / "c.yaml").write_text(catalog("e0", *names))
    async with serving(tmp_path) as harness:
        catalog_id = (await harness.add("c.yaml")).id
        first = await harness.service.entries(catalog_id, None, None, 10, 0)
        assert first == await harness.service.entries(catalog_id, None, None, 10)
        every = [entry.name for entry in await harness.entries(catalog_id)]
        assert every == names
        for offset in (1, 12, 20, 24, 25, 10**9):
            page = await harness.service.entries(catalog_id, None, None, 10, offset)
            assert [entry.name for entry in page.items] == every[offset : offset + 10]
        for offset, entry in enumerate(await harness.entries(catalog_id)):
            assert (await harness.service.entry(catalog_id, entry.id)).offset == offset
            assert page.total == 25
        middle = await harness.service.entries(catalog_id, None, None, 10, 7)
        after = await harness.service.entries(catalog_id, None, middle.next_cursor, 10)
        assert [entry.name for entry in after.items] == every[17:25]
        with pytest.raises(BadRequest):
            await harness.service.entries(catalog_id, None, middle.next_cursor, 10, 7)


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1.5", "9" * 40, "²", "' OR 1=1"])
async def test_a_cursor_that_is_none_is_a_bad_request(tmp_path: Path, cursor: str) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        catalog_id = (await harness.add("c.yaml")).id
        with pytest.raises(BadRequest):
            await harness.service.entries(catalog_id, None, cursor, 10)
        with pytest.raises(BadRequest):
            await harness.service.search("a", None, None, cursor, 10)


async def test_unknown_ids_are_not_found(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        catalog_id = await tree(harness, tmp_path)
        ocean = await harness.named(catalog_id, "ocean")
        for call in (
            lambda: harness.service.entries("0" * 12, None, None, 1),
            lambda: harness.service.entries(catalog_id, "0" * 16, None, 1),
            lambda: harness.service.entry(catalog_id, "0" * 16),
            lambda: harness.service.expand(catalog_id, "0" * 16),
            lambda: harness.service.search("a", "0" * 12, None, None, 1),
        ):
            with pytest.raises(NotFound):
                await call()
        for sync in (harness.service.get, harness.service.remove, harness.service.refresh):
            with pytest.raises(NotFound):
                sync("0" * 12)
        with pytest.raises(NotFound):
            harness.service.change("0" * 12, CatalogChange(title="x"))
        with pytest.raises(Conflict):
            await harness.service.expand(catalog_id, ocean.id)


async def test_the_same_place_is_listed_once_however_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        for spelling in (f"{tmp_path}/x/../c.yaml", f"file://{tmp_path}/c.yaml", " c.yaml "):
            with pytest.raises(Conflict):
                harness.service.add(CatalogSpec(location=spelling))


@pytest.mark.parametrize(
    "location", ["https://me:hunter2@example.org/c.yaml", "http://", "a\0b", "file://other/x", "~nobody-here/x"]
)
async def test_a_location_that_cannot_be_used_is_invalid(tmp_path: Path, location: str) -> None:
    async with serving(tmp_path) as harness:
        with pytest.raises(Invalid) as raised:
            harness.service.add(CatalogSpec(location=location))
        assert raised.value.path == "$.location"
        assert "hunter2" not in str(raised.value)
        assert harness.service.list().items == []


@pytest.mark.parametrize(
    ("location", "code"),
    [("none.yaml", "not-found"), ("pipe", "not-a-file"), ("s3://bucket/c.yaml", "unsupported-scheme"),
     ("http://169.254.169.254/c.yaml", "denied-address"), ("v3.yaml", "no-reader")],
)  # fmt: skip
async def test_a_catalog_that_cannot_be_read_is_failed_and_says_why(tmp_path: Path, location: str, code: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "v3.yaml").write_text("version: 3\nentries: {}\n")
    (tmp_path / "good.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        failed = await harness.add(location)
        assert (failed.state, [problem.code for problem in failed.problems]) == ("failed", [code])
        page = await harness.service.entries(failed.id, None, None, 10)
        assert (page.items, page.total) == ([], 0)
        assert (await harness.add("good.yaml")).state == "ready"


async def test_a_catalog_outside_of_the_allowed_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "allowed").mkdir()
    (tmp_path / "c.yaml").write_text(catalog("a"))
    (tmp_path / "allowed" / "p.yaml").write_text(parent_of(out="../c.yaml"))
    async with serving(tmp_path, allowed_roots=[tmp_path / "allowed"]) as harness:
        assert [problem.code for problem in (await harness.add("c.yaml")).problems] == ["forbidden-path"]
        inside = await harness.add("allowed/p.yaml")
        (out,) = await harness.walk(inside.id)
        assert [problem.code for problem in out.problems] == ["forbidden-path"]


async def test_a_catalog_that_another_refers_to_gets_a_quarter(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text(catalog(*[f"e{number}" for number in range(50)]))
    (tmp_path / "p.yaml").write_text(parent_of(big="big.yaml"))
    async with serving(tmp_path, limits=Limits.of({"nodes": 600})) as harness:
        assert (await harness.add("big.yaml")).state == "ready"
        (big,) = await harness.walk((await harness.add("p.yaml")).id)
        assert [problem.code for problem in big.problems] == ["budget-nodes"]
        assert "150" in big.problems[0].message
        assert "PangeoApp.catalog_limits['nodes']" in big.problems[0].message


def test_settings_that_are_no_limits_are_refused() -> None:
    assert Limits.of({"bytes": 5, "cpu_seconds": 2.5, "wall_seconds": 9}).max_bytes == 5
    for wrong in (
        {"byte": 1},
        {"bytes": 0},
        {"bytes": -1},
        {"nodes": True},
        {"nodes": float("nan")},
        {"is_quartered": 1},
    ):
        with pytest.raises(ValueError, match="catalog limit"):
            Limits.of(wrong)


async def test_search_finds_words_and_beginnings_everywhere(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        catalog_id = await tree(harness, tmp_path)
        await harness.walk(catalog_id)

        async def names(words: str, **fields: str) -> list[str]:
            page = await harness.service.search(words, fields.get("catalog"), fields.get("form"), None, 50)
            assert page.total == len(page.items)
            return [hit.entry.name for hit in page.items]

        assert await names("nordic SEA") == ["ocean"]
        assert await names("altim") == ["ocean"]
        assert await names("eleve") == ["ocean"]
        assert await names("temp") == ["temperature"]
        assert await names("4320") == ["LLC4320"], "inside of a name, where words find nothing"
        assert await names("inner") == ["inner"]
        assert await names("nowhere") == []
        assert len(await names("")) == 7
        assert await names("", form="csv") == ["salinity"]
        assert await names("sal", form="zarr") == []
        assert await names("temp", catalog=catalog_id) == ["temperature"]
        hit = (await harness.service.search("temperature", None, None, None, 5)).items[0]
        assert hit.path == ["The tree", "inner", "deeper", "temperature"]
        assert len(hit.ancestors) == 2
        assert (await harness.service.entry(hit.catalog_id, hit.ancestors[-1])).name == "deeper"


@pytest.mark.parametrize(
    "words", ['"', "a OR b", "NEAR(a b)", "name:a", "*", "-a", "a AND", "(", "^a", "\0", "💧", "'; DROP TABLE entry"]
)
async def test_no_syntax_of_the_index_reaches_it(tmp_path: Path, words: str) -> None:
    (tmp_path / "c.yaml").write_text(catalog("alpha"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        assert (await harness.service.search(words, None, None, None, 10)).total in (0, 1)
        assert (await harness.service.search("alpha", None, None, None, 10)).total == 1


async def test_hits_of_several_catalogs_are_paged_as_one_list(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        for letter in "abc":
            (tmp_path / f"{letter}.yaml").write_text(catalog(*[f"data_{letter}{number}" for number in range(7)]))
            await harness.add(f"{letter}.yaml")
        found: list[str] = []
        cursor = None
        while True:
            page = await harness.service.search("data", None, None, cursor, 5)
            assert page.total == 21
            found += [hit.entry.name for hit in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert len(found) == len(set(found)) == 21


async def test_titles_and_places_can_be_changed(tmp_path: Path) -> None:
    async with serving(tmp_path) as harness:
        ids = []
        for letter in "abc":
            (tmp_path / f"{letter}.yaml").write_text(catalog(letter))
            ids.append((await harness.add(f"{letter}.yaml")).id)
        harness.service.change(ids[2], CatalogChange(position=0))
        harness.service.change(ids[0], CatalogChange(title="First", position=10**30))
        assert [item.id for item in harness.service.list().items] == [ids[2], ids[1], ids[0]]
        assert harness.service.get(ids[0]).title == "First"
        assert [item.title for item in harness.service.list().items] == ["c", "b", "First"]


async def test_the_operators_catalogs_stay_and_samples_may_go(tmp_path: Path) -> None:
    for name in ("sample", "preset"):
        (tmp_path / f"{name}.yaml").write_text(catalog(name))
    settings = {
        "presets": [CatalogPreset(location="preset.yaml", title="Ours"), CatalogPreset(location="http://u:p@h/")],
        "samples": tmp_path / "sample.yaml",
    }
    async with serving(tmp_path, **settings) as harness:
        listed = harness.service.list()
        assert [(item.origin, item.is_locked) for item in listed.items] == [("sample", False), ("operator", True)]
        assert listed.items[1].title == "Ours"
        assert [problem.code for problem in listed.problems] == ["bad-setting"]
        with pytest.raises(Forbidden):
            harness.service.remove(listed.items[1].id)
        harness.service.remove(listed.items[0].id)
        assert [item.origin for item in harness.service.list().items] == ["operator"]
    async with serving(tmp_path, **settings) as harness:
        assert [item.origin for item in harness.service.list().items] == ["operator"]
        assert (await harness.add("sample.yaml")).state == "ready"
