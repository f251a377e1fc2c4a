"""What readers keep to, put to a folder of data: it is no document, so that it cannot join the suite of those."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.adapters.catalogs.reader import Row
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.protocol import Job, Report
from jupyterlab_pangeo.worker.readers import BUILT_IN, load

READERS, _ = load(BUILT_IN)
HOSTILE = [
    "<img src=x onerror=alert(1)>.csv",
    "{{ cycler.__init__.__globals__.os.popen('touch marker').read() }}.csv",
    "'; import os; os.system('touch marker') #.csv",
    "$(touch marker).csv",
    "-rf.csv",
    "a\nb\t.csv",
    "\u202e\u2066\ufeff.csv",
    "x" * 240 + ".csv",
]


@pytest.fixture
def indexed(tmp_path: Path) -> Callable[..., tuple[Report, dict[str, Row]]]:
    """Do the job of a folder, as a worker does."""
    output = tmp_path / "index.sqlite"

    def indexed(folder: Path, **limits: Any) -> tuple[Report, dict[str, Row]]:
        output.unlink(missing_ok=True)
        report = run(Job(catalog_id="c", location=str(folder), output=str(output), limits=Limits(**limits)), READERS)
        rows = index.rows(output, 0, 10_000) if report.state == "ready" else []
        return report, {row.name: row for row in rows}

    return indexed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


def test_entries_are_listed_in_the_order_of_their_names(indexed: Any, folder: Path) -> None:
    names = ["b.csv", "a.csv", "c d.csv", "海.csv", "2020.csv", "a.b.csv"]
    for name in names:
        (folder / name).write_text("a,b\n1,2\n")
    report, rows = indexed(folder)
    assert sorted(rows) == sorted(names)
    assert (report.state, report.kind, report.entry_count) == ("ready", "plain", len(names))
    assert list(rows) == list(indexed(folder)[1])


def test_ids_stay_when_files_come_and_go(indexed: Any, folder: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("a\n1\n")
    before = indexed(folder)[1]
    (folder / "a.csv").write_text("other\n2\n")
    (folder / "0.csv").write_text("a\n1\n")
    (folder / "b.csv").unlink()
    after = indexed(folder)[1]
    assert before["a.csv"].id == after["a.csv"].id
    assert len({row.id for row in [*before.values(), *after.values()]}) == 3


def test_bad_things_cost_only_themselves(indexed: Any, folder: Path) -> None:
    for number in range(50):
        (folder / f"good {number:02}.csv").write_text("a\n1\n")
        (folder / f"bad {number:02}.nc").write_text("<html>")
        (folder / f"empty {number:02}.nc").touch()
        (folder / f"gone {number:02}.csv").symlink_to(folder / "nowhere")
        os.mkfifo(folder / f"pipe {number:02}.csv")
    report, rows = indexed(folder)
    assert report.state == "ready"
    good = [row for name, row in rows.items() if name.startswith("good")]
    assert len(good) == 50
    assert [row.problems for row in good] == [[]] * 50
    for name, row in rows.items():
        assert row.problems or name.startswith("good"), name


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_a_name_and_does_nothing(
    indexed: Any, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for each in (name, "plain.csv"):
        (folder / each).write_text("a\n1\n")
    assert set(indexed(folder)[1]) == {name, "plain.csv"}
    assert sorted(os.listdir(folder)) == sorted([name, "plain.csv"])


def test_a_name_that_is_no_text_hides_no_neighbour(indexed: Any, folder: Path) -> None:
    with open(os.fsencode(folder) + b"/\xff\xfe.csv", "w") as file:
        file.write("a\n1\n")
    (folder / "plain.csv").write_text("a\n1\n")
    report, rows = indexed(folder)
    assert report.state == "ready"
    assert "plain.csv" in rows


def test_an_entry_beyond_the_limit_keeps_its_place(indexed: Any, folder: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("a\n1\n")
    _, rows = indexed(folder, max_entry_bytes=10)
    assert list(rows) == ["a.csv", "b.csv"]
    assert all("budget-entry" in [problem.code for problem in row.problems] for row in rows.values())


def test_a_folder_inside_is_a_nested_catalog_where_it_lies(indexed: Any, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "x.csv").write_text("a\n1\n")
    row = indexed(folder)[1]["sub"]
    assert (row.kind, row.nested) == ("catalog", str(folder / "sub"))
