"""Which document names an entry, and whether it is the operator's own."""

import hashlib
from typing import NamedTuple
from urllib.parse import urlsplit

from ..adapters.catalogs.store import Document
from ..worker.masks import masked
from .catalogs_held import Held


class Naming(NamedTuple):
    """The document that names an entry: what it is called, where it lies, its SHA-256, and whose it is."""

    title: str
    location: str
    hash: str
    is_own: bool


def naming_of(held: Held, document: Document) -> Naming:
    """What is to be trusted before data that a document names are opened."""
    path = held.path_to(document)
    digest = document.validators.fingerprint
    if document.query is not None or not digest:
        # The records of a service differ with each answer: what is trusted is the service.
        digest = hashlib.sha256(f"service {document.location}".encode()).hexdigest()
    is_own = held.origin in ("sample", "operator") and _is_beside(held.location, document.location)
    return Naming(title=path[-1], location=masked(document.location), hash=digest, is_own=is_own)


def _is_beside(root: str, location: str) -> bool:
    """Whether a document lies where the catalog that the operator listed lies, or on this machine."""
    if "://" not in location:
        return "://" not in root
    first, second = urlsplit(root), urlsplit(location)
    return (first.scheme, first.netloc) == (second.scheme, second.netloc)
