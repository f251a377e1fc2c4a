"""Trust, queue and end of previews: none begins before its catalog is trusted, and a changed one is asked again."""

import asyncio
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from catalogs_support import Harness, catalog, parent_of, serving

from jupyterlab_pangeo.adapters.dask.kernelspecs import Place
from jupyterlab_pangeo.adapters.previews import Bounds
from jupyterlab_pangeo.adapters.trust import TrustFile
from jupyterlab_pangeo.errors import Invalid, NotFound, NotTrusted, TooMany
from jupyterlab_pangeo.schemas.previews import Preview, PreviewSpec
from jupyterlab_pangeo.services.previews import PreviewService

OWN = Place(sys.executable, "kernelspec")


@asynccontextmanager
async def previewing(
    folder: Path, place: Place = OWN, **settings: object
) -> AsyncIterator[tuple[Harness, PreviewService]]:
    """Both services, with what is trusted in the folder."""

    async def find_place(_: str | None) -> Place:
        return place

    async with serving(folder, **settings) as harness:
        service = PreviewService(
            place=find_place,
            catalogs=harness.service,
            trusted=TrustFile(folder / "store" / "trusted.json"),
            changes=harness.changes,
            bounds=Bounds(),
            most_queued=2,
        )
        try:
            yield harness, service
        finally:
            await service.stop()


async def entry_of(harness: Harness, location: Path, name: str = "one") -> tuple[str, str]:
    added = await harness.add(location)
    return added.id, (await harness.named(added.id, name)).id


def spec(place: tuple[str, str], code: str = "x = 'seen'", trust: str | None = None) -> PreviewSpec:
    return PreviewSpec(catalog_id=place[0], entry_id=place[1], code=code, variable="x", trust=trust)


async def ended(harness: Harness, service: PreviewService, begun: Preview) -> Preview:
    await harness.changes.until(lambda: service.get(begun.id).state in ("ready", "failed"))
    return service.get(begun.id)


async def test_a_catalog_from_elsewhere_is_trusted_by_its_hash_once_and_asked_for_again_when_it_changed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "catalog.yaml"
    file.write_text(catalog("one"))
    async with previewing(tmp_path) as (harness, service):
        place = await entry_of(harness, file)
        asked = await service.trust(*place)
        assert (asked.is_trusted, asked.location, len(asked.hash)) == (False, str(file), 64)
        for wrong in (None, "0" * 64):
            with pytest.raises(NotTrusted, match=asked.hash):
                await service.begin(spec(place, trust=wrong))
        done = await ended(harness, service, await service.begin(spec(place, trust=asked.hash)))
        assert done.result is not None and "seen" in done.result.text
        kept = tmp_path / "store" / "trusted.json"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        await ended(harness, service, await service.begin(spec(place)))

        file.write_text(catalog("one", "two"))
        harness.service.refresh(place[0])
        await harness.settled(place[0])
        with pytest.raises(NotTrusted):
            await service.begin(spec(place))
        with pytest.raises(NotTrusted):
            await service.begin(spec(place, trust=asked.hash))


async def test_a_nested_catalog_is_trusted_by_its_own_hash(tmp_path: Path) -> None:
    (tmp_path / "inner.yaml").write_text(catalog("one"))
    (tmp_path / "outer.yaml").write_text(parent_of(inner=str(tmp_path / "inner.yaml")))
    async with previewing(tmp_path) as (harness, service):
        catalog_id, nested = await entry_of(harness, tmp_path / "outer.yaml", "inner")
        await harness.expand(catalog_id, nested)
        below = (await harness.named(catalog_id, "one", nested)).id
        outer, inner = await service.trust(catalog_id, nested), await service.trust(catalog_id, below)
        assert outer.hash != inner.hash
        assert inner.location == str(tmp_path / "inner.yaml")


async def test_samples_are_trusted(tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(catalog("one"))
    async with previewing(tmp_path, samples=[str(tmp_path / "sample.yaml")]) as (harness, service):
        (sample,) = harness.service.list().items
        await harness.settled(sample.id)
        place = sample.id, (await harness.named(sample.id, "one")).id
        assert (await service.trust(*place)).is_trusted
        assert (await ended(harness, service, await service.begin(spec(place)))).state == "ready"


async def test_two_run_the_rest_waits_and_more_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(catalog("one"))
    async with previewing(tmp_path, samples=[str(tmp_path / "sample.yaml")]) as (harness, service):
        (sample,) = harness.service.list().items
        await harness.settled(sample.id)
        place = sample.id, (await harness.named(sample.id, "one")).id
        endless = spec(place, "import time\ntime.sleep(600)")
        begun = [await service.begin(endless) for _ in range(4)]
        assert [service.get(each.id).state for each in begun] == ["running", "running", "queued", "queued"]
        with pytest.raises(TooMany):
            await service.begin(endless)
        await service.cancel(begun[0].id)
        with pytest.raises(NotFound):
            service.get(begun[0].id)
        assert [service.get(each.id).state for each in begun[1:]] == ["running", "running", "queued"]


async def test_a_kernelspec_that_runs_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalog.yaml").write_text(catalog("one"))
    async with previewing(tmp_path, Place("python", "server")) as (harness, service):
        place = await entry_of(harness, tmp_path / "catalog.yaml")
        with pytest.raises(Invalid, match="ipykernel") as caught:
            await service.begin(spec(place))
        assert caught.value.path == "$.kernelspec"


async def test_what_is_trusted_is_asked_again_where_the_file_is_broken(tmp_path: Path) -> None:
    trusted = TrustFile(tmp_path / "trusted.json")
    await asyncio.to_thread(trusted.add, "ab", "/here")
    assert trusted.has("ab")
    for text in ("", "[]", '{"trusted": 1}', "{"):
        (tmp_path / "trusted.json").write_text(text)
        assert not trusted.has("ab")
