import stat
import zipfile

import pytest

from steadwork.kernel.errors import Invalid
from steadwork.sheets import members
from steadwork.sheets.tables import bundle


def names_in(path):
    with bundle(path) as found:
        return [member.name for member in found]


def test_a_zip_lists_its_files_without_hidden_ones(tmp_path):
    path = tmp_path / "directory.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/services.csv", "id,name\n")
        archive.writestr("__MACOSX/services.csv", "")
        archive.writestr("data/.DS_Store", "")

    assert names_in(path) == ["data/services.csv"]


@pytest.mark.parametrize(
    "name", ["../services.csv", "/etc/services.csv", "C:/a.csv", "a\\..\\b.csv"]
)
def test_a_zip_that_reaches_outside_itself_is_refused(tmp_path, name):
    path = tmp_path / "directory.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "id,name\n")

    with pytest.raises(Invalid, match="outside itself"):
        names_in(path)


def test_a_zip_with_a_symbolic_link_is_refused(tmp_path):
    path = tmp_path / "directory.zip"
    link = zipfile.ZipInfo("services.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(Invalid, match="outside itself"):
        names_in(path)


def test_a_zip_that_swells_beyond_any_table_is_refused(tmp_path):
    path = tmp_path / "directory.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * 30_000_000)

    with pytest.raises(Invalid, match="more than any table would"):
        names_in(path)


def test_a_zip_of_too_many_files_or_bytes_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "directory.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", "id\n")

    monkeypatch.setattr(members, "MOST_MEMBERS", 2)
    with pytest.raises(Invalid, match="more than 2 files"):
        names_in(path)
    monkeypatch.undo()
    monkeypatch.setattr(members, "MOST_BYTES", 2)
    with pytest.raises(Invalid, match="would unpack to more"):
        names_in(path)


def test_a_damaged_zip_is_refused_in_words(tmp_path):
    path = tmp_path / "directory.zip"
    path.write_bytes(b"PK\x03\x04" + b"x" * 100)

    with pytest.raises(Invalid, match="damaged"):
        names_in(path)


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(Invalid, match="no file"):
        names_in(tmp_path / "nothing.csv")
