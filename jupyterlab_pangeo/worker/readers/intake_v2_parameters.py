"""User parameters of Intake 2: what the page's form offers, and what is somebody's code."""

from typing import Any

from ...schemas.catalogs import CatalogProblem, UserParameter
from ..problems import clip, warning
from .intake_entry import plain_text
from .intake_v2_formats import is_own

_INJECTED = frozenset({"CATALOG_DIR", "CATALOG_PATH", "STORAGE_OPTIONS"})


def parameters_v2(value: Any) -> tuple[list[UserParameter], frozenset[str], list[CatalogProblem]]:
    """Parameters from a ``user_parameters`` mapping, already as JSON has it.

    Returns
    -------
    tuple
        The parameters; the names of those whose choices are named, which Intake wants by name and code by value;
        the problems.
    """
    if not value:
        return [], frozenset(), []
    if not isinstance(value, dict):
        return [], frozenset(), [warning("bad-parameters", "The user_parameters are not a mapping; left out.")]
    found: list[UserParameter] = []
    named: set[str] = set()
    problems: list[CatalogProblem] = []
    for name, item in value.items():
        if name in _INJECTED:
            continue
        # Intake takes a plain value for a parameter that only has a default.
        given = item if isinstance(item, dict) else {"default": item}
        kind = given.get("cls")
        if kind is not None and not is_own(kind):
            note = f"The parameter {clip(name)!r} asks for the class {clip(str(kind))}; it was not imported."
            problems.append(warning("inert-code", note))
        options = given.get("options")
        if isinstance(options, dict):
            named.add(name)
        found.append(_parameter(name, given, options))
    return found, frozenset(named), problems


def _parameter(name: str, given: dict[str, Any], options: Any) -> UserParameter:
    default = given.get("default")
    description = plain_text(given.get("description"))
    if isinstance(options, dict):
        told = ", ".join(f"{clip(str(key), 40)}: {clip(str(item), 40)}" for key, item in list(options.items())[:20])
        description = f"{description} ({told})".strip()
        options = list(options.values())
    kind = plain_text(given.get("dtype"))
    return UserParameter(
        name=name,
        type=kind if kind not in ("", "object") else _type_of(default),
        description=description,
        default=default,
        allowed=options if isinstance(options, list) else None,
        minimum=_number(given.get("min")),
        maximum=_number(given.get("max")),
    )


def _type_of(default: Any) -> str:
    return type(default).__name__ if isinstance(default, bool | int | float | list) else "str"


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
