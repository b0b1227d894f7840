"""The behaviours: small, bound by data- attributes, and never written into a page."""

import re
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "steadwork"
SCRIPTS = sorted((CODE / "web/static/web/js").glob("*.js"))
TEMPLATES = sorted(CODE.glob("*/templates/**/*.html"))


def test_they_have_fewer_than_a_thousand_lines():
    assert sum(len(script.read_text().splitlines()) for script in SCRIPTS) <= 1000


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_each_is_small_and_runs_no_text(script):
    text = script.read_text()

    assert len(text.splitlines()) <= 80
    assert re.findall(r"\b(?:eval|Function|innerHTML|outerHTML|insertAdjacentHTML)\b", text) == []


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_page_holds_a_script_a_style_or_a_handler(page):
    text = page.read_text()

    assert re.findall(r"<script(?![^>]*\b(?:src|nonce|type=\"application/json\"))", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|\shx-on", text) == []


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_page_is_longer_than_one_screenful_of_thought(page):
    assert len(page.read_text().splitlines()) <= 120
