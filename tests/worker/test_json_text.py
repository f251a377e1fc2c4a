"""JSON within a budget: what is counted is what the document holds, whatever its texts look like."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_pangeo.worker.json_text import Malformed, items, members, parse_object, value, written
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Overrun

texts = st.text(alphabet='a"\\[]{},:\n\u2028é', max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def depth(found: Any) -> int:
    if isinstance(found, dict | list):
        return 1 + max([depth(item) for item in (found.values() if isinstance(found, dict) else found)], default=0)
    return 0


def marks(found: Any) -> int:
    """Collections, and items after the first of each."""
    if isinstance(found, dict | list):
        inner = list(found.values()) if isinstance(found, dict) else found
        return 1 + max(0, len(inner) - 1) + sum(marks(item) for item in inner)
    return 0


@settings(max_examples=300, deadline=None)
@given(found=st.dictionaries(texts, values, max_size=4), is_ascii=st.booleans())
def test_values_and_levels_are_counted_without_what_texts_hold(found: dict[str, Any], is_ascii: bool) -> None:
    data = json.dumps(found, ensure_ascii=is_ascii).encode()
    exact = Limits(max_depth=depth(found), max_nodes=marks(found))
    assert {key: value(raw) for key, raw in parse_object(data, exact).items()} == found
    with pytest.raises(Overrun) as raised:
        parse_object(data, Limits(max_nodes=marks(found) - 1))
    assert raised.value.code == "budget-nodes"
    if depth(found) > 1:
        with pytest.raises(Overrun) as raised:
            parse_object(data, Limits(max_depth=depth(found) - 1))
        assert raised.value.code == "budget-depth"


def test_a_value_that_is_something_else_is_malformed_and_nothing_more() -> None:
    found = parse_object(b'{"list": [1], "object": {"a": 1}, "text": "\xff", "huge": 1e999}', Limits())
    assert list(members(found["object"])) == ["a"]
    assert len(items(found["list"])) == 1
    for read, key in ((members, "list"), (items, "object"), (value, "text"), (value, "huge"), (members, "text")):
        with pytest.raises(Malformed):
            read(found[key])


def test_integers_that_a_page_would_round_are_text() -> None:
    found = parse_object(b'{"exact": [9007199254740991], "not": [9007199254740993, 0.12345678901234567]}', Limits())
    assert value(found["exact"]) == [9007199254740991]
    assert value(found["not"]) == ["9007199254740993", 0.12345678901234567]


def test_the_text_of_a_value_is_bounded_also_in_the_middle_of_a_letter() -> None:
    found = parse_object(('{"a": "' + "é" * 30_000 + '", "b": {"c":1}}').encode(), Limits())
    assert written(found["a"]) == '"' + "é" * 19_999
    assert written(found["b"]) == '{\n  "c": 1\n}'
