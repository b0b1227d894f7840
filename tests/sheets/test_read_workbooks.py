import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from steadwork.kernel.errors import Invalid
from steadwork.sheets.findings import Findings
from steadwork.sheets.tables import How, bundle, table_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(path, sheet=""):
    findings = Findings()
    with bundle(path) as members:
        table = table_of(members[0], findings, How(sheet=sheet))
        return table.header, list(table), findings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "places.xlsx"


def workbook_of(path, sheet_data, *, prolog=""):
    """A workbook by hand, for what no program writes today and some wrote once."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'{prolog}<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>',
        )


def test_numbers_dates_and_words_come_as_a_person_sees_them(file):
    with xlsxwriter.Workbook(str(file)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "d/m/yy hh:mm"})
        clock = book.add_format({"num_format": "hh:mm"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["n", "half", "night", "moment", "clock", "yes", "word"])
        sheet.write_number(1, 0, 12)
        sheet.write_number(1, 1, 0.5)
        sheet.write_datetime(1, 2, date(2024, 1, 31), day)
        sheet.write_datetime(1, 3, datetime(2024, 1, 31, 8, 30), moment)
        sheet.write_number(1, 4, 0.375, clock)
        sheet.write_boolean(1, 5, True)
        sheet.write_string(1, 6, "Köln")

    _, rows, findings = read(file)

    said = ["12", "0.5", "2024-01-31", "2024-01-31T08:30:00", "09:00", "yes", "Köln"]
    assert rows == [(2, said)]
    assert not findings


def test_empty_cells_and_rows_keep_their_place_and_number(file):
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_string(4, 1, "middle")

    _, rows, findings = read(file)

    assert rows == [(5, ["", "middle", ""])]
    assert not findings


def test_a_formula_is_read_by_its_stored_result(file):
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["n"])
        sheet.write_formula(1, 0, "=40+2", value=42)

    _, rows, findings = read(file)

    assert rows == [(2, ["42"])]
    assert not findings


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('<c r="A2"><f>1+1</f></c>', "without a stored result"),
        ('<c r="A2"><f>1+1</f><v></v></c>', "without a stored result"),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "came to an error"),
    ],
)
def test_a_formula_without_a_usable_result_is_an_error_in_its_cell(file, cell, sentence):
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c></row>'
    workbook_of(file, f'{head}<row r="2">{cell}</row>')

    _, _, findings = read(file)

    (error,) = findings.errors.kept
    assert (error.row, error.column) == (2, "A")
    assert sentence in error.wrong


def test_a_workbook_that_names_its_elements_with_a_prefix_reads_the_same(file):
    workbook_of(file, "")
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is>'
        '<x:t>n</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, sheet if "sheet1" in name else data)

    assert read(file)[1] == [(2, ["7"])]


def test_the_named_sheet_is_read_and_a_hidden_one_is_not(file):
    with xlsxwriter.Workbook(str(file)) as book:
        secret, notes = book.add_worksheet("Secret"), book.add_worksheet("Notes")
        notes.activate()
        secret.hide()
        notes.write_row(0, 0, ["note"])
        book.add_worksheet("Places").write_row(0, 0, ["place"])

    assert read(file, "places")[0] == ["place"]
    assert read(file)[0] == ["note"]
    assert "several sheets" in read(file)[2].remarks.kept[0].wrong
    with pytest.raises(Invalid, match="It has: Notes, Places"):
        read(file, "Beds")


def test_a_workbook_called_csv_is_still_a_workbook(tmp_path, file):
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet().write_row(0, 0, ["place"])
    wrong = file.rename(tmp_path / "places.csv")

    assert read(wrong)[0] == ["place"]


def test_a_workbook_that_declares_entities_is_refused(file):
    workbook_of(file, "", prolog='<!DOCTYPE x [<!ENTITY a "aaaa">]>')

    with pytest.raises(Invalid, match="damaged"):
        read(file)


def test_a_workbook_cut_short_is_refused_in_words(file):
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write_row(row, 0, ["place", row, row * row])
    file.write_bytes(file.read_bytes()[:9000])

    with pytest.raises(Invalid, match="damaged"):
        read(file)


def test_a_cell_outside_the_sheet_is_refused(file):
    workbook_of(file, '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')

    with pytest.raises(Invalid, match="damaged"):
        read(file)
