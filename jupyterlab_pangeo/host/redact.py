"""Takes secrets out of what leaves the host: reasons, log lines, the stored specification."""

import re
from typing import Any

HIDDEN = "***"
_TEXT_LIMIT = 4000
_WORDS = (
    r"pass(?:word|wd|phrase|code)?|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|"
    r"credentials?|authorization|cookie"
)
_NAME = re.compile(rf"(?:^|[-_.\s])(?:{_WORDS})(?:$|[-_.\s])|(?:{_WORDS})$", re.IGNORECASE)
_RULES = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL), HIDDEN),
    (re.compile(r"(?<=://)[^/\s@]+@"), f"{HIDDEN}@"),
    (re.compile(r"\b(bearer|basic)\s+[\w.+/=~-]{6,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(
            # What stands before the word stays; to look for it would take time with the square of the length.
            rf"""((?:{_WORDS})[\w.-]{{0,40}}["']?\s{{0,4}}[:=]\s{{0,4}})"""
            r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;)}\]&]+)""",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
)


def redact(text: str) -> str:
    """The same text with values of passwords, tokens, keys and user parts of URLs replaced by ``***``."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def is_secret(name: str) -> bool:
    """Whether what has this name is a password, token or key."""
    return _NAME.search(name) is not None


def redact_values(value: Any, name: str = "") -> Any:
    """A copy of a JSON value in which what a secret's name holds, and secrets within texts, are replaced."""
    if isinstance(value, dict):
        return {key: redact_values(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [redact_values(item, name) for item in value]
    if value is not None and _NAME.search(name):
        return HIDDEN
    return redact(value) if isinstance(value, str) else value


def explain(error: BaseException, limit: int = 500) -> str:
    """One short line that says what went wrong: type and message, never empty, without secrets.

    Causes follow where they say something new: Dask's own words are often only "failed to start".
    """
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(lines) < 3:
        text = " ".join(str(cause)[:_TEXT_LIMIT].split())
        if not lines or (text and not any(text in line for line in lines)):
            lines.append(f"{type(cause).__name__}: {text}" if text else type(cause).__name__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    line = redact(" \u2190 ".join(lines))
    return line if len(line) <= limit else f"{line[: limit - 1]}\u2026"
