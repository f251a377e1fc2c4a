"""Fetches one document within its limits: a local file, or HTTP with the policy for untrusted locations."""

import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, structs

from .limits import Limits
from .locations import redacted
from .places import Store, look
from .problems import Fault, Overrun
from .signatures import HEAD, ZARR_FILES, by_name, is_data, is_document


class Validators(Struct, frozen=True, kw_only=True):
    """By what a later fetch sees that a document is unchanged. Times in nanoseconds, size in bytes.

    ``parts`` are of further documents that this one is made of, by location.
    """

    etag: str = ""
    last_modified: str = ""
    modified_ns: int = 0
    size: int = -1
    digest: str = ""
    parts: dict[str, "Validators"] = {}

    @property
    def fingerprint(self) -> str:
        """Digest of the document with all of its parts."""
        digests = [self.digest, *(part.digest for part in self.parts.values())]
        return self.digest if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()


class Request(Struct, frozen=True, kw_only=True):
    """What to fetch, and who asked for it.

    Parameters
    ----------
    location
        Absolute path or URL.
    referrer
        Location of the catalog that names it; None where a person or the operator did.
    allowed_roots
        Folders that local files must lie in; empty for no restriction.
    known
        Validators of the copy that is already indexed, if any.
    looks
        Whether what is no document is looked at: folders, stores and the heads of data files.
    """

    location: str
    referrer: str | None = None
    allowed_roots: Sequence[str] = ()
    known: Validators | None = None
    looks: bool = False


Shape = Literal["document", "head", "folder", "store", "address"]
"""What was fetched: a whole document, the first bytes of a data file, the listing of a folder, the description of a
store, or nothing but the address itself."""


class Fetched(Struct, frozen=True, kw_only=True):
    """A document's bytes, or None where the known copy is still good. ``size`` is of the whole, -1 where not known."""

    data: bytes | None
    validators: Validators
    shape: Shape = "document"
    size: int = -1


def fetch(request: Request, limits: Limits) -> Fetched:
    """Fetch a document.

    Raises
    ------
    Fault
        It may not be fetched, is not there, or came too slowly; the message has no secret in it.
    Overrun
        It is too large.
    """
    scheme, separator, _ = request.location.partition("://")
    if not separator:
        fetched = _read_file(request, limits)
    elif scheme.lower() in ("http", "https"):
        from .http import fetch_http

        fetched = _fetch_store(request, limits) if is_store(request) else fetch_http(request, limits)
    elif scheme.lower() == "file":
        fetched = _refuse_file(request)
    elif request.looks and request.referrer is None and not is_document(request.location):
        # What lies there is not looked at: its name is all there is.
        validators = Validators(digest=hashlib.sha256(request.location.encode()).hexdigest())
        is_known = request.known is not None and request.known.digest == validators.digest
        return Fetched(data=None if is_known else b"", validators=validators, shape="address")
    else:
        note = f"Catalogs at {scheme}:// cannot be opened yet; use a path or an http(s) URL."
        raise Fault("unsupported-scheme", note)
    if fetched.data is None:
        return fetched
    return _compared(request, fetched)


def local_validators(path: str) -> Validators | None:
    """Size and time of a file, or None where it is not there."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return Validators(modified_ns=status.st_mtime_ns, size=status.st_size)


def _compared(request: Request, fetched: Fetched) -> Fetched:
    digest = hashlib.sha256(fetched.data or b"").hexdigest()
    validators = Validators(
        etag=fetched.validators.etag,
        last_modified=fetched.validators.last_modified,
        modified_ns=fetched.validators.modified_ns,
        size=fetched.validators.size,
        digest=digest,
    )
    is_same = request.known is not None and request.known.digest == digest
    return structs.replace(fetched, data=None if is_same else fetched.data, validators=validators)


def is_store(request: Request) -> bool:
    """Whether an address is that of a Zarr store, as far as its name says."""
    return request.looks and (by_name(request.location) == "zarr" or _metadata_file(request.location) != "")


def _metadata_file(location: str) -> str:
    name = location.partition("?")[0].rpartition("/")[2]
    return name if name in ZARR_FILES else ""


def _fetch_store(request: Request, limits: Limits) -> Fetched:
    """Description of a Zarr store on the net: the first of its metadata files that is there."""
    from .http import fetch_http

    path, mark, query = request.location.partition("?")
    path = path.removesuffix(_metadata_file(request.location)).rstrip("/")
    failure: Fault | None = None
    for name in ZARR_FILES:
        asked = structs.replace(request, location=f"{path}/{name}{mark}{query}", known=None, looks=False)
        try:
            fetched = fetch_http(asked, limits)
        except Fault as fault:
            if fault.code != "http-status":
                raise
            failure = failure or fault
            continue
        text = (fetched.data or b"").decode("utf-8", "replace")
        store = Store(format="kerchunk" if '"record_size"' in text else "zarr", files={name: text})
        return structs.replace(fetched, data=msgspec.json.encode(store), shape="store")
    note = f"There is no Zarr store at {redacted(path)}: none of {', '.join(ZARR_FILES)} is there ({failure})."
    raise Fault("not-found", note)


def _refuse_file(request: Request) -> Fetched:
    raise Fault(
        "denied-scheme", f"{redacted(request.location)} is a local file, which a catalog of the net must not name."
    )


def _read_file(request: Request, limits: Limits) -> Fetched:
    if request.referrer is not None and "://" in request.referrer:
        return _refuse_file(request)
    path = Path(request.location)
    _check_roots(path, request)
    try:
        # Not blocking: opening a pipe without a writer would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Fault("not-found", f"There is no file {request.location}.") from None
    except OSError as problem:
        raise Fault("unreadable", f"{request.location} cannot be read: {problem.strerror}.") from None
    try:
        return _read_open(descriptor, request, limits)
    finally:
        os.close(descriptor)


def _read_open(descriptor: int, request: Request, limits: Limits) -> Fetched:
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode) and request.looks:
        shape, data = look(Path(request.location), [Path(root).resolve() for root in request.allowed_roots], limits)
        found = Validators(modified_ns=status.st_mtime_ns, size=status.st_size)
        return Fetched(data=data, validators=found, shape="store" if shape == "store" else "folder")
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise Fault("not-a-file", f"{request.location} is {kind}; name the catalog file itself.")
    validators = Validators(modified_ns=status.st_mtime_ns, size=status.st_size)
    known = request.known
    if known is not None and (known.modified_ns, known.size) == (validators.modified_ns, validators.size):
        return Fetched(data=None, validators=known)
    if request.looks:
        head = os.pread(descriptor, HEAD, 0)
        if is_data(request.location, head):
            return Fetched(data=head, validators=validators, shape="head", size=status.st_size)
    if status.st_size > limits.max_bytes:
        raise Overrun(limits, "bytes")
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        data = file.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise Overrun(limits, "bytes")
    return Fetched(data=data, validators=validators)


def _check_roots(path: Path, request: Request) -> None:
    """Hold local files inside of the operator's folders, links followed."""
    if not request.allowed_roots:
        return
    try:
        real = path.resolve()
    except (OSError, RuntimeError):
        raise Fault("unreadable", f"{request.location} cannot be resolved.") from None
    if not any(real.is_relative_to(Path(root).resolve()) for root in request.allowed_roots):
        note = f"{request.location} lies outside of the folders that the operator allows (PangeoApp.catalog_roots)."
        raise Fault("forbidden-path", note)
