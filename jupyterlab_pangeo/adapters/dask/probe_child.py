"""Says what a Python can start. Run by path with any Python that has dask; imports nothing of this project.

Reads ``{"classes": [{"id", "module", "class"}, ...]}`` from standard input and writes its answer as
JSON to the file named by the only argument, so that prints of imported packages cannot mix in.
"""

import importlib
import json
import os
import sys
from typing import Any


def _explain(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _check(item: dict[str, str]) -> str | None:
    """Why a class cannot be imported, None where it can."""
    try:
        getattr(importlib.import_module(item["module"]), item["class"])
    except BaseException as error:  # an import may even exit
        return _explain(error)
    return None


def _versions() -> tuple[dict[str, str], dict[str, str]]:
    found, errors = {"python": ".".join(map(str, sys.version_info[:3]))}, {}
    for name in ("dask", "distributed"):
        try:
            found[name] = str(importlib.import_module(name).__version__)
        except BaseException as error:
            errors[name] = _explain(error)
    return found, errors


def _settings() -> Any:
    """What the Dask configuration says for dask-labextension, None where it says nothing."""
    try:
        return importlib.import_module("dask").config.get("labextension", None)
    except BaseException:
        return None


def main() -> None:
    """Answer one request."""
    # The folder of this file holds modules of the project whose names must not shadow others.
    sys.path[0] = os.getcwd()  # noqa: PTH109  # older Pythons, no more imports
    request = json.load(sys.stdin)
    versions, errors = _versions()
    answer = {
        "versions": versions,
        "errors": errors,
        "classes": {item["id"]: _check(item) for item in request["classes"]},
        "labextension": _settings(),
    }
    with open(sys.argv[1], "w", encoding="utf-8") as stream:  # noqa: PTH123
        json.dump(answer, stream, default=str)


if __name__ == "__main__":
    main()
