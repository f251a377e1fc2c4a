"""Template text of Intake 2, as ``str.format`` has it: what is a plain parameter is put as the page fills it in."""

import re
from typing import Any

_REFERENCE = re.compile(r"\{?data\(([^)]+)\)\}?")
_FIELD = re.compile(r"\{([A-Za-z_]\w*)(?::(0?\d{0,2}[ds]))?\}")
_ANY = re.compile(r"\{[^{}]*\}")
_CALL = re.compile(r"\{?\s*(?:env|func|import|pickle64|shell)\s*\(.*", re.DOTALL)
# Calls, attributes, items and conversions: more than a name.
_MORE = re.compile(r"[(.\[!]|:")
_LONGEST = 4000
_MOST = 50


def reference(value: Any) -> str | None:
    """Token or name in ``{data(…)}``; None where the value is none."""
    match = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return match[1].split(",")[0].strip() if match else None


class Templates:
    """Puts templates of one entry as the page has them.

    Parameters
    ----------
    folder
        Folder or URL of the catalog, without a slash at the end.
    location
        The catalog itself.
    shared, own
        Names of the parameters of the whole catalog, and of those of the entry and its data.

    Attributes
    ----------
    left : list of str
        ``{{ name }}`` for what the page fills in, ``{name}`` where Intake does not, other text as it stands.
    risky : list of str
        Those that are more than a parameter: code, or values of the machine.
    """

    def __init__(self, folder: str, location: str, shared: frozenset[str], own: frozenset[str]) -> None:
        self.left: list[str] = []
        self.risky: list[str] = []
        self._places = {"CATALOG_DIR": folder, "CATALOG_PATH": location}
        self._shared = shared
        self._own = own

    def fill(self, value: Any) -> Any:
        """Value with every text inside as the page has it; the same object where there is nothing to do."""
        if isinstance(value, str):
            return self._text(value) if "{" in value else value
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        return value

    def default(self, value: Any) -> None:
        """Note a parameter's default that asks for code or a value of the machine."""
        if isinstance(value, str) and _CALL.fullmatch(value[:_LONGEST]):
            self._note(value[:500], self.risky, self.left)

    def foreign(self, path: str) -> None:
        """Note a class or function that is not Intake's own."""
        self._note(path[:500], self.left)

    def _text(self, text: str) -> str:
        if len(text) > _LONGEST:
            return text
        if "{{" in text:
            self._note(text[:500], self.risky, self.left)
            return text
        return _ANY.sub(self._field, text)

    def _field(self, match: re.Match[str]) -> str:
        written = match[0]
        field = _FIELD.fullmatch(written)
        name = field[1] if field else ""
        if field and not field[2] and name in self._places:
            return self._places[name]
        if field is None and _MORE.search(written) and not _REFERENCE.fullmatch(written):
            self._note(written, self.left, self.risky)
            return written
        if field is None or name not in self._shared | self._own:
            # As Intake does: a name that nothing is known of stays.
            return written
        told = f"{{{{ '%{field[2]}' % {name} }}}}" if field[2] else f"{{{{ {name} }}}}"
        self._note(f"{{{name}}}" if name in self._own else told, self.left)
        return told

    @staticmethod
    def _note(text: str, *lists: list[str]) -> None:
        for each in lists:
            if text not in each and len(each) < _MOST:
                each.append(text)
