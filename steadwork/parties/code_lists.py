"""Code lists on the desk: a host says its own words for the codes of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadwork.kernel.codes import CodeList, say
from steadwork.web.acts import attempt
from steadwork.web.forms import HouseForm
from steadwork.web.requests import actor_of


class CodeForm(HouseForm):
    """One code: a label per language, and whether it may be chosen."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=60)
    active = forms.BooleanField(label=gettext_lazy("May be chosen"), required=False, initial=True)
    sort = forms.IntegerField(
        label=gettext_lazy("Order"), min_value=0, max_value=9999, initial=0, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, name in settings.LANGUAGES:
            self.fields[f"label_{language}"] = forms.CharField(
                label=_("Label, %(language)s") % {"language": _(name)},
                max_length=200,
                required=False,
            )
        self.order_fields(["code", *(f"label_{code}" for code, _name in settings.LANGUAGES)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        labels = {code: data.pop(f"label_{code}", "") for code, _name in settings.LANGUAGES}
        return {**data, "labels": labels, "sort": data.get("sort") or 0}


def code_lists(request: HttpRequest) -> HttpResponse:
    """Every list of the house, with its codes as this host says them."""
    actor = actor_of(request)
    if not actor.can("code.manage"):
        raise Http404
    lists = [
        {"name": name, "codes": known.choices(actor.host_id)}
        for name, known in sorted(CodeList.register.items())
    ]
    return render(request, "parties/code_lists.html", {"lists": lists, "title": _("Code lists")})


def code_list(request: HttpRequest, name: str) -> HttpResponse:
    """One list: its codes, and the form that says one of them anew or adds one."""
    actor = actor_of(request)
    if not actor.can("code.manage") or name not in CodeList.register:
        raise Http404
    known, status = CodeList.register[name], 200
    form = CodeForm(request.POST or None, initial=opening(known, request, actor.host_id))
    if request.method == "POST":
        said, status = attempt(form, say, name, by=actor)
        if said:
            messages.success(request, _("%(code)s is said anew.") % {"code": said.code})
            return redirect(reverse("desk:code-list", args=[name]))
    said_by = known.said_by(actor.host_id)
    codes = [*known.codes, *(code for code in said_by if code not in known.codes)]
    rows = [
        (code, known.label(code, said=said_by), code not in said_by or said_by[code].active)
        for code in codes
    ]
    context = {"form": form, "rows": rows, "title": name}
    return render(request, "parties/code_list.html", context, status=status)


def opening(known: CodeList, request: HttpRequest, host_id: Any) -> dict[str, Any]:
    """The code that the address names, as it is said now."""
    code = request.GET.get("code", "")[:60]
    said = known.said_by(host_id).get(code)
    labels = {f"label_{language}": word for language, word in (said.labels if said else {}).items()}
    return {
        "code": code,
        "active": said.active if said else True,
        "sort": said.sort if said else 0,
        **labels,
    }
