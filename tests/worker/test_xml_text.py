"""XML within a budget: hostile documents are refused, broken ones give what came before, any encoding is read."""

import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_pangeo.worker.limits import MIB, Limits
from jupyterlab_pangeo.worker.problems import Fault, Overrun
from jupyterlab_pangeo.worker.xml_text import Document, parse_xml, root_name

ISO = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
    xmlns:x="http://www.w3.org/1999/xlink">
  <gmd:title><gco:CharacterString>  Sea <!-- no --> ice &amp; snow </gco:CharacterString></gmd:title>
  <gmd:title><gco:CharacterString>Second</gco:CharacterString></gmd:title>
  <link x:href="https://h/a" href=""/><link x:href="https://h/b"/>
  <a><b><c>deep</c></b></a>
</gmd:MD_Metadata>"""


def parse(text: str | bytes, **limits: Any) -> Document:
    return parse_xml(text.encode() if isinstance(text, str) else text, Limits(**limits))


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_elements_are_found_by_name_by_prefix_and_at_any_depth() -> None:
    root = parse(ISO).root
    assert root.said("title") == "Sea  ice & snow"
    assert [each.said() for each in root.all("gmd:title/gco:CharacterString")] == ["Sea  ice & snow", "Second"]
    assert root.said("gco:title") == ""
    assert root.said("*/b/c") == root.said("**/c") == "deep"
    assert [each.get("xlink:href") for each in root.all("link")] == ["https://h/a", "https://h/b"]
    assert [each.get("href") for each in root.all("link")] == ["", "https://h/b"]
    assert root.first("nothing/at/all") is None
    assert root.get("none") == ""


def test_prefixes_of_a_look_up_do_not_hang_on_those_of_the_document() -> None:
    root = parse('<r xmlns:q="http://purl.org/dc/elements/1.1/"><q:title>t</q:title><title>other</title></r>').root
    assert root.said("dc:title") == "t"
    assert [each.said() for each in root.all("title")] == ["t", "other"]


def test_an_element_is_shown_as_the_document_writes_it() -> None:
    document = parse('<r><a x=">" y=\'"/>\'/><b q="1">é</b ><c>cut')
    first, second, third = document.root.children
    assert document.written(first) == '<a x=">" y=\'"/>\'/>'
    assert document.written(second) == '<b q="1">é</b >'
    assert document.written(second, 4) == "<b q"
    assert document.written(third) == "<c>cut"
    assert [each.is_whole for each in document.root.children] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/a.dtd"> %b;]><a/>',
        "<!DOCTYPE html><a/>",
        '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_document_type_is_refused_whatever_it_holds(text: str, encoding: str) -> None:
    with pytest.raises(Fault) as raised:
        parse(text.encode(encoding))
    assert raised.value.code == "xml-doctype"


def test_a_billion_laughs_are_refused_before_the_first() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    started = time.process_time()
    with pytest.raises(Fault) as raised:
        parse(f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">{levels}]><l>&l11;</l>')
    assert raised.value.code == "xml-doctype"
    assert time.process_time() - started < 1


def test_nesting_is_bounded() -> None:
    assert parse("<a>" * 64 + "</a>" * 64).problems == []
    for levels in (65, 300_000):
        with pytest.raises(Overrun) as raised:
            parse("<a>" * levels)
        assert raised.value.code == "budget-depth"


def test_elements_and_attributes_are_counted() -> None:
    text = "<r>" + '<a b="1" c="2"/>' * 10 + "</r>"
    assert parse(text, max_nodes=31).problems == []
    with pytest.raises(Overrun) as raised:
        parse(text, max_nodes=30)
    assert raised.value.code == "budget-nodes"


def test_bytes_are_counted() -> None:
    with pytest.raises(Overrun) as raised:
        parse("<r>" + "x" * 100 + "</r>", max_bytes=100)
    assert raised.value.code == "budget-bytes"


@pytest.mark.parametrize("begin", ["<r><a>", '<r a="', "<r><!--"])
def test_a_text_as_large_as_the_budget_is_read_in_one_pass(begin: str) -> None:
    data = begin.encode() + b"x" * (64 * MIB - len(begin))
    tracemalloc.start()
    started = time.process_time()
    try:
        parse(data)
    except Fault as fault:
        assert fault.code == "xml-syntax"
    seconds, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 15
    assert peak < 640 * MIB


def test_what_comes_before_a_mistake_survives_with_its_line() -> None:
    document = parse("<r>\n<a>1</a>\n<b>2</b>\n<c>3</d>\n<e/></r>")
    assert [(each.name, each.said(), each.is_whole) for each in document.root.children] == [
        ("a", "1", True),
        ("b", "2", True),
        ("c", "3", False),
    ]
    assert codes(document) == ["xml-syntax"]
    assert "line 4" in document.problems[0].message


@pytest.mark.parametrize("text", ["<r><a/>&no;<b/></r>", "<r><a/><b x:y='1'/></r>", "<r><a/></r><more/>", "<r><a/>"])
def test_other_mistakes_break_off_likewise(text: str) -> None:
    document = parse(text)
    assert document.root.children[0].name == "a"
    assert codes(document) == ["xml-syntax"]


@pytest.mark.parametrize("text", ["", "  ", "text", "{}", "<", "<a", "<?xml version='1.0'?>", "\0\0"])
def test_what_is_no_xml_from_the_start_on_is_a_fault(text: str) -> None:
    with pytest.raises(Fault) as raised:
        parse(text)
    assert raised.value.code == "xml-syntax"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", ""),
        ("utf-32", ""),
        ("iso-8859-1", "ISO-8859-1"),
        ("iso-8859-15", "ISO-8859-15"),
        ("windows-1252", "windows-1252"),
        ("utf-8", "utf-16"),
    ],
)
def test_encodings_are_read_by_mark_or_declaration(encoding: str, declared: str) -> None:
    said = f' encoding="{declared}"' if declared else ""
    data = f'<?xml version="1.0"{said}?><rö a="ü">é</rö>'.encode(encoding)
    document = parse(data)
    assert (document.root.name, document.root.get("a"), document.root.said()) == ("rö", "ü", "é")
    assert document.problems == []


def test_encodings_of_many_bytes_a_letter_are_read() -> None:
    for name in ("shift_jis", "gb2312", "euc-jp", "big5"):
        assert parse(f'<?xml version="1.0" encoding="{name}"?><r>日本</r>'.encode(name)).root.said() == "日本"


def test_bytes_that_are_no_letters_cost_only_themselves() -> None:
    document = parse(b"<r><a>\xe9t\xe9</a><b>after</b></r>")
    assert document.root.said("a") == "\ufffdt\ufffd"
    assert document.root.said("b") == "after"
    assert codes(document) == ["xml-encoding"]


def test_characters_that_xml_forbids_are_left_out_with_a_warning() -> None:
    document = parse("<r><a>1\x0b2\x003</a><b/></r>")
    assert document.root.said("a") == "123"
    assert codes(document) == ["xml-encoding"]


@pytest.mark.parametrize("name", ["klingon", "rot13", "hex", "base64", "a" * 42])
def test_an_encoding_that_is_none_is_a_fault_or_not_believed(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?><r>x</r>'
    if len(name) > 41:
        assert parse(data).root.said() == "x"
        return
    with pytest.raises(Fault) as raised:
        parse(data)
    assert raised.value.code == "xml-encoding"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<catalog/>", "catalog"),
        ("<?xml version='1.0'?>\n<!-- <x> -->\n<t:catalog xmlns:t='u'>", "catalog"),
        ("<!DOCTYPE catalog><catalog/>", ""),
        ("{}", ""),
        ("", ""),
        ("a: <catalog/>", ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_root_is_told_at_a_glance(text: str, name: str, encoding: str) -> None:
    assert root_name(text.encode(encoding)) == name


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=60) | st.text(alphabet="<>/ab=\"'&;! \0é", max_size=60).map(str.encode))
def test_no_bytes_do_worse_than_a_fault(data: bytes) -> None:
    root_name(data)
    try:
        parse_xml(b"<r>" + data, Limits())
        parse_xml(data, Limits())
    except Fault as fault:
        assert fault.code.startswith(("xml-", "budget-"))
