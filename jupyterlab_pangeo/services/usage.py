"""The built-in record of usage: what may be asked of it, away from the event loop."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ..adapters.usage.samples import RAW_SECONDS, SPAN_SECONDS, Sample
from ..errors import Invalid, NotFound, PangeoError, UpstreamTimeout
from ..schemas.common import Problem, Reason
from ..schemas.usage import MAX_VALUES, Metric, QueryAnswer, UsageAnswer, UsageQuery
from .usage_query import check, lines, times_of, unit_of

if TYPE_CHECKING:
    from ..adapters.usage.sqlite_store import SqliteStore

RECORDER = "recorder"
_ANSWER_SECONDS = 10.0
_T = TypeVar("_T")


class UsageRecord:
    """One store, asked and written in one thread of its own, so that a slow disk holds nobody up."""

    def __init__(self, make: "Callable[[bool], SqliteStore]", clock: Callable[[], float]) -> None:
        """Take what makes the store, at its first use: the argument says whether it only reads."""
        self._make = make
        self._made: SqliteStore | None = None
        self._is_reader = True
        self._metrics: dict[str, Metric] = {}
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, "pangeo-usage")

    async def keep(self, samples: list[Sample]) -> None:
        """Write what was measured at this moment."""
        time = self._clock()
        await self._off_loop(lambda: self._store().write(time, samples))

    def use(self, metrics: Iterable[Metric]) -> None:
        """Answer to queries of these metrics."""
        self._metrics = {metric.name: metric for metric in metrics}

    def take_over(self) -> None:
        """Write from now on: no other server does."""
        self._is_reader = False

    @property
    def problem(self) -> Reason | None:
        """Why nothing is kept or can be read; None where all is well."""
        return self._made.problem if self._made else None

    @property
    def notice(self) -> Reason | None:
        """What came to pass with the file of the record."""
        return self._made.notice if self._made else None

    async def answer(self, query: UsageQuery) -> UsageAnswer:
        """Lines of each of the queries; what is wrong with one is told in its place.

        Raises
        ------
        NotFound
            There is no such source.
        Invalid
            The range is out of bounds.
        UpstreamTimeout
            The disk does not answer.
        """
        if query.source != RECORDER:
            raise NotFound(f"there is no source {query.source}", path="$.source")
        times = times_of(query)
        # What the loop has to write out is bounded, whatever was asked.
        room = [MAX_VALUES]
        work = [self._off_loop(partial(self._one, query, index, times, room)) for index in range(len(query.queries))]
        try:
            answers = await asyncio.wait_for(asyncio.gather(*work), _ANSWER_SECONDS)
        except asyncio.TimeoutError as error:
            raise UpstreamTimeout(f"the record of usage did not answer within {_ANSWER_SECONDS:g} s") from error
        return UsageAnswer(times=times, answers=answers)

    async def erase(self) -> None:
        """Forget everything."""
        await self._off_loop(lambda: self._store().erase())

    async def close(self) -> None:
        """Let go of the file and end the thread."""
        made, self._made = self._made, None
        try:
            if made is not None:
                await self._off_loop(made.close)
        finally:
            self._thread.shutdown(wait=False)

    def _store(self) -> "SqliteStore":
        """The store; called in the thread only."""
        if self._made is None:
            self._made = self._make(self._is_reader)
        if not self._is_reader:
            self._made.take_over()
        return self._made

    def _one(self, query: UsageQuery, index: int, times: list[float], room: list[int]) -> QueryAnswer:
        path = f"$.queries[{index}]"
        asked = query.queries[index]
        metric = self._metrics.get(asked.metric)
        try:
            if metric is None:
                raise Invalid(f"{RECORDER} has no metric {asked.metric}", path=f"{path}.metric")
            check(asked, metric, path)
            # Spans serve where they are no coarser than the question, or where the samples are gone.
            is_fine = query.step < SPAN_SECONDS and query.start >= self._clock() - RAW_SECONDS
            # A rate begins at the point before the first step.
            before = query.start - 2 * max(query.step, 0 if is_fine else SPAN_SECONDS)
            found = self._store().read(metric.name, before, query.end, fine=is_fine)
            drawn = lines(asked, metric, found, times, query.step, path, before)
            room[0] -= len(drawn) * len(times)
            if room[0] < 0:
                raise Invalid(
                    f"these are more than {MAX_VALUES} values; ask for fewer series or a longer step", path=path
                )
            return QueryAnswer(unit=unit_of(asked, metric), series=drawn)
        except PangeoError as error:
            problem = Problem(code=error.code, message=str(error), path=error.path)
            return QueryAnswer(unit=metric.unit if metric else "", series=[], problem=problem)

    async def _off_loop(self, call: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)
