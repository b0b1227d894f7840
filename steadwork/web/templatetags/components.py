"""The components of the house as template tags, with checked arguments. The gallery shows all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from steadwork.web import times
from steadwork.web.forms import dress
from steadwork.web.icons import icon_html, svg
from steadwork.web.screens.columns import badge_html
from steadwork.web.screens.verbs import Offer

register = template.Library()

TONES = {"plain", "good", "warning", "danger", "info"}
BUTTONS = {"plain", "primary", "danger", "quiet"}


def checked(component: str, tone: str, allowed: set[str]) -> str:
    if tone not in allowed:
        raise ValueError(f"{component}: unknown tone {tone!r}, not one of {sorted(allowed)}")
    return tone


@register.filter
def tone(level: str) -> str:
    """The tone of a message of Django's: success becomes good, error becomes danger."""
    return {"success": "good", "warning": "warning", "error": "danger"}.get(level, "info")


@register.simple_block_tag
def card(
    content: str,
    *,
    title: Any,
    tone: str = "plain",
    id: str = "",  # noqa: A002 — HTML's own word
    level: int = 2,
) -> SafeString:
    """{% card title=_("Bookings") tone="warning" %}…{% endcard %}"""
    context = {"content": content, "title": title, "id": id, "level": level}
    context["tone"] = checked("card", tone, TONES)
    return render_to_string("web/components/card.html", context)


@register.simple_tag
def badge(words: Any, tone: str = "plain") -> SafeString:
    """{% badge row.get_state_display tone="good" %}"""
    return badge_html(words, checked("badge", tone, TONES))


@register.simple_tag
def icon(name: str, label: Any = "") -> SafeString:
    """{% icon "bed" %} beside a word, {% icon "bed" label=_("Bed") %} without one."""
    return icon_html(name, str(label))


@register.simple_tag
def button(
    label: Any,
    *,
    href: str = "",
    tone: str = "plain",
    icon: str = "",
    name: str = "",
    value: str = "",
) -> SafeString:
    """A link that looks like a button when it has an address, else a button that submits."""
    worn = f"btn btn--{checked('button', tone, BUTTONS)}"
    body = format_html("{}{}", svg(icon) if icon else "", label)
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', worn, href, body)
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button class="{}"{}>{}</button>', worn, sent, body)


@register.simple_tag
def verb_button(offer: Offer, *, item: bool = False) -> SafeString:
    """The way to the form of a verb: a page without scripts, a dialog with them."""
    worn = "menu__item" if item else f"btn btn--{offer.verb.tone}"
    return format_html(
        '<a class="{}" href="{}" hx-get="{}" hx-target="#dialog-body"'
        ' aria-haspopup="dialog" data-verb="{}">{}{}</a>',
        worn, offer.url, offer.url, offer.verb.name,
        svg(offer.verb.icon) if offer.verb.icon else "", offer.label,
    )  # fmt: skip


@register.simple_tag
def facts(pairs: Sequence[tuple[Any, Any]], *, kind: str = "list") -> SafeString:
    """{% facts record.facts kind="row" %}: labels and values, below or beside each other."""
    checked("facts", kind, {"list", "row"})
    return render_to_string("web/components/facts.html", {"pairs": pairs, "kind": kind})


@register.simple_tag
def tabs(entries: Sequence[tuple[Any, str, bool]], *, label: Any = "") -> SafeString:
    """Views of one record. Each entry: words, address, whether it is the one shown."""
    return render_to_string("web/components/tabs.html", {"entries": entries, "label": label})


@register.simple_tag
def timeline(entries: Sequence[dict[str, Any]], *, empty: Any = "") -> SafeString:
    """Each entry a dict: what, who, at; and if known where, why, changes (label, before, after)."""
    known = {"who": "", "where": "", "why": "", "changes": (), "icon": "", "tone": "plain"}
    drawn = [known | entry for entry in entries]
    for entry in drawn:
        checked("timeline", entry["tone"], TONES)
    words = empty or _("Nothing has happened yet.")
    return render_to_string("web/components/timeline.html", {"entries": drawn, "empty": words})


@register.simple_block_tag
def empty(content: str, *, title: Any, icon: str = "inbox") -> SafeString:
    """{% empty title=_("No cases") %}why, and what to do{% endempty %}"""
    return render_to_string(
        "web/components/empty.html", {"content": content, "title": title, "icon": icon}
    )


