"""How the worker says what is wrong. The codes are listed in docs/developers/catalog-worker.md."""

from ..schemas.catalogs import CatalogProblem, Severity
from .limits import Figure, Limits
from .masks import masked

# What a person can do about a refusal. Documents are asked for without any login: nobody's secrets are sent.
_CURES = {
    401: " It wants a login, and catalogs are read without one: save the document as a file, and add that file.",
    403: " It refuses: an address that is signed may have expired, so ask for a new one where this one came from;"
    " or it wants a login, and catalogs are read without one: save the document as a file, and add that file.",
    407: " The proxy wants a login: HTTPS_PROXY of the server names user and password.",
    429: " It is asked too often: Refresh later.",
}


class Fault(Exception):
    """The document cannot be listed; becomes the one problem of its catalog.

    Parameters
    ----------
    code
        Stable code of the problem.
    message
        Cause and remedy, in one or two sentences.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def problem(self) -> CatalogProblem:
        """As a problem of the wire."""
        return CatalogProblem(code=self.code, message=masked(str(self)))


class BadStatus(Fault):
    """A server answered with a status other than that of success."""

    def __init__(self, location: str, status: int) -> None:
        other = " The fault is the server's: Refresh later." if status >= 500 else " Check the address."
        cure = _CURES.get(status, other)
        super().__init__("http-status", f"{location} answered with the status {status}.{cure}")
        self.status = status


class Overrun(Fault):
    """The document passes one of its limits."""

    def __init__(self, limits: Limits, figure: Figure) -> None:
        names = {"cpu_seconds": "cpu", "memory_bytes": "memory", "table_bytes": "table"}
        super().__init__(f"budget-{names.get(figure, figure)}", limits.overrun(figure))


def unwritable(reason: str) -> CatalogProblem:
    """The index has no place to go: a full or read-only disk, or a folder that is not there."""
    note = f"The index cannot be written ({clip(reason)}). PangeoApp.catalog_cache_folder names another folder for it."
    return CatalogProblem(code="index-unwritable", message=note)


def warning(code: str, message: str) -> CatalogProblem:
    """Something that the user should know before using what is listed."""
    return _problem(code, message, "warning")


def information(code: str, message: str) -> CatalogProblem:
    """Something that explains what is shown."""
    return _problem(code, message, "information")


def error(code: str, message: str) -> CatalogProblem:
    """Something that keeps one entry from being used."""
    return _problem(code, message, "error")


def clip(text: str, length: int = 120) -> str:
    """Text of a catalog for use in a message: one line, bounded."""
    line = " ".join(text[: length * 4].split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _problem(code: str, message: str, severity: Severity) -> CatalogProblem:
    return CatalogProblem(code=code, message=masked(message), severity=severity)
