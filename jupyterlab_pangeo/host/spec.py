"""Reads what a companion asks for; what does not fit is refused before anything happens."""

from typing import Any

from .rpc import BAD_PARAMS, RpcError

_KINDS: dict[str, tuple[type | tuple[type, ...], Any]] = {
    "id": (str, None),
    "name": (str, None),
    "factory": (str, ""),
    "module": (str, None),
    "class": (str, None),
    "args": (list, []),
    "kwargs": (dict, {}),
    "tls": (bool, False),
    "harden": (bool, False),
    "idleTimeoutSeconds": ((int, float), 0),
    "orphanTimeoutSeconds": ((int, float), 1800),
    "startDeadlineSeconds": ((int, float), 0),
    "kernelspec": (str, ""),
    "options": (dict, {}),
}
MOST_WORKERS = 100_000


def read_spec(params: dict[str, Any]) -> dict[str, Any]:
    """A start's specification with defaults filled in; time-outs of 0 mean never.

    Raises
    ------
    RpcError
        A field is missing or of the wrong type; the message names it.
    """
    spec: dict[str, Any] = {}
    for name, (kind, default) in _KINDS.items():
        value = params.get(name, default)
        if value is None and name in params:
            value = default
        if value is None:
            raise RpcError(BAD_PARAMS, f"{name} is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise RpcError(BAD_PARAMS, f"{name} is of the wrong type")
        spec[name] = value
    scaling = params.get("scaling")
    spec["scaling"] = None if scaling is None else read_scaling(scaling)
    return spec


def read_scaling(value: Any) -> dict[str, Any]:
    """One of ``{"mode": "fixed", "workers"}`` and ``{"mode": "adaptive", "minimum", "maximum"}``.

    Raises
    ------
    RpcError
        It is neither, or a number is out of bounds.
    """
    mode = value.get("mode") if isinstance(value, dict) else None
    if mode == "fixed":
        return {"mode": "fixed", "workers": _count(value, "workers")}
    if mode == "adaptive":
        minimum, maximum = _count(value, "minimum"), _count(value, "maximum")
        if minimum > maximum:
            raise RpcError(BAD_PARAMS, "minimum is greater than maximum")
        return {"mode": "adaptive", "minimum": minimum, "maximum": maximum}
    raise RpcError(BAD_PARAMS, "scaling must be fixed or adaptive")


def _count(value: dict[str, Any], name: str) -> int:
    number = value.get(name)
    if type(number) is not int or not 0 <= number <= MOST_WORKERS:
        raise RpcError(BAD_PARAMS, f"{name} must be a whole number from 0 to {MOST_WORKERS}")
    return number
