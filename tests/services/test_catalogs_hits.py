"""The order of hits, and the pages of them."""

from pathlib import Path

import pytest
from catalogs_support import Harness, serving

from jupyterlab_pangeo.adapters.catalogs.narrowing import Narrowing
from jupyterlab_pangeo.adapters.catalogs.searching import RANKED
from jupyterlab_pangeo.errors import BadRequest
from jupyterlab_pangeo.services.catalogs_search import DEEPEST

ANY = Narrowing()


def entry(name: str, description: str) -> str:
    """An entry of a catalog file, in one line."""
    return f"  {name}: {{driver: zarr, description: '{description}'}}\n"


async def paged(harness: Harness, words: str, limit: int, narrowing: Narrowing = ANY) -> list[str]:
    """Names of all hits, page by page."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = await harness.service.finding.search(words, None, narrowing, cursor, limit)
        found += [hit.entry.name for hit in page.items]
        cursor = page.next_cursor
        if cursor is None:
            assert len(found) == min(page.total, DEEPEST)
            return found


@pytest.mark.parametrize("narrowing", [Narrowing(), Narrowing(formats=("zarr",))])
async def test_what_fits_by_its_name_comes_first_and_every_hit_once_however_it_is_paged(
    tmp_path: Path, narrowing: Narrowing
) -> None:
    others = [entry(f"e{number}", "ice") for number in range(30)]
    named = entry("ice_of_many_words", " ".join(["a long text of other things"] * 20))
    (tmp_path / "c.yaml").write_text("sources:\n" + "".join(others) + named + entry("Ice", "late"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        found = await paged(harness, "ice", 10, narrowing)
        assert found[:2] == ["Ice", "ice_of_many_words"]
        assert len(set(found)) == len(found) == 32
        assert found == await paged(harness, "ice", 7, narrowing)
        assert (await paged(harness, "ce_of", 1, narrowing)) == ["ice_of_many_words"]


async def test_inside_of_names_too_the_best_comes_first_however_it_is_paged(tmp_path: Path) -> None:
    names = [f"x_%%{number}" for number in range(12)] + ["%%_last"]
    (tmp_path / "c.yaml").write_text("sources:\n" + "".join(entry(f"'{name}'", "") for name in names))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        assert await paged(harness, "%%", 5) == ["%%_last", *names[:-1]]


@pytest.mark.parametrize("narrowing", [Narrowing(), Narrowing(formats=("zarr",))])
async def test_of_too_many_to_rank_those_that_fit_by_their_name_come_first(
    tmp_path: Path, narrowing: Narrowing
) -> None:
    others = [entry(f"e{number}", "sea ice") for number in range(RANKED + 100)]
    (tmp_path / "c.yaml").write_text(
        "sources:\n" + "".join(others) + entry("sea_ice_late", "") + entry("sea_ice", "") + entry("sea", "ice")
    )
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        found = await paged(harness, "sea_ice", 1000, narrowing)
        assert found[:3] == ["sea_ice", "sea_ice_late", "e0"]
        assert len(set(found)) == len(found) == RANKED + 103
        page = await harness.service.finding.search("sea_ice", None, narrowing, "1", 1)
        assert [hit.entry.name for hit in page.items] == ["sea_ice_late"]
        assert len(set(await paged(harness, "e", 1000, narrowing))) == RANKED + 100, "all begin so"


async def test_letters_with_accents_are_found_however_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sources:\n" + entry("a", "caf\u00e9s"), encoding="utf-8")
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        for words in ("caf\u00e9s", "cafe\u0301s", "cafes", "CAFE\u0301"):
            assert await paged(harness, words, 5) == ["a"]


@pytest.mark.parametrize(
    "words",
    [
        "a\0b",
        '"' * 500,
        "x" * 500,
        "a " * 250,
        "{name} : a",
        "^a",
        "a + b",
        "\u202e\ufeff",
        "\u0301",
        "\u0e33",
        "²³",
        "%_!%",
    ],
)
async def test_hostile_words_find_nothing_and_break_nothing(tmp_path: Path, words: str) -> None:
    (tmp_path / "c.yaml").write_text("sources:\n" + entry("zebra", "striped"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        assert await paged(harness, words, 5) == []
        assert (await harness.service.finding.facets(words, None, Narrowing())).total == 0


@pytest.mark.parametrize("cursor", ["", "-1", "1.5", "x", "\u0663", "9" * 13, str(DEEPEST + 1)])
async def test_a_cursor_made_by_hand_is_named(tmp_path: Path, cursor: str) -> None:
    async with serving(tmp_path) as harness:
        with pytest.raises(BadRequest) as refused:
            await harness.service.finding.search("", None, Narrowing(), cursor, 10)
        assert refused.value.path == "?cursor"
