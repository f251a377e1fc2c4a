"""What is asked of a cluster, checked before anything happens."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry

from ..adapters.dask.factory import ClusterFactory
from ..errors import Conflict, Invalid
from ..schemas.clusters import Adaptive, Fixed, Lack, Scaling

_NAME_CAP = 80
_MESSAGE_CAP = 300
_CONTROLS = ("Cc", "Cs", "Zl", "Zp")
# They turn the text around them, so that a name could pretend to be another one.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_name(name: str) -> str:
    """A display name in composed form (NFC) without blanks around it; any script.

    Raises
    ------
    Invalid
        Nothing is left, it is longer than 80 characters, or it holds control characters.
    """
    cleaned = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(cleaned) <= _NAME_CAP:
        raise Invalid(f"a name has 1 to {_NAME_CAP} characters", path="$.name")
    if any(unicodedata.category(letter) in _CONTROLS or letter in _TURNING for letter in cleaned):
        raise Invalid("a name must not hold control characters", path="$.name")
    return cleaned


def next_name(base: str, taken: Iterable[str]) -> str:
    """First of ``base-1``, ``base-2`` … that is not taken."""
    names = set(taken)
    number = 1
    while f"{base}-{number}" in names:
        number += 1
    return f"{base}-{number}"


def check_options(factory: ClusterFactory, options: Mapping[str, Any]) -> dict[str, Any]:
    """Options that fit the factory's schema, with whole floats as the integers they stand for.

    Raises
    ------
    Invalid
        One does not fit; ``path`` is its place in the request, as ``$.options.threadsPerWorker``.
    """
    properties = factory.options.get("properties", {})
    cleaned = {name: _whole(value, properties.get(name)) for name, value in options.items()}
    validator = Draft202012Validator(factory.options, registry=Registry())
    error = min(validator.iter_errors(cleaned), key=lambda error: str(error.json_path), default=None)
    if error is not None:
        message, path = _explain(error, properties)
        raise Invalid(message, path=path)
    return cleaned


def _whole(value: Any, schema: Any) -> Any:
    """JSON Schema takes 2.0 for an integer, a cluster class does not."""
    wants_integer = isinstance(schema, dict) and schema.get("type") == "integer"
    return int(value) if wants_integer and isinstance(value, float) and value.is_integer() else value


def _explain(error: ValidationError, properties: Mapping[str, Any]) -> tuple[str, str]:
    path = f"$.options{error.json_path[1:]}"
    if error.validator == "additionalProperties" and path == "$.options":
        strange = sorted(set(error.instance) - set(properties))
        return f"there is no option {strange[0]!r}", f"$.options.{strange[0]}"
    return error.message[:_MESSAGE_CAP], path


def check_scaling(scaling: Scaling, most: int, path: str) -> None:
    """Refuse bounds that contradict each other or pass the server's limit of workers.

    Raises
    ------
    Invalid
        ``path`` and the field's name say which.
    """
    if isinstance(scaling, Fixed):
        counts = {"workers": scaling.workers}
    else:
        counts = {"minimum": scaling.minimum, "maximum": scaling.maximum}
        if scaling.minimum > scaling.maximum:
            raise Invalid("minimum is greater than maximum", path=f"{path}.minimum")
    for name, count in counts.items():
        if count > most:
            raise Invalid(f"this server allows at most {most} workers", path=f"{path}.{name}")


def check_can(scaling: Scaling, cannot: Iterable[Lack]) -> None:
    """Refuse a scaling that the cluster's class does not know; raises `Conflict`."""
    lacks = set(cannot)
    if "scale" in lacks:
        raise Conflict("the number of workers of this kind of cluster cannot be changed")
    if isinstance(scaling, Adaptive) and "adapt" in lacks:
        raise Conflict("this kind of cluster cannot adapt its number of workers")


def check_start_scaling(factory: ClusterFactory, scaling: Scaling | None, most: int) -> Scaling:
    """Scaling to start with: what is asked for, the factory's where nothing is.

    Raises
    ------
    Invalid
        The bounds do not fit, or the factory cannot do it.
    """
    if scaling is None or scaling == factory.default_scaling:
        return factory.default_scaling
    check_scaling(scaling, most, "$.scaling")
    try:
        check_can(scaling, factory.cannot)
    except Conflict as error:
        raise Invalid(str(error), path="$.scaling.mode") from error
    return scaling
