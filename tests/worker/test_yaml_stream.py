"""YAML as data: the same values as SafeLoader, within a budget, and inert where SafeLoader refuses."""

import datetime
import math
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_pangeo.worker import yaml_stream
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault, Overrun
from jupyterlab_pangeo.worker.yaml_scalars import json_safe
from jupyterlab_pangeo.worker.yaml_stream import YamlStream

WORDS = """
yes No on OFF true ~ null Null 0 012 0o14 0x1F 0b101 1_000 190:20:30
1e3 1.0e+3 .5 -.inf .nan 1. 685_230.15
12e03 2001-12-14 2001-12-14t21:59:43.10-05:00 2002-1-1 y n 1__0 +12 -0x1A 0.1.2 v1.0 1:30 plain:text a#b
"""
SCALARS = [
    *WORDS.split(),
    *["''", '""', "'it''s'", '"tab\\t"', "9007199254740993", "2001-12-14 21:59:43.10 -5", "2001-12-15 2:59:43.10"],
    *["!!str 5", '!!int "5"', "!!float 3", "!!bool yes", "!!null ''", "!!binary aGVsbG8=", "! 5", "!!str 2001-01-01"],
]


def ours(text: str) -> Any:
    stream = YamlStream(text, Limits())
    root = stream.root()
    return None if root is None else stream.value(root)


def same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left) and math.isnan(right):
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@pytest.mark.parametrize("text", SCALARS)
def test_a_scalar_means_what_safe_loader_says(text: str) -> None:
    assert same(ours(text), yaml.safe_load(text))


@pytest.mark.parametrize("text", ["=", "[=, a]", "a: <<"])
def test_what_only_yaml_1_1_calls_special_is_text(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(text)
    assert ours(text) == yaml.load(text, yaml.BaseLoader)


plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates(), st.binary(max_size=8)
)
values = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.text(max_size=6), st.integers()), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(values, st.sampled_from([True, False, None]))
def test_any_dumped_value_reads_as_safe_loader_reads_it(value: Any, flow: bool | None) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    assert same(ours(text), yaml.safe_load(text))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="01289abxX_.:-+eETZ~ynofNtrus<=/ ", min_size=1, max_size=12))
def test_any_plain_scalar_reads_as_safe_loader_reads_it_or_is_text(text: str) -> None:
    document = f"[{text}]"
    try:
        expected = yaml.load(document, yaml.CSafeLoader)
    except yaml.constructor.ConstructorError:
        assert ours(document) == yaml.load(document, yaml.BaseLoader)
        return
    except yaml.YAMLError:
        with pytest.raises(Fault):
            ours(document)
        return
    except (ValueError, OverflowError):
        assert ours(document) == [text.strip()]
        return
    assert same(ours(document), expected)


@pytest.mark.parametrize(
    "text",
    [
        "base: &b {x: 1, y: 2}\nthing: {<<: *b, y: 3, z: 4}",
        "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nthing: {z: 1, <<: [*a, *b]}",
        "a: &a {x: 1}\nb: {<<: *a, <<: {x: 5}}",
        "a: &a [1, 2]\nb: *a\nc: [*a, *a]",
        "a: !!set {x, y}",
        "a: !!omap [x: 1, y: 2]",
        "a: !!pairs [x: 1, x: 2]",
        "1: a\n2.5: b\nnull: c\ntrue: d\n2001-01-01: e",
        "folded: >\n  one\n  two\n\nliteral: |\n  one\n  two\n",
        "a: &x plain\nb: *x",
        "\ufeffa: 1".lstrip("\ufeff"),
    ],
)
def test_merges_anchors_and_core_tags_read_as_safe_loader_reads_them(text: str) -> None:
    assert same(ours(text), yaml.safe_load(text)) or ours(text) == yaml.safe_load(text)


