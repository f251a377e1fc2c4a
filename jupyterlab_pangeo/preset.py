"""Makes indexes of catalogs ahead, for all users: ``python -m jupyterlab_pangeo.preset FOLDER LOCATION …``.

``PangeoApp.catalog_index_folder`` then names the folder. Run it again after the catalogs changed.
"""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .services.catalogs import CatalogPreset, CatalogService
from .services.changes import Changes
from .worker.limits import Limits
from .worker.readers import BUILT_IN


def main(arguments: Sequence[str] | None = None) -> int:
    """Make them; the exit status is 1 where a catalog cannot be read, whose older index then stays."""
    parser = argparse.ArgumentParser(prog="python -m jupyterlab_pangeo.preset", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the indexes go; other users must be able to read it")
    parser.add_argument("location", nargs="+", help="URL or path of a catalog, as in PangeoApp.catalogs")
    parser.add_argument("--depth", type=int, default=2, help="levels of nested catalogs that are read too (default: 2)")
    given = parser.parse_args(arguments)
    return asyncio.run(_make(given.folder.resolve(), given.location, given.depth))


async def _make(folder: Path, locations: Sequence[str], depth: int) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    failed, changes = 0, Changes()
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as making:
        service = CatalogService(
            changes=changes,
            store=Path(making) / "store",
            cache=Path(making) / "cache",
            root_dir=Path.cwd(),
            presets=[CatalogPreset(location=location) for location in locations],
            readers=BUILT_IN,
            # Everyone reads these indexes: what they show is made once, for all.
            limits=Limits(max_kept_bytes=0),
        )
        await service.start()
        try:
            for catalog in service.list().items:
                failed += await _Reading(service, changes, catalog.id).all(depth)
            for problem in service.list().problems:
                print(problem.message)
                failed += 1
        finally:
            await service.stop()
        for catalog in service.list().items:
            if catalog.state == "ready":
                _publish(Path(making) / "cache" / catalog.id, folder / catalog.id)
    return 1 if failed else 0


class _Reading:
    """Reads a catalog with what is nested in it, one after the other, for the sake of whoever serves them."""

    def __init__(self, service: CatalogService, changes: Changes, catalog_id: str) -> None:
        self._service = service
        self._id = catalog_id
        self._changed = asyncio.Event()
        changes.listen(lambda _: self._changed.set())

    async def all(self, depth: int) -> int:
        """Read it; answers 1 where the catalog itself cannot be read."""
        while (catalog := self._service.get(self._id)).state == "loading":
            await self._change()
        if catalog.state == "failed":
            print(f"{catalog.location}: not read. {' '.join(problem.message for problem in catalog.problems)}")
            return 1
        await self._below(None, depth)
        print(f"{catalog.location}: {self._service.get(self._id).entry_count:,} entries")
        return 0

    async def _below(self, parent: str | None, depth: int) -> None:
        cursor: str | None = None
        while depth > 0:
            page = await self._service.entries(self._id, parent, cursor, 1000)
            for entry in page.items:
                if entry.has_children:
                    details = await self._service.expand(self._id, entry.id)
                    while details.child_state == "loading":
                        await self._change()
                        details = await self._service.entry(self._id, entry.id)
                    await self._below(entry.id, depth - 1)
            if (cursor := page.next_cursor) is None:
                return

    async def _change(self) -> None:
        await self._changed.wait()
        self._changed.clear()


def _publish(made: Path, place: Path) -> None:
    """Put the index of a catalog in the place of an older one, to be read by everybody."""
    for path in made.iterdir():
        path.chmod(0o644)
    made.chmod(0o755)
    old = place.with_name(f".old-{place.name}")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    made.rename(place)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