@register.simple_tag
def message(words: Any, tone: str = "info", *, loud: bool = False) -> SafeString:
    """A sentence in its own line. ``loud`` interrupts a screen reader: for refusals only."""
    context = {"words": words, "tone": checked("message", tone, TONES), "loud": loud}
    return render_to_string("web/components/message.html", context)


@register.simple_block_tag
def dialog(content: str, *, id: str, title: Any) -> SafeString:  # noqa: A002
    """A native dialog. Something with data-open="id" opens it; Escape closes it."""
    return render_to_string(
        "web/components/dialog.html", {"content": content, "id": id, "title": title}
    )


@register.simple_tag
def chips(entries: Sequence[tuple[Any, str]], *, clear: str = "") -> SafeString:
    """Active filters, each with the address of the list without it."""
    return render_to_string("web/components/chips.html", {"entries": entries, "clear": clear})


@register.simple_tag
def pager(*, before: str = "", after: str = "", first: str = "", target: str = "") -> SafeString:
    """The ways to the pages beside this one."""
    names = {"before": before, "after": after, "first": first, "target": target}
    return render_to_string("web/components/pager.html", names)


@register.simple_tag
def table(columns: Sequence[Any], rows: Sequence[Sequence[Any]], *, caption: Any) -> SafeString:
    """A plain table: columns are words, or (words, "end") for figures."""
    heads = [column if isinstance(column, tuple) else (column, "start") for column in columns]
    drawn = [list(zip(heads, row, strict=True)) for row in rows]
    context = {"heads": heads, "rows": drawn, "caption": caption}
    return render_to_string("web/components/table.html", context)


@register.simple_tag
def stat(number: Any, label: Any, *, href: str = "", tone: str = "plain") -> SafeString:
    """A figure that answers a question, and the list behind it."""
    context = {"number": number, "label": label, "href": href, "tone": checked("stat", tone, TONES)}
    return render_to_string("web/components/stat.html", context)


@register.simple_tag
def countdown(until: datetime, *, words: Any = "") -> SafeString:
    """A time that runs out. Without scripts it says until when; with them it also counts."""
    said = words or _("held until %(time)s") % {"time": times.moment_words(until)}
    return format_html(
        '<time class="countdown" datetime="{}" title="{}" data-countdown'
        ' data-left="{}" data-over="{}">{}</time>',
        until.isoformat(), times.full_words(until), _("{} left"), _("The time is up."), said,
    )  # fmt: skip


@register.simple_tag
def moment(value: Any) -> SafeString:
    """{% moment row.opened_at %}: today 14:20, whole on hover."""
    return times.time_html(value) if value else mark_safe("")


@register.simple_tag
def period(value: Any, until: Any = None) -> SafeString:
    """{% period row.period %} or {% period row.starts row.ends %}"""
    if value is None and until is None:
        return mark_safe("")
    return times.period_html((value, until) if until is not None else value)


@register.simple_tag
def progress(value: int, *, most: int, label: Any) -> SafeString:
    """How far long work is, or how full something is, also in words."""
    return format_html(
        '<span class="progress"><span class="progress__label">{}</span>'
        '<progress value="{}" max="{}" aria-label="{}"></progress>'
        '<span class="progress__words">{} / {}</span></span>',
        label, value, most, label, value, most,
    )  # fmt: skip


@register.simple_tag
def skip_link(target: str = "main") -> SafeString:
    return format_html('<a class="skip" href="#{}">{}</a>', target, _("Skip to the content"))


@register.simple_tag
def breadcrumbs(*pairs: Any) -> SafeString:
    """{% breadcrumbs label url label url "this page" %}: the last one has no address."""
    steps = [
        (pairs[i], pairs[i + 1] if i + 1 < len(pairs) else "") for i in range(0, len(pairs), 2)
    ]
    return render_to_string("web/components/breadcrumbs.html", {"steps": steps})


@register.simple_tag
def field(bound: Any) -> SafeString:
    """{% field form.note %}: label, help, complaint and control, for forms of any origin."""
    dress(bound.field)
    return render_to_string("web/forms/field.html", {"field": bound})
