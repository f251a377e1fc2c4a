"""Takes secrets out of what leaves the host: reasons, log lines, the stored specification."""

import re
from typing import Any

HIDDEN = "***"
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
            rf"""([\w.-]*(?:{_WORDS})[\w.-]*["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;)}}\]&]+)""",
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
    """One short line that says what went wrong: the exception's type and message, never empty, without secrets."""
    text = " ".join(str(error).split())
    name = type(error).__name__
    line = redact(f"{name}: {text}" if text else name)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
