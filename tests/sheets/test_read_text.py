import random
from pathlib import Path

import pytest

from steadwork.kernel.errors import Invalid
from steadwork.sheets.findings import Findings
from steadwork.sheets.tables import How, bundle, table_of

POLISH = (
    "Schronisko przyjmuje rodziny z dziećmi. Prosimy dzwonić między dziewiątą a piątą. Pokój można"
    " zająć jeszcze tego samego dnia gdy są wolne łóżka. Żywność i środki czystości są na miejscu."
)


def read(path: Path, data: bytes, how: How | None = None):
    path.write_bytes(data)
    findings = Findings()
    with bundle(path) as members:
        table = table_of(members[0], findings, how or How())
        return table.header, list(table), findings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "places.csv"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("name\nCafé\n".encode(), "Café"),
        (b"\xef\xbb\xbf" + "name\nCafé\n".encode(), "Café"),
        ("name\nCafé\n".encode("utf-16"), "Café"),
        ("name,town\nCafé,Köln\n".encode("utf-16-le"), "Café"),
        ("name\nCafé\n".encode("cp1252"), "Café"),
        ("name\n“Eva’s” – house\n".encode("cp1252"), "“Eva’s” – house"),
        (("name\n" + POLISH + "\n").encode("cp1250"), POLISH),
        (
            ("name\n" + "Приют для семей с детьми\n" * 20).encode("cp1251"),
            "Приют для семей с детьми",
        ),
    ],
)
def test_letters_arrive_whatever_encoding_the_file_is_in(file, data, said):
    header, rows, findings = read(file, data)

    assert header[0] == "name"
    assert rows[0][1][0] == said
    assert not findings.errors


def test_a_guessed_encoding_is_told(file):
    _, _, findings = read(file, "name\nCafé\n".encode("cp1252"))

    assert [f.value for f in findings.remarks.kept] == ["cp1252"]


def test_a_stated_encoding_is_not_doubted(file):
    _, rows, findings = read(file, b"name\n\xff\n", How(encoding="latin-1"))

    assert rows == [(2, ["ÿ"])]
    assert not findings


def test_an_unknown_encoding_is_refused_in_words(file):
    with pytest.raises(Invalid, match="no encoding called"):
        read(file, b"name\n", How(encoding="klingon"))


def test_a_broken_byte_is_an_error_with_row_column_and_likely_reading(file):
    data = "name,town\nCafé,Köln\n".encode() + b"Caf\xe9,Bonn\n"

    _, rows, findings = read(file, data)

    (error,) = findings.errors.kept
    assert (error.row, error.column, error.value) == (3, "name", r"Caf\xE9")
    assert "Café" in error.mend
    assert rows[1] == (3, ["Caf\ufffd", "Bonn"])


def test_a_lone_strange_byte_in_plain_text_is_broken_and_not_a_letter(file):
    _, _, findings = read(file, b"name\nHouse \xff one\n")

    assert [(e.row, e.column) for e in findings.errors.kept] == [(2, "name")]


@pytest.mark.parametrize("many", [30, 300])
def test_damage_all_over_a_plain_text_is_not_taken_for_a_foreign_language(file, many):
    dice = random.Random(many)
    data = bytearray(b"name,town\n" + b"A house for families,Toronto\n" * 500)
    for _ in range(many):
        data[dice.randrange(12, len(data))] = dice.randrange(0x80, 0x100)

    _, _, findings = read(file, bytes(data))

    assert len(findings.errors) > many / 2


def test_a_letter_cut_in_two_at_the_end_is_an_error(file):
    _, _, findings = read(file, "name\nKöln\nCafé".encode()[:-1])

    assert [e.row for e in findings.errors.kept] == [3]


