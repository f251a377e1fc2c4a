"""A kernel that runs the load code of tests."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from jupyter_client.manager import KernelManager


class Kernel:
    """A running kernel: cells go in, values of expressions come out."""

    def __init__(self, manager: KernelManager) -> None:
        self.client = manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, cell: str, expression: str) -> Any:
        """Run a cell in a fresh namespace, then give the value of an expression, by way of JSON."""
        self.said("%reset -f")
        self.said(cell)
        return json.loads(self.said(f"import json; print(json.dumps({expression}))"))

    def said(self, cell: str) -> str:
        """Run a cell, which must not fail, and give what it wrote to its streams."""
        written: list[str] = []

        def listen(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                written.append(message["content"]["text"])

        reply = self.client.execute_interactive(cell, timeout=120, output_hook=listen)
        content = reply["content"]
        assert content["status"] == "ok", cell + "\n" + "\n".join(content.get("traceback", []))
        return "".join(written)


@contextlib.contextmanager
def running_kernel() -> Iterator[Kernel]:
    """A kernel of this Python's kernelspec, ended afterwards."""
    manager = KernelManager()
    manager.start_kernel()
    try:
        made = Kernel(manager)
        yield made
        made.client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
