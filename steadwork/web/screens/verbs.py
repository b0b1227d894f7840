"""Verbs on a record: which buttons, why not the others, the form, and what happens after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from steadwork.kernel.errors import NotPermitted
from steadwork.web.acts import attempt, moved_on, refused
from steadwork.web.forms import VerbForm
from steadwork.web.requests import aims_at

if TYPE_CHECKING:
    from steadwork.web.screens.records import Record

Words = str | Promise
TONES = ("plain", "primary", "danger")
PAGE, PART = "web/record/verb.html", "web/record/_verb.html"


@dataclass(frozen=True)
class Verb:
    """One thing that may be done to a row: the action, its form, and the words around it.

    ``act`` is called as ``act(row.pk, by=actor, **cleaned_data)``. ``sentence`` says what will
    happen and who will see it; ``then(row, result)`` may lead somewhere else than to the record.
    """

    name: str
    act: Callable[..., Any]
    form: type[Any] = VerbForm
    tone: str = "plain"
    sentence: Words | Callable[[Any, Any], Words] = ""
    label: Words = ""
    icon: str = ""
    done: Words | Callable[[Any, Any], Words] = ""
    then: Callable[[Any, Any], str] | None = None

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"verb {self.name}: unknown tone {self.tone!r}")

    def said(self, machine: Any) -> str:
        if self.label:
            return str(self.label)
        if machine is not None and self.name in machine.moves:
            return str(machine.label(self.name))
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb on this row for this person: its address, and the reason when not possible now."""

    verb: Verb
    label: str
    url: str
    reason: str = ""


def offers(record: Record) -> tuple[list[Offer], list[Offer]]:
    """The verbs possible now, and those that this person has but this state does not allow."""
    now: list[Offer] = []
    later: list[Offer] = []
    for verb in record.screen.verbs:
        if not record.may(verb.name):
            continue
        reason = obstacle(record, verb)
        offer = Offer(verb, verb.said(record.screen.machine), record.url(verb.name), reason)
        (later if reason else now).append(offer)
    return now, later


def obstacle(record: Record, verb: Verb) -> str:
    """Why the state does not allow it, or nothing. Verbs outside the table have no such gate."""
    machine = record.screen.machine
    if machine is None or verb.name not in machine.moves:
        return ""
    state = record.row.state
    return "" if verb.name in machine.open_from(state) else str(machine.refusal(verb.name, state))


def respond(request: HttpRequest, record: Record, verb: Verb) -> HttpResponse:
    """GET shows the form; POST runs the action, and answers with the record or the refusal."""
    if request.method in ("GET", "HEAD"):
        gate(record, verb)
        return drawn(request, record, verb, build(verb, record, None, None), 200)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    form = build(verb, record, request.POST, request.FILES)
    if not record.may(verb.name):
        return drawn(request, record, verb, form, refused(form, NotPermitted()))
    result, status = attempt(form, verb.act, record.row.pk, by=record.actor)
    if status != 200:
        return drawn(request, record, verb, form, status)
    messages.success(request, told(verb, record, result))
    return moved_on(request, verb.then(record.row, result) if verb.then else record.url())


def gate(record: Record, verb: Verb) -> None:
    """The same two questions that drew the button. A POST leaves the second one to the action,
    which asks it under its lock and can say who was faster."""
    if not record.may(verb.name):
        raise NotPermitted
    machine = record.screen.machine
    if machine is not None and verb.name in machine.moves:
        machine.target(verb.name, record.row.state)


def build(verb: Verb, record: Record, data: Any, files: Any) -> Any:
    if issubclass(verb.form, VerbForm):
        return verb.form(data, files, row=record.row, actor=record.actor)
    return verb.form(data, files)


def drawn(request: HttpRequest, record: Record, verb: Verb, form: Any, status: int) -> HttpResponse:
    label = verb.said(record.screen.machine)
    sentence = verb.sentence
    context = {
        "record": record,
        "verb": verb,
        "form": form,
        "label": label,
        "title": f"{label} · {record.title}",
        "url": record.url(verb.name),
        "sentence": sentence(record.row, record.actor) if callable(sentence) else sentence,
        "refused": status >= 400,
    }
    part = aims_at(request, "dialog-body", "verb")
    return render(request, PART if part else PAGE, context, status=status)


def told(verb: Verb, record: Record, result: Any) -> str:
    """The quiet message after it worked."""
    if callable(verb.done):
        return str(verb.done(record.row, result))
    if verb.done:
        return str(verb.done)
    return _("%(title)s: “%(verb)s” is done.") % {
        "title": record.title,
        "verb": verb.said(record.screen.machine),
    }
