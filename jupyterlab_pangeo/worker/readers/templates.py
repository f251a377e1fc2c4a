"""Template text of Intake: CATALOG_DIR is filled in, everything else stays as it is and is named."""

import re
from typing import Any

_CATALOG_DIR = re.compile(r"\{\{-?\s*CATALOG_DIR\s*-?\}\}(/*)")
# A parameter by name, or one in a printf format: what the page can fill in by itself.
_PLAIN = re.compile(r"\{\{\s*(?:[A-Za-z_]\w*|(['\"])[^'\"{}]*\1\s*%\s*[A-Za-z_]\w*)\s*\}\}")
_LONGEST = 4000
_CALL = re.compile(r"^\s*(?:client_)?(?:env|shell)\s*\(.*\)\s*$", re.DOTALL)


class Templates:
    """Fills CATALOG_DIR into an entry's values and collects what else is template text.

    Parameters
    ----------
    folder
        Folder or URL of the catalog, without a slash at the end.

    Attributes
    ----------
    left : list of str
        Expressions that stay, in their order, each once.
    """

    def __init__(self, folder: str) -> None:
        self.left: list[str] = []
        self._folder = folder

    @property
    def risky(self) -> list[str]:
        """Those of ``left`` that are more than a parameter: code, or values of the machine."""
        return [text for text in self.left if not _PLAIN.fullmatch(text)]

    def fill_all(self, values: dict[str, Any]) -> dict[str, Any]:
        """A copy of these, with CATALOG_DIR replaced in every text inside; plain JSON."""
        # Braces side by side stand in texts only. Most entries have none, which is told faster so.
        shown = repr(values)
        return dict(self.fill(values)) if "{{" in shown or "{%" in shown else dict(values)

    def fill(self, value: Any) -> Any:
        """Value with CATALOG_DIR replaced in every text inside; the same object where there is nothing to replace."""
        if isinstance(value, str):
            return self._text(value) if "{{" in value or "{%" in value else value
        if isinstance(value, dict):
            return {self.fill(key): self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        return value

    def default(self, value: Any) -> None:
        """Note a parameter's default that asks for an environment variable or a program's output."""
        if isinstance(value, str) and len(value) <= _LONGEST:
            self._note([value.strip()] if _CALL.match(value) else _expressions(value))

    def _text(self, text: str) -> str:
        filled = _CATALOG_DIR.sub(self._directory, text)
        self._note(_expressions(filled))
        return filled

    def _directory(self, match: re.Match[str]) -> str:
        # Intake's own value ends in a slash, so catalogs write the template with and without one after it.
        return self._folder if match.end() == len(match.string) and not match[1] else f"{self._folder}/"

    def _note(self, expressions: list[str]) -> None:
        for text in expressions:
            if text not in self.left and len(self.left) < 50:
                self.left.append(text[:500])


def _expressions(text: str) -> list[str]:
    """Every ``{{…}}`` and ``{%…%}`` of a text; in linear time, whatever the text."""
    found = []
    for opening, closing in (("{{", "}}"), ("{%", "%}")):
        start = text.find(opening)
        while start >= 0 and (end := text.find(closing, start + 2)) >= 0:
            found.append(text[start : end + 2])
            start = text.find(opening, end + 2)
    return found
