"""Further documents that one document is made of, as the table of a collection."""

from msgspec import structs

from .fetch import Fetched, Request, Validators, fetch
from .problems import Overrun
from .protocol import Job


class Parts:
    """Fetches them with the policy for what a catalog names, and keeps by what a later job sees them unchanged.

    Parameters
    ----------
    job
        The job of the document that names them.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._limits = structs.replace(job.limits, max_bytes=job.limits.max_table_bytes)
        self._fetched: dict[str, Fetched] = {}
        self.validators: dict[str, Validators] = {}

    def have_changed(self) -> bool:
        """Whether one that was known is another now; raises Fault where one cannot be had any more."""
        known = self._job.known.parts if self._job.known else {}
        for location, validators in known.items():
            fetched = self._fetch(location, validators)
            self.validators[location] = fetched.validators
            if fetched.data is not None:
                self._fetched[location] = fetched
        return bool(self._fetched)

    def fetch(self, location: str) -> bytes:
        """Bytes of one.

        Raises
        ------
        Fault
            It may not be fetched, is not there, or came too slowly.
        Overrun
            It is too large.
        """
        fetched = self._fetched.pop(location, None) or self._fetch(location, None)
        self.validators[location] = fetched.validators
        return fetched.data or b""

    def _fetch(self, location: str, known: Validators | None) -> Fetched:
        request = Request(
            location=location, referrer=self._job.location, allowed_roots=self._job.allowed_roots, known=known
        )
        try:
            return fetch(request, self._limits)
        except Overrun as overrun:
            if overrun.code == "budget-bytes":
                raise Overrun(self._job.limits, "table_bytes") from None
            raise
