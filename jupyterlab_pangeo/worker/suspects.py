"""Whether a text of JSON may hold what :mod:`.withheld` takes out: asked of every item of large collections.

A few searches in C over a text that was made short; they may see a secret where there is none, never the reverse.
"""

import re

# The names of :mod:`.withheld` end in these, before the quote that ends a name. Each is cut down as the text is.
_ENDINGS = (
    *('authorization"', 'secret"', 'password"', 'passwd"', 'passphrase"', 'username"'),
    *('credential"', 'credentials"', 'connectionstring"'),
)
# Of letters that are frequent and tell names apart the least, none is looked at; nor is anything but letters.
_TELLING = 'aukytnhscrwdpi"'
_SMALL = bytes.maketrans(bytes(range(65, 91)), bytes(range(97, 123)))
_PASSED = bytes(code for code in range(256) if chr(code).lower() not in _TELLING)


def _cut(text: bytes) -> bytes:
    return text.translate(_SMALL, _PASSED)


_CUT = tuple(_cut(ending.encode()) for ending in _ENDINGS)
# Key, key id, token and cookie: they begin at a letter that is rare, and one search is enough.
_KEYS = re.compile(b'k(?:y(?:id)?|n|i)"').search
# Letters and marks may be written by their numbers, and a few letters of other scripts are an i, k or s where case does
# not count. That "&", "'", "<" and ">" are written by number is usual, and hides nothing here.
_ESCAPED = re.compile(rb"\\u(?:00(?![01]|2[67]|3[cCeE])[0-7]|212[aA]|013[01]|017[fF])").search
_KELVIN = "\u212a".encode()
_USERINFO = re.compile(rb'/[^"/@\\]*(?:\\.[^"/@\\]*)*@').search
_PARAMETERS = re.compile(rb"[?&;]([^?&;=]*)=").findall
_TELLS = re.compile(rb"sig|token|secret|passw|credential|key|auth|jwt|[^\x00-\x7f]", re.IGNORECASE).search


def _has_signed(text: bytes) -> bool:
    """Whether an address may have a secret in its query."""
    names = _PARAMETERS(text.replace(b"\\u0026", b"&").replace(b"\\", b""))
    return _TELLS(b" ".join(names)) is not None


def may_hold_secret(text: bytes, auths: int = 0) -> bool:
    """Whether a text of JSON may hold a secret by name, in an address, or written so that it is not seen.

    Parameters
    ----------
    text
        JSON, in UTF-8.
    auths
        How many members ``auth`` are known to be none, because this package wrote them.
    """
    # What begins none of them is passed over faster than any of them is looked for.
    for mark, search in ((b"\\", _ESCAPED), (b"@", _USERINFO), (b"=", _has_signed)):
        if mark in text and search(text):
            return True
    cut = _cut(text)
    if _KEYS(cut) is not None or cut.count(b'auth"') > auths:
        return True
    for ending in _CUT:
        if ending in cut:
            return True
    return _KELVIN in text
