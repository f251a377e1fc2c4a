"""What a kernel lacks of what load code imports."""

from collections.abc import Awaitable, Callable, Sequence

from ..adapters.dask.kernelspecs import Place
from ..adapters.packages import missing_packages
from ..schemas.packages import PackageQuery, PackageReport

_MOST = 200


class PackageService:
    """Answers for kernelspecs that start a Python of this machine, and remembers what was there.

    Parameters
    ----------
    place
        The Python of a kernelspec; raises Invalid where there is no such kernelspec.
    ask
        In place of a child of that Python; for tests.
    """

    def __init__(
        self,
        place: Callable[[str | None], Awaitable[Place]],
        ask: Callable[[Place, Sequence[str]], Awaitable[list[str]]] = missing_packages,
    ) -> None:
        self._place = place
        self._ask = ask
        self._present: dict[str, set[str]] = {}

    async def missing(self, query: PackageQuery) -> PackageReport:
        """Those of the asked packages that the kernelspec's Python lacks; nothing is imported, nothing installed.

        Raises
        ------
        Invalid
            There is no such kernelspec.
        Upstream
            Its Python cannot be asked.
        """
        place = await self._place(query.kernelspec)
        if place.runs_in != "kernelspec":
            return PackageReport(missing=[], is_known=False)
        bare = {name: name.partition("[")[0] for name in query.names}
        # What is missing now may be installed in a moment, so only what is there is remembered.
        present = self._present.setdefault(place.python, set())
        open_names = sorted({name for name in bare.values() if name not in present})
        gone = set(await self._ask(place, open_names)) if open_names else set()
        if len(present) < _MOST:
            present.update(name for name in open_names if name not in gone)
        return PackageReport(missing=[name for name, plain in bare.items() if plain in gone], is_known=True)
