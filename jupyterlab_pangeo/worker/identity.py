"""What indexes and their entries are known by; the server needs no more of an index than this."""

import hashlib
from collections.abc import Sequence

# Raise it with every change of the tables or of what readers put into them: older files are then written anew.
SCHEMA_VERSION = 7


def entry_id(catalog_id: str, names: Sequence[str]) -> str:
    """Id of an entry: the same after every reload, for it comes from the catalog and the names that lead to it."""
    digest = hashlib.sha256(catalog_id.encode())
    for name in names:
        digest.update(mark(name))
    return digest.hexdigest()[:16]


def mark(name: str) -> bytes:
    """Bytes of one name on the way to an entry; none of them ends another's."""
    return b"\0" + name.encode("utf-8", "surrogatepass")
