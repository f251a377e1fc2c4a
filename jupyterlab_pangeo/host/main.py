"""Starts a cluster host: ``<python> .../jupyterlab_pangeo/host/main.py <folder>``.

Run by path, so that any Python with distributed can be the host's: the folder's modules are loaded as the private
package ``pangeo_host``. Worker processes import this file again (as ``__mp_main__``), hence nothing happens at import.
"""

import sys


def _load_package() -> None:
    import importlib.util
    from pathlib import Path

    here = Path(__file__).resolve().parent
    # Left in place, our `config` or `status` would shadow modules of the user with the same name.
    sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != here]
    spec = importlib.util.spec_from_file_location(
        "pangeo_host", here / "__init__.py", submodule_search_locations=[str(here)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"no package at {here}")
    package = importlib.util.module_from_spec(spec)
    sys.modules["pangeo_host"] = package
    spec.loader.exec_module(package)


def main(arguments: list[str]) -> int:
    """Run a host until its cluster is closed; the exit status is 2 where it cannot even listen."""
    import time

    started = time.monotonic()
    if len(arguments) != 2:
        print("usage: main.py <folder>", file=sys.stderr)
        return 2
    _load_package()
    from importlib import import_module

    files = import_module("pangeo_host.files")
    try:
        folder = files.Folder(arguments[1])
        folder.check()
        # The socket listens before anything heavy is imported: a companion that connects now waits in its backlog.
        listener = files.listen_privately(folder.control)
    except (OSError, ValueError) as error:
        print(f"the host cannot start: {error}", file=sys.stderr)
        return 2
    return int(import_module("pangeo_host.process").run(folder, listener, started))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
