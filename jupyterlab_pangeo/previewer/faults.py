"""Why a preview failed: a stable code, and the error in its own words."""

from typing import Any

_MOST = 2000
_DENIED = ("401", "403", "accessdenied", "access denied", "forbidden", "unauthorized", "nocredentials",
           "unable to locate credentials", "permission denied", "invalid credentials", "anonymous caller")  # fmt: skip
_AWAY = ("connection", "timed out", "timeout", "name resolution", "name or service", "unreachable", "cannot connect")
_GONE = ("no such file", "not found", "404", "nosuchkey", "nosuchbucket")
_LACKS = ("unrecognized engine", "requires the", "is not installed", "missing optional dependency", "install ")
_SPENT = ("unable to allocate", "cannot allocate memory", "out of memory", "bad_alloc", "memory error")


def failure(error: BaseException) -> dict[str, Any]:
    """What the page is told of an error and its causes."""
    chain = _chain(error)
    for each in chain:
        if isinstance(each, ImportError) and each.name:
            return _told("missing-package", each, each.name.partition(".")[0])
    if any(isinstance(each, MemoryError) for each in chain):
        return _told("memory", error)
    text = " ".join(f"{type(each).__name__} {each}"[:_MOST] for each in chain).lower()
    codes = (("memory", _SPENT), ("denied", _DENIED), ("not-found", _GONE), ("missing-package", _LACKS))
    for code, words in (*codes, ("unreachable", _AWAY)):
        if any(word in text for word in words):
            return _told(code, error)
    return _told("failed", error)


def _told(code: str, error: BaseException, package: str = "") -> dict[str, Any]:
    text = " ".join(str(error)[:_MOST].split())
    return {"code": code, "message": f"{type(error).__name__}: {text}" if text else type(error).__name__,
            "package": package}  # fmt: skip


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < 10:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return chain
