import csv
from zipfile import ZipFile

import pytest

from steadwork.sheets import repair
from steadwork.sheets.findings import Findings
from steadwork.sheets.tables import bundle, table_of


def findings_of(count, limit=5_000):
    findings = Findings(limit)
    for row in range(count):
        findings.error("places.csv", row + 2, "name", '=HYPERLINK("x")', "It is wrong.", "Mend it.")
    return findings


def test_it_says_where_what_and_how_to_mend(tmp_path):
    path = repair.write(tmp_path / "repair.csv", findings_of(1))

    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, line = csv.reader(stream)
    assert head[:6] == ["File", "Row", "Column", "Value", "What is wrong", "How to mend it"]
    assert line[:3] == ["places.csv", "2", "name"]
    assert line[4:] == ["It is wrong.", "Mend it.", "must be mended"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_it_is_a_formula(start):
    assert repair.defused(f"{start}1") == f"'{start}1"


def test_a_workbook_holds_the_same_lines_and_no_formula(tmp_path):
    path = repair.write(tmp_path / "repair.xlsx", findings_of(2))

    with bundle(path) as members:
        rows = list(table_of(members[0], Findings()))
    assert [row[3] for _, row in rows] == ['=HYPERLINK("x")'] * 2
    with ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_it_ends_with_how_many_more_there_are(tmp_path):
    path = repair.write(tmp_path / "repair.csv", findings_of(25, limit=10))

    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 12
    assert "15 more" in lines[-1]


def test_it_goes_to_a_folder_of_its_own_when_the_asked_one_is_not_there(tmp_path):
    path = repair.write(tmp_path / "nowhere" / "repair.csv", findings_of(1))

    assert path.exists()
    assert path.parent != tmp_path / "nowhere"
