"""Icons: the lucide set as inline SVG, drawn once and kept."""

from __future__ import annotations

from functools import cache

import lucide
from django.utils.html import format_html
from django.utils.safestring import SafeString

LOOK = {"class_": "icon", "fill": "none", "stroke": "currentColor"}


@cache
def svg(name: str) -> SafeString:
    """The drawing alone, silent for screen readers. A word has to stand beside it."""
    drawn = lucide._render_icon(name, 24, aria_hidden="true", focusable="false")
    head, _, rest = drawn.partition(">")
    cleaned = " ".join(part for part in head.split() if not part.startswith("class="))
    return SafeString(f'{cleaned} class="icon">{rest}')  # a drawing of the package, no user text


def icon_html(name: str, label: str = "") -> SafeString:
    """With a label where no word stands beside it."""
    if not label:
        return svg(name)
    return format_html('{}<span class="unseen">{}</span>', svg(name), label)
