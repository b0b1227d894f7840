"""Code lists: a stable code for machines, a label per language for people.

A noun declares its list with the codes it knows; a host may rename, hide or add codes in rows.
A code that was used is never deleted: it becomes inactive and keeps its label.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.errors import Invalid, Missing
from steadwork.kernel.querysets import HouseModel, HouseQuerySet
from steadwork.kernel.verdict import require, tenant

Labels = dict[str, "str | Promise"]
SHAPE = re.compile(r"[a-z0-9_]{1,60}")


class Code(HouseModel):
    """What one host says differently about one code of one list."""

    host_id = models.UUIDField()
    list_name = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    parent_code = models.CharField(max_length=60, blank=True)
    labels = models.JSONField(default=dict, help_text="language: label")
    sort = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = HouseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host_id", "list_name", "code"], name="kernel_code_once_per_host"
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(list_name=""), name="kernel_code_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_name}/{self.code}"


class CodeList:
    """A list as its noun declares it. ``register`` holds every list by name."""

    register: dict[str, CodeList] = {}

    def __init__(self, name: str, codes: Labels) -> None:
        self.name, self.codes = name, codes
        CodeList.register[name] = self

    def said_by(self, host_id: UUID | None) -> dict[str, Any]:
        rows = Code.objects.filter(host_id=host_id, list_name=self.name) if host_id else ()
        return {row.code: row for row in rows}

    def choices(self, host_id: UUID | None = None) -> list[tuple[str, str]]:
        """The codes that may be chosen today, with their labels in the reader's language."""
        said = self.said_by(host_id)
        known = list(self.codes) + [code for code in said if code not in self.codes]
        known.sort(key=lambda code: said[code].sort if code in said else 0)
        shown = [code for code in known if code not in said or said[code].active]
        return [(code, self.label(code, said=said)) for code in shown]

    def label(self, code: str, host_id: UUID | None = None, said: Any = None) -> str:
        """The word for a code, also for one that may no longer be chosen."""
        row = (self.said_by(host_id) if said is None else said).get(code)
        language = (get_language() or "en").split("-")[0]
        if row and row.labels.get(language):
            return str(row.labels[language])
        if code in self.codes:
            return str(self.codes[code])
        return str(next(iter(row.labels.values()), code)) if row else code

    def __contains__(self, code: object) -> bool:
        return code in self.codes


@transaction.atomic
def say(
    list_name: str,
    code: str,
    *,
    labels: dict[str, str],
    active: bool = True,
    sort: int = 0,
    by: Actor,
) -> Code:
    """What a host calls a code from now on, and whether it may still be chosen.

    A code that the list does not know yet is added to it. ``labels`` is language: label.
    """
    require(by.can("code.manage"))
    if list_name not in CodeList.register:
        raise Missing
    if not SHAPE.fullmatch(code):
        raise Invalid(_("A code has small letters, digits and underscores."))
    spoken = {language: label.strip() for language, label in labels.items() if label.strip()}
    if code not in CodeList.register[list_name] and not spoken:
        raise Invalid(_("A new code needs a word in at least one language."))
    said, _new = Code.objects.update_or_create(
        host_id=tenant(by),
        list_name=list_name,
        code=code,
        defaults={"labels": spoken, "active": active, "sort": sort},
    )
    record("code.said", said, by=by, note=f"{list_name}/{code}")
    return said
