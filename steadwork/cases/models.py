"""Benefits cases, and the benefits that a case grants."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from steadwork.cases.states import MOVES, State
from steadwork.catalog.models import Product
from steadwork.kernel.actor import Actor
from steadwork.kernel.querysets import HouseModel, HouseQuerySet
from steadwork.parties.models import Contact, Organization
from steadwork.work.models import WorkItem
from steadwork.work.visibility import WorkItemQuerySet


class Case(WorkItem):
    """A benefits case of a household."""

    KIND: ClassVar[str] = "case"
    PREFIX: ClassVar[str] = "BC"
    MOVES = MOVES
    STAFFED_BY: ClassVar[dict[str, str]] = {"host": "case.work"}
    state_tones: ClassVar[dict[str, str]] = {"active": "good"}

    item = models.OneToOneField(
        WorkItem, models.CASCADE, parent_link=True, primary_key=True, related_name="as_case"
    )
    category = models.CharField(_("category"), max_length=60)
    reason = models.TextField(_("what is it about"), blank=True)

    objects: ClassVar[Any] = WorkItemQuerySet.as_manager()

    def get_state_display(self) -> str:
        return str(State(self.state).label)


class BenefitQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> BenefitQuerySet:
        return self.filter(case__in=Case.objects.visible_to(actor))


class Benefit(HouseModel):
    """Something the case grants to one person: for now a product for a time."""

    class Status(models.TextChoices):
        APPROVED = "approved", _("Approved")
        COMPLETED = "completed", pgettext_lazy("benefit", "Completed")
        CANCELLED = "cancelled", pgettext_lazy("benefit", "Cancelled")

    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="benefits")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Contact, models.PROTECT, related_name="benefits")
    period = DateRangeField(_("when"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPROVED)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_benefit_has_a_night",
                condition=Q(period__isempty=False, period__lower_inf=False),
            )
        ]
        indexes = [models.Index(fields=["case", "-created_at"], name="cases_benefit_of_case")]

    def __str__(self) -> str:
        return f"{self.product} · {self.recipient}"