def test_the_parser_in_plain_python_gives_the_same_values(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &a {x: 1, t: 2001-01-01}\nb: {<<: *a, y: [é, ~, 0x1F]}\nc: !odd {x: y}\nd: 日本\n"
    quick = ours(text)
    monkeypatch.setattr(yaml_stream, "_Parser", yaml.SafeLoader)
    assert ours(text) == quick


def test_an_unknown_tag_is_inert_text_with_a_warning(parse: Any) -> None:
    value, stream = parse('a: !!python/object/apply:os.system ["touch x"]\nb: !mine 5\nc: 1\n')
    assert value["c"] == 1
    assert value["a"] == '!!python/object/apply:os.system ["touch x"]'
    assert value["b"] == "!mine 5"
    assert [problem.code for problem in stream.warnings] == ["unknown-tag", "unknown-tag"]
    assert "Line 1" in stream.warnings[0].message
    assert "python/object/apply:os.system" in stream.warnings[0].message


def test_a_time_that_does_not_exist_is_text(parse: Any) -> None:
    value, stream = parse("[2001-99-99, !!timestamp 2001-99-99, !!int five, 2001-02-28]")
    assert value == ["2001-99-99", "2001-99-99", "five", datetime.date(2001, 2, 28)]
    assert [problem.code for problem in stream.warnings] == ["bad-value"] * 3


def test_a_duplicate_key_warns_and_the_last_one_counts(parse: Any) -> None:
    value, stream = parse("a: 1\nb: 2\na: 3\n")
    assert value == {"a": 3, "b": 2}
    assert [problem.code for problem in stream.warnings] == ["duplicate-key"]


def test_a_key_that_cannot_be_one_is_text(parse: Any) -> None:
    value, stream = parse("? [a, b]\n: 1\n? {c: d}\n: 2\n")
    assert list(value.values()) == [1, 2]
    assert all(isinstance(key, str) for key in value)
    assert len(stream.warnings) == 2


def test_a_value_that_contains_itself_is_text(parse: Any) -> None:
    value, stream = parse("a: &a [1, *a]\nb: &b {c: {d: *b}}\n")
    assert value == {"a": [1, "*a"], "b": {"c": {"d": "*b"}}}
    assert [problem.code for problem in stream.warnings] == ["yaml-cycle", "yaml-cycle"]


def test_an_alias_without_an_anchor_is_text(parse: Any) -> None:
    value, stream = parse("a: *nobody\n")
    assert value == {"a": "*nobody"}
    assert [problem.code for problem in stream.warnings] == ["unknown-alias"]


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        ("[" + "a," * 50 + "]", {"max_nodes": 40}, "budget-nodes"),
        ("!odd [" + "a," * 50 + "]", {"max_nodes": 40}, "budget-nodes"),
        ("[" * 5000 + "]" * 5000, {}, "budget-depth"),
        ("!odd " + "[" * 5000 + "]" * 5000, {}, "budget-depth"),
        ("{a: " * 70 + "}" * 70, {}, "budget-depth"),
        ("a: &a 1\nb: [" + "*a," * 1001 + "]", {}, "budget-aliases"),
    ],
)
def test_passing_a_budget_names_the_figure_and_the_setting(parse: Any, text: str, limits: Any, code: str) -> None:
    with pytest.raises(Overrun) as raised:
        parse(text, **limits)
    assert raised.value.code == code
    assert f"PangeoApp.catalog_limits['{code.removeprefix('budget-')}']" in str(raised.value)
    assert any(figure in str(raised.value) for figure in ("40", "64", "1,000"))


def test_a_budget_that_is_just_kept_is_no_problem(parse: Any) -> None:
    value, _ = parse("[" + "a," * 39 + "]", max_nodes=40)
    assert len(value) == 39
    value, _ = parse("a: &a 1\nb: [" + "*a," * 1000 + "]")
    assert len(value["b"]) == 1000
    parse("[" * 64 + "]" * 64)


def laugh(levels: int) -> str:
    lines = ["l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        laugh(9),
        "\n".join(
            ["a0: &a0 {x: 1}"] + [f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 40)]
        ),
        "big: &big '" + "x" * 200_000 + "'\nmany: [" + "*big," * 900 + "]",
    ],
    ids=["laugh", "doubling merges", "long text"],
)
def test_a_bomb_is_refused_before_it_grows(parse: Any, text: str) -> None:
    with pytest.raises(Overrun) as raised:
        parse(text)
    assert raised.value.code in ("budget-expansion", "budget-depth")


def test_aliases_cannot_hide_depth(parse: Any) -> None:
    steps = ["a0: &a0 [[[[[[[[[[x]]]]]]]]]]"] + [f"a{n}: &a{n} [[[[[[*a{n - 1}]]]]]]" for n in range(1, 20)]
    with pytest.raises(Overrun) as raised:
        parse("\n".join(steps))
    assert raised.value.code == "budget-depth"


def test_defaults_that_many_entries_share_are_fine(parse: Any) -> None:
    text = "d: &d {a: 1, b: 2, c: {d: 3}}\n" + "\n".join(f"e{n}: {{<<: *d, n: {n}}}" for n in range(900))
    value, _ = parse(text)
    assert value["e899"] == {"a": 1, "b": 2, "c": {"d": 3}, "n": 899}


@pytest.mark.parametrize("text", ["a: [1, 2", "a: b: c", "\tx: 1", "a: 'open", "%YAML 9.9\n--- a\n: :", "a: \x01"])
def test_what_is_not_yaml_is_one_fault_that_names_the_place(parse: Any, text: str) -> None:
    with pytest.raises(Fault) as raised:
        parse(text)
    assert raised.value.code == "yaml-syntax"


def test_json_has_a_form_for_every_value() -> None:
    value = {
        1: float("nan"),
        None: float("inf"),
        False: 2**60,
        "d": datetime.date(2001, 1, 2),
        "t": datetime.datetime(2001, 1, 2, 3, 4, tzinfo=datetime.timezone.utc),
        "b": b"hello",
        "s": {"y", "x"},
        "p": [("a", 1)],
        2.5: -(10**5000),
        "small": -5,
    }
    assert json_safe(value) == {
        "1": None,
        "null": None,
        "false": str(2**60),
        "d": "2001-01-02",
        "t": "2001-01-02T03:04:00+00:00",
        "b": "aGVsbG8=",
        "s": ["x", "y"],
        "p": [["a", 1]],
        "2.5": hex(-(10**5000)),
        "small": -5,
    }
