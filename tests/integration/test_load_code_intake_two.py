"""A catalog that Intake 2 itself wrote: what is listed of it, and its load code gives the values of the files."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from load_code_support import asking, render
from msgspec import to_builtins
from msgspec.structs import replace
from run_code import values

from jupyterlab_pangeo.schemas.catalogs import CatalogStep
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import Facts, Found, Source
from jupyterlab_pangeo.worker.readers.intake_v2 import READER

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

GRID = "[float(data.sst.mean()), data.sst.chunks is not None]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of every kind, and catalogs of them."""
    made = tmp_path_factory.mktemp("two")
    writer = Path(__file__).with_name("intake_two.py")
    subprocess.run(
        [sys.executable, "-W", "ignore", str(writer), str(made)], check=True, capture_output=True, timeout=120
    )
    return made


def read(path: Path) -> tuple[dict[str, Found], Facts]:
    facts = Facts(problems=[])
    source = Source(location=str(path), data=path.read_bytes(), limits=Limits())
    assert READER.matches(source)
    return {found.name: found for found in READER.read(source, facts)}, facts


class Asked:
    """Requests for load code of one catalog's entries."""

    def __init__(self, path: Path, *above: CatalogStep) -> None:
        self._path, self._above = path, above
        self.found, self.facts = read(path)

    def __call__(self, name: str, style: str = "intake", chosen: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A request, with parameters as the service puts those of the catalog to the entry's own."""
        found = self.found[name]
        assert found.details.recipe is not None
        steps = [*self._above, CatalogStep(location=str(self._path), name=name)]
        parameters = [*found.details.user_parameters, *self.facts.user_parameters]
        made = to_builtins(replace(found.details.recipe, steps=steps))
        return asking(made, style, userParameters=to_builtins(parameters), parameters=dict(chosen or {}))


@pytest.fixture(scope="module")
def asked(folder: Path) -> Asked:
    return Asked(folder / "catalog.yaml")


def run(*pieces: tuple[dict[str, Any], str]) -> list[Any]:
    answers = render([request for request, _ in pieces])
    assert not [answer for answer in answers if "error" in answer], answers
    return values([(answer["text"], expression) for answer, (_, expression) in zip(answers, pieces, strict=True)])


def test_names_that_intake_itself_does_not_list_are_listed(asked: Asked) -> None:
    names = ["also", "four", "mean", "rows", "sst", "table", "text", "three"]
    assert list(asked.found)[:8] == names
    [token, alone] = list(asked.found)[8:]
    assert alone == "alone"
    assert asked.found[token].title == f"{token} (PandasCSV)"
    assert [problem.code for problem in asked.found[token].problems] == ["unnamed"]
    assert [problem.code for problem in asked.found["alone"].problems] == ["no-reader-named"]
    assert not asked.found["sst"].problems
    assert asked.facts.title == "Written by Intake"


def test_a_pipeline_is_shown_with_its_steps_and_a_calm_note(asked: Asked) -> None:
    found = asked.found["mean"]
    assert found.format == "pipeline"
    steps = found.details.metadata["steps"]
    assert len(steps) == 3
    assert steps[2] == "{func(intake.readers.transform:Method)}(method_name='mean')"
    assert [(problem.code, problem.severity) for problem in found.problems] == [("pipeline", "information")]


def test_parameters_have_their_types_and_ranges(asked: Asked) -> None:
    parameters = {parameter.name: parameter for parameter in asked.facts.user_parameters}
    assert (parameters["level"].type, parameters["level"].allowed) == ("int", [1, 2])
    assert parameters["level"].description == "The level"
    assert (parameters["factor"].minimum, parameters["factor"].maximum, parameters["factor"].default) == (1, 5, 2.0)
    assert parameters["plain"].type == "str"


def test_load_code_through_intake_gives_the_values_of_the_files(asked: Asked) -> None:
    table = "[list(data.columns), float(data.t.sum())]"
    assert run(
        (asked("sst"), GRID),
        (asked("sst", chosen={"level": 2}), GRID),
        (asked("three"), "float(data.sst.mean())"),
        (asked("four"), "float(data.sst.mean())"),
        (asked("table"), table),
        (asked("also"), table),
        (asked("rows"), table),
        (asked("mean"), "float(data)"),
        (asked("text"), "data.splitlines()[0]"),
        (asked("alone"), table),
    ) == [
        [5.5, True],
        [11.0, True],
        *(5.5, 5.5),
        [["t"], 4.0],
        [["t"], 4.0],
        [["a", "t"], 4.0],
        2.0,
        "a,t",
        [["a", "t"], 4.0],
    ]


def test_load_code_without_intake_gives_the_same_values(asked: Asked) -> None:
    assert run(
        (asked("sst", "xarray"), GRID),
        (asked("sst", "xarray", {"level": 2}), GRID),
        (asked("three", "xarray"), GRID),
        (asked("four", "xarray"), GRID),
        (asked("table", "xarray"), "[list(data.columns), float(data.t.sum())]"),
        (asked("rows", "dask"), "float(data.t.sum().compute())"),
        (asked("alone", "xarray"), "float(data.t.sum())"),
    ) == [[5.5, True], [11.0, True], [5.5, True], [5.5, True], [["t"], 4.0], 4.0, 4.0]


def test_an_entry_of_a_nested_catalog_is_reached_through_both(folder: Path) -> None:
    outer, _ = read(folder / "outer.yaml")
    assert outer["inner"].nested == str(folder / "catalog.yaml")
    above = CatalogStep(location=str(folder / "outer.yaml"), name="inner")
    inner = Asked(folder / "catalog.yaml", above)
    assert run((inner("sst", chosen={"level": 2}), GRID), (inner("table"), "float(data.t.sum())")) == [
        [11.0, True],
        4.0,
    ]


def test_a_parameter_of_the_entry_alone_is_filled_in_by_the_code(asked: Asked, folder: Path, tmp_path: Path) -> None:
    """Intake 2.0.9 does not fill in such a parameter of a catalog that it read from a file."""
    text = (folder / "catalog.yaml").read_text()
    tail = text[text.rindex("user_parameters:") :]
    own = tail.replace("user_parameters:\n", "").replace("\n  ", "\n        ").removeprefix("  ")
    start = text.index("reader: intake.readers.readers:XArrayDatasetReader", text.index("  sst:"))
    changed = text[:start] + text[start:].replace(
        "user_parameters: {}", "user_parameters:\n        " + own.split("version")[0].rstrip(), 1
    )
    path = tmp_path / "catalog.yaml"
    path.write_text(changed.replace(tail, "user_parameters: {}\nversion: 2\n").replace("{CATALOG_DIR}", str(folder)))
    own_asked = Asked(path)
    assert [parameter.name for parameter in own_asked.facts.user_parameters] == []
    chosen = {"level": 2}
    assert run((own_asked("sst", chosen=chosen), GRID), (own_asked("sst", "xarray", chosen), GRID)) == [
        [11.0, True],
        [11.0, True],
    ]
