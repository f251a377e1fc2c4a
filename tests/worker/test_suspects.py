"""The quick look lets nothing pass that the close look would take out."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from jupyterlab_pangeo.adapters.catalogs.reader import rows
from jupyterlab_pangeo.schemas.catalogs import Recipe
from jupyterlab_pangeo.worker import withheld
from jupyterlab_pangeo.worker.index import IndexWriter
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import Details, Facts, Found
from jupyterlab_pangeo.worker.suspects import may_hold_secret
from jupyterlab_pangeo.worker.withheld import withhold

NAMES = sorted(withheld._NEVER | withheld._IN_OPTIONS)


def entry(options: dict[str, object], **metadata: object) -> Found:
    recipe = Recipe(
        reader="intake-v1", driver="zarr", format="zarr", urls=["s3://bucket/a"], is_local=False, arguments={},
        storage_options=options, is_literal=True, auth="requester-pays",
    )  # fmt: skip
    return Found(name="a", kind="grid", format="zarr", driver="zarr", details=Details(recipe=recipe, metadata=metadata))


def is_suspect(found: Found) -> bool:
    return may_hold_secret(msgspec.json.encode(found.details), auths=1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("spelt", [str, str.upper, lambda name: f"{name[:2]}_{name[2:]}", "-".join])
def test_every_name_of_a_secret_is_noticed(name: str, spelt: Callable[[str], str]) -> None:
    assert is_suspect(entry({spelt(name): "hunter2"}))


def test_a_name_in_letters_that_look_alike_is_noticed() -> None:
    assert is_suspect(entry({"api\u212aey": "hunter2"}))


def test_an_entry_as_most_are_is_not_looked_at_closely() -> None:
    found = entry(
        {"requester_pays": True, "anon": False}, tags=["ocean"], url="https://example.org/1", author="A. Body"
    )
    assert not is_suspect(found)


words = st.one_of(st.sampled_from([*NAMES, "url", "https://u:p4ss@example.org/x"]), st.text(max_size=6))
values = st.recursive(
    st.one_of(words, st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)


@given(options=st.dictionaries(words, values, max_size=3), metadata=st.dictionaries(words, values, max_size=3))
def test_what_the_close_look_takes_out_the_quick_one_notices(
    options: dict[str, object], metadata: dict[str, object]
) -> None:
    found = entry(options, **{"inner": metadata})
    before, suspected = found.details, is_suspect(found)
    withhold(found)
    assert suspected or found.details == before


texts = st.recursive(
    st.one_of(
        st.text(max_size=6),
        st.integers(),
        st.sampled_from(
            [
                "s3://a:b@c",
                "x//u:p@h",
                "https://h/a?b=1&token=xyz",
                "https://h/?\u017fig=1",
                "http://h/?" + "n" * 90 + "auth=x",
                'http://u"s:p@h/x',
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(["headers", "fs_kwargs", *NAMES]), st.text(max_size=6)), inner),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_a_secret_is_noticed_in_a_text_that_others_wrote(name: str) -> None:
    number = f"\\u00{ord(name[-1]):02x}"
    for spelled in (name, name.upper(), "_".join(name), "-".join(name), f"x{name}", name[:-1] + number):
        assert may_hold_secret(f'{{"a": {{"{spelled}": "b"}}}}'.encode()), spelled


@given(value=texts, is_ascii=st.booleans(), slash=st.sampled_from(["/", "\\/"]))
def test_what_is_taken_out_was_noticed_in_a_text_that_others_wrote(value: Any, is_ascii: bool, slash: str) -> None:
    text = json.dumps({"value": value}, ensure_ascii=is_ascii).replace("/", slash)
    recipe = Recipe(
        reader="stac", driver="", format="zarr", urls=[], is_local=False, arguments={}, storage_options={"a": value}
    )
    found = Found(
        name="a", kind="grid", format="zarr", driver="", details=Details(metadata={"value": value}, recipe=recipe)
    )
    withhold(found)
    assert not found.problems or may_hold_secret(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "query",
    [
        "?a=b&sig=c",
        "?X-Amz-Signature=c",
        "?a=b\\u0026token=c",
        "?se=1&SharedKey=2",
        "?x=1;signature=3",
        "?a\\/token=1",
        "?passw=1",
        "?" + "x" * 200 + "jwt=1",
    ],
)
def test_an_address_that_is_signed_is_noticed(query: str) -> None:
    assert may_hold_secret(f'{{"href": "https://example.org/a{query}"}}'.encode())


@pytest.mark.parametrize(
    "text",
    [
        '{"view:sun_azimuth": 1, "keywords": ["a"], "month": "May", "authors": ["b"], "sat:orbit_pass": "x"}',
        '{"contacts": "a@example.org", "@type": "b", "title": "A \\u0026 B \\u003c \\u00e9"}',
        '{"href": "https://example.org/tiles?assets=red&rescale=0,1"}',
    ],
)
def test_what_items_usually_say_is_not_suspected(text: str) -> None:
    assert not may_hold_secret(text.encode())


@pytest.mark.parametrize("part", ["?sig", "/x:", "\\u0026key", "/\\n", "@", "\\\\", "?key", "&="])
def test_time_grows_with_the_text_and_not_with_its_square(part: str) -> None:
    def spent(times: int) -> float:
        text = (part * times).encode()
        started = time.process_time()
        may_hold_secret(text)
        return time.process_time() - started

    spent(1000)
    assert spent(160_000) < 40 * spent(20_000) + 0.05


@pytest.mark.parametrize("options", [{"auth": "hunter2-never"}, {"headers": {"Cookie": "hunter2-never"}}])
def test_the_one_secret_among_many_entries_is_taken_out(tmp_path: Path, options: dict[str, object]) -> None:
    found = [structs.replace(entry({"anon": True}), name=f"plain {number}") for number in range(40)]
    found.insert(20, structs.replace(entry(options), name="odd"))
    writer = IndexWriter(tmp_path / "index", "c", [], Limits())
    writer.write(found)
    writer.finish(Facts(problems=[]))
    assert b"hunter2" not in (tmp_path / "index").read_bytes()
    told = [(row.name, [problem.code for problem in row.problems]) for row in rows(tmp_path / "index", 0, 100)]
    assert [each for each in told if each[1]] == [("odd", ["holds-secret"])]
