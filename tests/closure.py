"""The packages that a package needs, and those that they need, out of an environment that has many more."""

import os
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement


def closure(names: list[str]) -> dict[str, Distribution]:
    """Installed distributions that the requirements lead to, by name."""
    found: dict[str, Distribution] = {}
    open_ = [Requirement(name) for name in names]
    while open_:
        requirement = open_.pop()
        if requirement.name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            found[requirement.name] = distribution(requirement.name)
        except PackageNotFoundError:
            # One of another platform, or of an extra.
            continue
        open_ += [Requirement(needed) for needed in found[requirement.name].requires or []]
    return found


def link(names: list[str], folder: Path) -> list[str]:
    """Make a folder from which just these can be imported, by links; answers the names of the distributions."""
    folder.mkdir()
    found = closure(names)
    for installed in found.values():
        for top in sorted({Path(file).parts[0] for file in installed.files or () if Path(file).parts[0] != ".."}):
            place = Path(os.fspath(installed.locate_file(top)))
            if place.exists() and not (folder / top).exists():
                (folder / top).symlink_to(place)
    return sorted(found)
