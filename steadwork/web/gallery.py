"""Every component in every state, on one page. Looked at before work is called done."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from steadwork.kernel.clock import now
from steadwork.web.forms import HouseForm
from steadwork.web.screens.columns import Badge, Column, Moment, Money, NewMark, Number, badge_html
from steadwork.web.screens.filters import Chip
from steadwork.web.screens.listing import Drawn
from steadwork.web.screens.scopes import Scope, Shown
from steadwork.web.screens.verbs import Offer, Verb
from steadwork.web.times import time_html

TONES = ["plain", "good", "warning", "danger", "info"]
PEOPLE = ["Ada Nwosu", "Ben Ortiz", "Chloe Tran", "Dana Weiss", "Emil Haddad", "Fatima Reyes"]
STATES = [("Sent", "info"), ("Accepted", "good"), ("Waitlisted", "warning"), ("Rejected", "danger")]


class Sample(HouseForm):
    """One of each kind of question."""

    bed = forms.ChoiceField(
        choices=[("", "Choose one"), ("1", "Room 4, bed B"), ("2", "Room 7")],
        help_text="Beds that are free from today on.",
    )
    arrival = forms.DateField()
    guests = forms.IntegerField(min_value=1, initial=1)
    level = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("low", "Low"), ("high", "High")], initial="low"
    )
    quiet = forms.BooleanField(required=False, label="Needs a quiet room")
    letter = forms.FileField(required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    wrong = Sample({"bed": "", "guests": "0", "level": "high", "arrival": ""}, auto_id="b_%s")
    wrong.add_error(None, "Taken since 10 seconds by order RO-1042; free from 3 May.")
    context = {
        "title": "Gallery",
        "tones": TONES,
        "soon": now() + timedelta(minutes=28, seconds=14),
        "gone": now() - timedelta(minutes=1),
        "moments": [now() + timedelta(hours=hours) for hours in (-9000, -30, 0, 26, 400)],
        "entries": entries(),
        "nothing": [],
        "columns": [
            "Product",
            ("Total", "end"),
            ("Taken", "end"),
            ("Held", "end"),
            ("Free", "end"),
        ],
        "rows": [("Emergency family room", 20, 14, 2, 4), ("Youth bed", 8, 8, 0, 0)],
        "form": Sample(auto_id="a_%s"),
        "wrong": wrong,
        "list": drawn(),
        "screen": SimpleNamespace(empty="New referrals appear here."),
        "record": record(),
        "tabs": [("More info", "#", True), ("Activities", "#a", False), ("Notes", "#n", False)],
        "panel": None,
        "panel_html": "",
        "side_html": "",
    }
    return render(request, "web/gallery/page.html", context)


def rows() -> list[SafeString]:
    return [format_html("<tr>{}</tr>", cells(index)) for index in range(len(PEOPLE))]


def cells(index: int) -> SafeString:
    words, tone = STATES[index % len(STATES)]
    row = SimpleNamespace(
        is_new=index < 2,
        number=f"RO-10421{index}",
        title=f"Bed for {PEOPLE[index]}",
        nights=7 * index + 3,
        amount=114.5 * (index + 1),
    )
    values = [
        ("new", "New", NewMark().html(row)),
        ("lead", "Number", format_html('<a href="#{}">{}</a>', row.number, row.number)),
        ("text", "Title", row.title),
        ("badge", "State", badge_html(words, tone)),
        ("text", "Provider", "Harbor House" if index % 2 else "Northside Family Shelter"),
        ("number", "Nights", Number("nights").html(row)),
        ("money", "Amount", Money("amount", currency="USD").html(row)),
        ("moment", "Opened", time_html(now() - timedelta(hours=7 * index))),
    ]
    drawn = (
        format_html(
            '<td class="{}cell--{}" data-label="{}">{}</td>', "lead " * (k == "lead"), k, label, v
        )
        for k, label, v in values
    )
    return SafeString("".join(drawn))


def control(name: str, label: str, template: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "template": f"web/list/_{template}.html", **more}


def drawn() -> Drawn:
    columns = [
        *(NewMark(), Column("number", "Number"), Column("title", "Title"), Badge("state", "State")),
        *(Column("provider", "Provider"), Number("nights", "Nights"), Money("amount", "Amount")),
        Moment("opened", "Opened"),
    ]
    options = [(words, words, words == "Sent") for words, _tone in STATES]
    state = control("state", "State", "choice", kind="checkbox", chosen=1, options=options)
    ends = [("a", "From", ""), ("b", "Until", "")]
    dates = control("opened", "Opened", "dates", chosen=0, fields=ends)
    search = control("q", "Number or title", "search", typed="")
    return Drawn(
        columns=columns,
        rows=rows(),
        show=Shown([Scope("my", "My"), Scope("team", "My Team's"), Scope("all", "All")], "my"),
        filters=[search, state, dates],
        chips=[(Chip("State", "Sent", (("state", "sent"),)), "#")],
        sentences=["“blue” is not something State can be."],
        after_url="#after",
        before_url="#before",
        first_url="#first",
        clear_url="#clear",
        exports=[("CSV", "#csv"), ("XLSX", "#xlsx")],
    )


def record() -> Any:
    def offer(name: str, tone: str = "plain", icon: str = "", reason: str = "") -> Offer:
        return Offer(Verb(name, print, tone=tone, icon=icon), name.capitalize(), "#", reason)

    facts = [
        ("State", badge_html("Sent", "info")),
        ("Provider", "Northside Family Shelter"),
        ("Arrival", time_html(now() + timedelta(hours=5))),
        ("Product", "Emergency family room"),
        ("Client", "Ada N., 9 years"),
    ]
    offered = [offer("accept", "primary", "check"), offer("waitlist"), offer("reject", "danger")]
    offered += [offer("note", icon="notebook-pen"), offer("file", icon="paperclip")]
    reason = "“Withdraw” is not possible while the state is Sent. Possible now: Accept, Reject."
    return SimpleNamespace(
        title="RO-104213",
        front=offered[:3],
        behind=offered[3:],
        subtitle="Emergency bed, tonight, for one child",
        parent=("Referral orders", "#"),
        facts=facts,
        possible=offered,
        impossible=[offer("withdraw", reason=reason)],
        screen=SimpleNamespace(side=None),
    )


def entries() -> list[dict[str, Any]]:
    return [
        {
            "what": "Accepted with Room 4, bed B",
            "who": "Noor Haddad",
            "where": "Northside Family Shelter",
            "at": now() - timedelta(minutes=4),
            "tone": "good",
            "changes": [("State", "Sent", "Accepted")],
            "why": "We have a quiet room on the first floor.",
        },
        {
            "what": "Sent",
            "who": "Maria Lopez",
            "where": "County Youth Services",
            "at": now() - timedelta(hours=1),
            "tone": "info",
        },
        {"what": "Opened", "who": "Maria Lopez", "at": now() - timedelta(hours=3)},
    ]
