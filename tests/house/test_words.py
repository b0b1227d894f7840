"""Every sentence for people exists in every language of the house."""

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "steadwork"
CATALOGUES = sorted(CODE.glob("*/locale/*/LC_MESSAGES/django.po"))
NAMES = [f"{path.parts[-5]}-{path.parts[-3]}" for path in CATALOGUES]


@pytest.mark.parametrize("path", CATALOGUES, ids=NAMES)
def test_nothing_is_left_untranslated(path):
    text = path.read_text()

    assert re.findall(r'msgid "(.+)"\nmsgstr ""\n(?!")', text) == []
    assert "#, fuzzy" not in text


@pytest.mark.parametrize("path", CATALOGUES, ids=NAMES)
@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed here")
def test_the_compiled_catalogue_is_fresh(path, tmp_path):
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", fresh, path], check=True)

    assert words(path.with_suffix(".mo")) == words(fresh)


def words(compiled):
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog
