"""The style sheets: few, small, and with every colour and size in one place."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "steadwork/web/static/web/css"
SHEETS = sorted(CSS.glob("*.css"))
LAYERS = {"reset", "tokens", "base", "components", "screens", "utilities"}
RAW_COLOUR = re.compile(r"(?i)#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(")
RAW_SIZE = re.compile(r"(?<![\w.-])\d*\.?\d+(?:rem|px|pt)\b")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|(?:min|max)-(?:width|height))\s*:"
)


def rules(sheet):
    """The text without comments, and without the conditions of media queries."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    return re.sub(r"@media[^{]*", "@media", text)


def test_they_weigh_less_than_sixty_kilobytes():
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 60_000


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_tokens_hold_colours_and_sizes(sheet):
    found = RAW_COLOUR.findall(rules(sheet)) + RAW_SIZE.findall(rules(sheet))

    assert (sheet.name == "tokens.css") is bool(found), found[:5]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_everything_is_in_a_layer_and_logical(sheet):
    layers = re.findall(r"^@layer ([\w-]+) \{", rules(sheet), re.MULTILINE)

    assert layers
    assert set(layers) <= LAYERS
    assert PHYSICAL.findall(rules(sheet)) == []


def test_every_token_that_is_used_exists():
    text = "".join(map(rules, SHEETS))

    assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(re.findall(r"(--[\w-]+)\s*:", text))
