"""The base of every form: our fields, an error summary with links, and who is asking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

from steadwork.kernel.actor import PUBLIC, Actor

CLASSES = {
    forms.CheckboxInput: "check",
    forms.RadioSelect: "choices",
    forms.CheckboxSelectMultiple: "choices",
    forms.Select: "input select",
    forms.Textarea: "input input--tall",
    forms.ClearableFileInput: "input input--file",
    forms.HiddenInput: "",
}


class DayInput(forms.DateInput):
    """A date as browsers keep it, whatever the reader's language: they show it in that language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HouseRenderer(DjangoTemplates):
    """Fields and forms as our templates draw them, inside and outside Django's own forms."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"


class HouseErrors(forms.utils.ErrorList):
    template_name = "web/forms/errors.html"


class HouseForm(forms.Form):
    """A form that looks like ours. Use it where no row is concerned: new things, processes."""

    default_renderer = HouseRenderer
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_class", HouseErrors)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            dress(field)
            if first_of(self.fields) == name:
                field.widget.attrs.setdefault("data-first", "")

    @cached_property
    def summary(self) -> list[tuple[str, str, str]]:
        """Every complaint about a field: the id to jump to, the label, the sentence."""
        found = []
        for name, sentences in self.errors.items():
            if name in self.fields:
                bound = self[name]
                label = str(bound.label)
                found += [(bound.id_for_label, label, str(words)) for words in sentences]
        return found


class VerbForm(HouseForm):
    """The form of a verb: it knows the row that the verb is about, and who acts."""

    def __init__(self, *args: Any, row: Any = None, actor: Actor = PUBLIC, **kwargs: Any) -> None:
        self.row, self.actor = row, actor
        super().__init__(*args, **kwargs)


def dress(field: forms.Field) -> None:
    """Give a widget its class, and dates and times the browser's own pickers."""
    widget = field.widget
    kinds = {
        forms.DateInput: "date",
        forms.TimeInput: "time",
        forms.DateTimeInput: "datetime-local",
    }
    if type(widget) in kinds:
        widget.input_type = kinds[type(widget)]
        formats = {
            "date": "%Y-%m-%d",
            "time": "%H:%M",
            "datetime-local": "%Y-%m-%dT%H:%M",
        }
        widget.format = formats[widget.input_type]
    names = next((CLASSES[kind] for kind in type(widget).__mro__ if kind in CLASSES), "input")
    worn = f"{widget.attrs.get('class', '')} {names}".strip()
    if worn and names not in widget.attrs.get("class", ""):
        widget.attrs["class"] = worn


def first_of(fields: dict[str, forms.Field]) -> str:
    return next((name for name, field in fields.items() if not field.widget.is_hidden), "")
