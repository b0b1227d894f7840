"""A small town for the kit: screens over the kernel's own tables, and people without users."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.db.models import F, Q, TextChoices, Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.urls import path
from django.utils.functional import cached_property

from steadwork.kernel.actor import PUBLIC, Side
from steadwork.kernel.codes import Code
from steadwork.kernel.errors import NotPermitted, Taken
from steadwork.kernel.querysets import HouseQuerySet
from steadwork.kernel.states import Machine, Move
from steadwork.web.doors import Door, Nav
from steadwork.web.forms import VerbForm
from steadwork.web.reading import reading_trace, writes_on_get
from steadwork.web.screens import (
    Badge,
    Column,
    DateBetween,
    Link,
    ListScreen,
    Moment,
    NewMark,
    Number,
    OneOf,
    Panel,
    RecordScreen,
    Scope,
    Search,
    Verb,
    YesNo,
)

OPENED: list[str] = []
ACTORS = {}


class Toy(Code):
    """The kernel's code, seen as something that people work on."""

    state_tones = {"sent": "info"}

    class Meta:
        proxy = True
        app_label = "kernel"

    @cached_property
    def is_new(self):
        return self.sort == 1


class ToyQuerySet(HouseQuerySet):
    def visible_to(self, actor):
        return self.filter(host_id=actor.host_id).annotate(
            state=F("list_name"), title=Concat(Value("Toy "), F("code"))
        )

    def scopes(self, actor):
        found = [Scope("my", "My"), Scope("all", "All")]
        return [*found, Scope("across", "All Across")] if actor.can("toy.see_across") else found

    def in_scope(self, actor, key):
        return self.filter(Q(active=True)) if key == "my" else self


class State(TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"


MOVES = Machine(
    State,
    {"draft": "open", "sent": "open", "accepted": "done"},
    send=Move({"draft"}, "sent"),
    accept=Move({"sent"}, "accepted"),
)


def may(actor, move, row):
    return actor.can(f"toy.{move}")


class AcceptForm(VerbForm):
    note = forms.CharField(max_length=40)


@transaction.atomic
def accept(pk, *, by, note):
    if note == "taken":
        raise Taken("Taken since 10 seconds by <order> RO-1042.")
    if note == "forbidden":
        raise NotPermitted
    toy = Code.objects.get(pk=pk)
    MOVES.target("accept", toy.list_name)
    toy.list_name = "accepted"
    toy.save()
    return toy


@transaction.atomic
def send(pk, *, by):
    toy = Code.objects.get(pk=pk)
    toy.list_name = MOVES.target("send", toy.list_name)
    toy.save()
    return toy


@transaction.atomic
def rename(pk, *, by):
    Code.objects.filter(pk=pk).update(parent_code="renamed")


class ToyList(ListScreen):
    title, model, name = "Toys", Toy, "toys"
    columns = [
        NewMark(),
        Column("code", label="Number", link=True),
        Column("title"),
        Badge("state", "State"),
        Number("sort"),
        Moment("created_at"),
    ]
    filters = [
        OneOf("list_name", label="State", choices=State.choices),
        Search("code", "parent_code"),
        YesNo("active"),
        DateBetween("created_at", label="Made"),
    ]
    order = ["-sort", "-id"]
    empty = "Toys appear here."
    permission = "toy.see"
    primary = Link("New toy", "toys:toys", permission="toy.make")
    record, row_key, size = "toys:toy", "code", 5

    def rows(self, actor):
        return ToyQuerySet(Toy).visible_to(actor)


class ToyRecord(RecordScreen):
    model, name, path = Toy, "toy", "toys"
    title, subtitle, key = "code", "title", "code"
    facts = [Badge("state", "State"), Number("sort")]
    machine, may = MOVES, staticmethod(may)
    verbs = [
        Verb("accept", accept, AcceptForm, tone="primary", sentence="It is booked at once."),
        Verb("send", send),
        Verb("rename", rename, done="It has a new name."),
    ]
    panels = [
        Panel("info", "More Info", "web/components/empty.html", lambda *_: INFO),
        Panel("secret", "Secret", "web/components/empty.html", lambda *_: INFO, "toy.secret"),
    ]
    side = Panel("history", "History", "web/components/empty.html", lambda *_: INFO)
    parent = ("Toys", "toys:toys")
    permission = "toy.see"

    def rows(self, actor):
        return ToyQuerySet(Toy).visible_to(actor)

    def opened(self, row, actor):
        OPENED.append(row.code)
        Code.objects.filter(pk=row.pk).update(sort=row.sort)


INFO = {"title": "Inside", "content": "what the panel says", "icon": "inbox"}


def writing(request):
    Code.objects.update(sort=9)
    return HttpResponse("written")


def refusing(request):
    raise Taken("The bed went to <somebody> else.", order="RO-1")


def failing(request):
    from django.db import OperationalError

    raise OperationalError("the connection is lost")


def tracing(request):
    with reading_trace():
        Code.objects.update(sort=9)
    return HttpResponse("traced")


TOYS = Door(
    "toys",
    "Toys",
    Side.HOST,
    screens=[ToyList, ToyRecord],
    nav=[Nav("Toys", "toys:toys", "box", "t", "toy.see"), Nav("Acts", "toys:refusing", "send")],
    extra=[
        path("writing/", writing, name="writing"),
        path("allowed/", writes_on_get("a toy")(lambda r: writing(r)), name="allowed"),
        path("tracing/", tracing, name="tracing"),
        path("refusing/", refusing, name="refusing"),
        path("failing/", failing, name="failing"),
    ],
    frame=lambda _actor: {"host_name": "Toy <Town>", "new_count": 2, "new_url": "/toys/toys/"},
)
REFUSING = path("refusing/", refusing, name="refusing")
ANYONE = Door("anyone", "Anyone", Side.PUBLIC, extra=[REFUSING])


class Acting:
    """Sets the actor that the test chose, where parties would look it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = ACTORS.get(request.headers.get("X-Actor", ""), PUBLIC)
        return self.get_response(request)
