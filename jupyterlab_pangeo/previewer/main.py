"""Run load code in the interpreter that was asked for, and say what came of it on a pipe of its own."""

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Read the job from standard input, and run it in a process that can be ended at any time."""
    # What lies beside this file has names of packages; none of them may stand in for these.
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != here]
    spec = importlib.util.spec_from_file_location(
        "pangeo_previewer", here / "__init__.py", submodule_search_locations=[str(here)]
    )
    if spec is None:
        raise SystemExit("the previewer is not complete")
    sys.modules["pangeo_previewer"] = importlib.util.module_from_spec(spec)
    confine = importlib.import_module("pangeo_previewer.confine")
    job = json.loads(sys.stdin.buffer.read())
    confine.enclose(job["parent"], job["memoryBytes"])
    _run(importlib.import_module("pangeo_previewer.work"), job)


def _run(work: Any, job: dict[str, Any]) -> None:
    with os.fdopen(job["output"], "wb", buffering=0) as output:

        def tell(message: dict[str, Any]) -> None:
            data = memoryview(json.dumps(message, allow_nan=False).encode() + b"\n")
            while data:
                data = data[output.write(data) :]

        work.run(job, tell)


if __name__ == "__main__":
    main()
