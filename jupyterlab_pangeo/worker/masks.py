"""What is shown of addresses that let somebody in. Imports nothing of the project: problems are masked too."""

import re

# What stands in place of a secret.
MASK = "…"
# Names in a query, a fragment or the parameters of a path that say who asks, or that somebody may.
# A letter more makes another word of "sig".
SECRET_QUERY = re.compile(
    r"([?&#;](?:[^=&?#\s]*(?:signature|token|secret|passw|credential|api[-_]?key|access[-_]?key)[^=&?#\s]*|"
    r"(?:[^=&?#\s]*[-_.])?(?:sig|auth|authorization|jwt))=)([^&#\s\"'<>]*)",
    re.IGNORECASE,
)
_USERINFO = re.compile(r"(//)[^/@?#\s]*@")


def masked(location: str) -> str:
    """Location, or text with some, as anybody may see it: an ellipsis for passwords, tokens and signatures."""
    if not may_hold_secret(location):
        return location
    return SECRET_QUERY.sub(rf"\1{MASK}", _USERINFO.sub(rf"\1{MASK}@", location))


def may_hold_secret(text: str) -> bool:
    """Whether it is worth looking at closely."""
    return any(mark in text for mark in "?@#;")