def test_a_zero_byte_is_an_error_and_does_not_reach_the_row(file):
    _, rows, findings = read(file, b"name,town\nHou\0se,Bonn\n")

    assert rows == [(2, ["House", "Bonn"])]
    assert [(e.row, e.column) for e in findings.errors.kept] == [(2, "name")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(file, separator):
    lines = [["name", "note"], ["House", "a, b"], ["Home", "c"]]
    quoted = "\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)

    header, rows, _ = read(file, quoted.encode())

    assert header == ["name", "note"]
    assert rows == [(2, ["House", "a, b"]), (3, ["Home", "c"])]


def test_the_line_by_which_excel_names_the_separator_is_no_header(file):
    header, rows, _ = read(file, b"sep=;\nname;town\nHouse;Bonn\n")

    assert header == ["name", "town"]
    assert rows == [(3, ["House", "Bonn"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_in_a_spreadsheet_whatever_the_line_ends(file, end):
    text = end.join(["name,note", f'House,"two{end}lines"', "", "Home,one"])

    _, rows, _ = read(file, text.encode())

    assert [number for number, _ in rows] == [2, 4]
    assert rows[1][1] == ["Home", "one"]


def test_a_quotation_mark_that_never_closes_is_a_cut_off_file(file):
    _, rows, findings = read(file, b'name,note\nHouse,good\nHome,"bad\n')

    assert [number for number, _ in rows] == [2]
    (error,) = findings.errors.kept
    assert error.row == 3
    assert "cut off" in error.wrong


def test_a_last_line_with_too_few_cells_is_an_error(file):
    _, rows, findings = read(file, b"id,name,town\n1,House,Bonn\n2,Ho")

    assert len(rows) == 1
    assert [(e.row, e.column) for e in findings.errors.kept] == [(3, "town")]


def test_cells_beyond_the_header_are_an_error_unless_they_are_empty(file):
    _, rows, findings = read(file, b"id,name\n1,House,,\n2,Home,lost\n")

    assert rows == [(2, ["1", "House"])]
    assert [(e.row, e.column) for e in findings.errors.kept] == [(3, "C")]


def test_a_doubled_column_name_is_an_error(file):
    _, _, findings = read(file, b"id,Name, name\n1,a,b\n")

    assert [(e.row, e.wrong) for e in findings.errors.kept] == [(1, "Two columns have this name.")]


def test_a_huge_cell_ends_in_a_finding(file):
    _, rows, findings = read(file, b"name\n" + b"x" * 1_000_001 + b"\nHome\n")

    assert [number for number, _ in rows] == [3]
    assert [e.row for e in findings.errors.kept] == [2]


def test_a_file_without_line_ends_does_not_fill_the_memory(file, monkeypatch):
    monkeypatch.setattr("steadwork.sheets.delimited.LONGEST_LINE", 1000)

    _, rows, findings = read(file, b"name\n" + b"x," * 5000)

    assert rows == []
    assert "longer than any" in findings.errors.kept[-1].wrong


def test_an_empty_file_is_refused_in_words(file):
    with pytest.raises(Invalid, match="is empty"):
        read(file, b"")


def test_a_file_of_blank_lines_holds_no_table(file):
    _, rows, findings = read(file, b"\n\n\n")

    assert rows == []
    assert "no table" in findings.errors.kept[0].wrong


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7 ...", "is not a table"),
        (b"<!DOCTYPE html><table>", "is not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "password-protected"),
        (b'{"id": 1}', "holds JSON"),
    ],
)
def test_what_is_no_table_is_refused_in_words_whatever_its_name(file, data, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(file, data)


def test_a_formula_is_text(file):
    _, rows, findings = read(file, b"name,tel\n=1+1,+49 30 1\n-x,@SUM(A1)\n")

    assert rows == [(2, ["=1+1", "+49 30 1"]), (3, ["-x", "@SUM(A1)"])]
    assert not findings


def test_any_bytes_end_in_rows_and_findings_and_never_in_a_traceback(file):
    for seed in range(300):
        dice = random.Random(seed)
        alphabet = b'a1,;"\n\r\t\0\xe9\xc3\xa9\xff=' if seed % 2 else bytes(range(256))
        data = bytes(dice.choice(alphabet) for _ in range(dice.randrange(400)))
        try:
            _, rows, _ = read(file, data)
        except Invalid:
            continue
        for _number, cells in rows:
            "".join(cells).encode()
