"""From a kernelspec's name to the Python that its kernels run."""

import inspect
import itertools
import os
import re
import shutil
import string
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ...errors import Invalid

_PYTHON = re.compile(r"(python|pypy)[\d.]*")
_OWN_NAMES = {"python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2])}
_LOCAL_PROVISIONERS = (None, "local-provisioner")


class KernelSpecs(Protocol):
    """What is needed of Jupyter's manager of kernelspecs."""

    def get_kernel_spec(self, kernel_name: str) -> Any:
        """Kernelspec of that name; raises KeyError where there is none."""


@dataclass(frozen=True)
class Place:
    """A Python to run a cluster with, and what its kernels have more in their environment."""

    python: str
    runs_in: Literal["kernelspec", "server"]
    environment: Mapping[str, str] = field(default_factory=dict, hash=False)


def _server() -> Place:
    return Place(sys.executable, "server")


def find_place(specs: KernelSpecs, name: str, *, is_named: bool = True) -> Place:
    """The Python of a kernelspec; the server's where the spec does not start a local Python itself.

    Wrappers, containers and remote provisioners are such specs; so is every kernelspec of a gateway.

    Raises
    ------
    Invalid
        There is no such kernelspec, and the request named it.
    """
    try:
        spec = specs.get_kernel_spec(name)
    except KeyError as error:
        if not is_named:
            return _server()
        raise Invalid(f"there is no kernelspec {name!r}", path="$.kernelspec") from error
    if inspect.iscoroutine(spec):
        spec.close()
        return _server()
    argv = list(spec.argv)
    provisioner = (spec.metadata or {}).get("kernel_provisioner", {}).get("provisioner_name")
    if provisioner not in _LOCAL_PROVISIONERS or not _starts_ipykernel(argv):
        return _server()
    python = _executable(argv[0])
    if python is None:
        return _server()
    return Place(python, "kernelspec", {name: _expand(value) for name, value in (spec.env or {}).items()})


def _starts_ipykernel(argv: list[str]) -> bool:
    return any(
        first == "-m" and second.split(".")[0] in ("ipykernel", "ipykernel_launcher")
        for first, second in itertools.pairwise(argv)
    )


def _executable(command: str) -> str | None:
    """As Jupyter starts it: its own Python by the bare name, others by the search path."""
    if command in _OWN_NAMES:
        return sys.executable
    if not _PYTHON.fullmatch(os.path.basename(command)):  # noqa: PTH119  # a command's last part, no file yet
        return None
    return shutil.which(command)


def _expand(value: str) -> str:
    return string.Template(value).safe_substitute(os.environ)
