"""Runs pieces of load code, each with an expression, in one fresh Python."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

_LOOP = """
import json, sys
for number, (code, expression) in enumerate(json.load(sys.stdin)):
    scope = {}
    exec(compile(code, f"cell {number}", "exec"), scope)
    # Intake prints; lines of ours are told by their mark.
    print("\\nVALUE", json.dumps(eval(expression, scope)))
"""


def values(pieces: Sequence[tuple[str, str]], environment: Mapping[str, str] | None = None) -> list[Any]:
    """Value of each expression after its code has run; code that fails fails the test with its traceback."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _LOOP],
        input=json.dumps(pieces),
        text=True,
        capture_output=True,
        check=False,
        timeout=180,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, f"{pieces}\n{done.stderr[-3000:]}"
    return [json.loads(line[6:]) for line in done.stdout.splitlines() if line.startswith("VALUE ")]
