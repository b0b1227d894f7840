"""The work item and what stands around it: team, shares, notes, activities, files."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.actor import Side
from steadwork.kernel.audience import Audience
from steadwork.kernel.clock import now
from steadwork.kernel.querysets import HouseModel
from steadwork.kernel.states import Machine
from steadwork.parties.models import Account, Contact, Organization, Position
from steadwork.work.disclosure import Disclosure, Level
from steadwork.work.visibility import SEALED, WorkItemQuerySet, WrittenQuerySet


class Stage(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    EMERGENCY = "emergency", _("Emergency")


class Sensitivity(models.TextChoices):
    NORMAL = "normal", _("Normal")
    RESTRICTED = "restricted", _("Restricted")
    SEALED = SEALED, _("Sealed")


class Turn(models.TextChoices):
    """Whose next step it is. An open item always has somebody."""

    HOST = "host", _("Ours")
    PARTNER = "partner", _("The partner's")
    NONE = "", _("Nobody's")


class WorkItem(HouseModel):
    """What people work on. A noun becomes one by extending this and naming its KIND and MOVES."""

    KIND: ClassVar[str] = ""
    PREFIX: ClassVar[str] = ""
    MOVES: ClassVar[Machine]
    DISCLOSURE: ClassVar[Disclosure] = Disclosure({})
    #: Which permission lets somebody of a side change who works on it.
    STAFFED_BY: ClassVar[dict[str, str]] = {}
    state_tones: ClassVar[dict[str, str]] = {}

    kind = models.CharField(max_length=20, editable=False)
    number = models.CharField(_("number"), max_length=30, editable=False)
    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    state = models.CharField(_("state"), max_length=20)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.OPEN)
    turn = models.CharField(
        _("next step"), max_length=10, choices=Turn, default=Turn.HOST, blank=True
    )
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.MEDIUM
    )
    sensitivity = models.CharField(
        _("sensitivity"), max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL
    )
    account = models.ForeignKey(
        Account,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("household"),
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("client")
    )
    owner = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    partner = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("belongs to"),
        help_text="an order to its case",
    )
    open_to_customer = models.BooleanField(default=False)
    opened_at = models.DateTimeField(_("opened"), default=now)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "kind", "number"], name="work_item_number_once_per_host_and_kind"
            ),
            models.CheckConstraint(
                name="work_item_closed_exactly_when_not_open",
                condition=Q(stage="open", closed_at=None)
                | (~Q(stage="open") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="work_item_open_has_a_next_step",
                condition=(Q(stage="open") & ~Q(turn="")) | (~Q(stage="open") & Q(turn="")),
            ),
        ]
        indexes = [
            models.Index(fields=["host", "kind", "-opened_at", "-id"], name="work_item_across"),
            models.Index(
                fields=["organization", "kind", "-opened_at", "-id"], name="work_item_all_of_unit"
            ),
            models.Index(fields=["owner", "kind", "-opened_at", "-id"], name="work_item_by_owner"),
            models.Index(
                fields=["host", "kind", "state", "-opened_at", "-id"], name="work_item_by_state"
            ),
            models.Index(fields=["parent", "kind"], name="work_item_by_parent"),
            models.Index(fields=["account", "kind"], name="work_item_by_account"),
            models.Index(fields=["contact", "kind"], name="work_item_by_contact"),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def kinds(cls) -> dict[str, type[WorkItem]]:
        """Every noun that declared itself a work item, by kind."""
        return {noun.KIND: noun for noun in WorkItem.__subclasses__()}

    def noun(self) -> type[WorkItem]:
        return type(self).kinds()[self.kind]

    @property
    def tone(self) -> str:
        return self.state_tones.get(self.state, "plain")

    @property
    def state_label(self) -> str:
        return str(self.noun().MOVES.states(self.state).label)


class TeamMember(HouseModel):
    """A position on an item's team. Leaving is dated, never a delete."""

    class Source(models.TextChoices):
        HAND = "hand", _("By hand")
        RULE = "rule", _("By rule")
        CREATOR = "creator", _("Creator")

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="team")
    position = models.ForeignKey(Position, models.PROTECT, related_name="work")
    kind = models.CharField(max_length=20, help_text="of the item, copied for the My list")
    opened_at = models.DateTimeField(help_text="of the item, copied for the My list")
    is_primary = models.BooleanField(default=False)
    role = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField(default=now)
    first_seen_at = models.DateTimeField(null=True, help_text="null is the New asterisk")
    removed_at = models.DateTimeField(null=True)
    removal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "position"],
                condition=Q(removed_at=None),
                name="work_team_position_once",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(removed_at=None, is_primary=True),
                name="work_team_one_primary",
            ),
        ]
        indexes = [
            models.Index(
                fields=["position", "kind", "-opened_at", "-item"],
                condition=Q(removed_at=None),
                name="work_team_my",
            ),
            models.Index(
                fields=["position"],
                condition=Q(removed_at=None, first_seen_at=None),
                name="work_team_new",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} on {self.item}"


class Share(HouseModel):
    """What a partner organization was given of an item: which role, how much of it, since when."""

    class Response(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        RETURNED = "returned", _("Returned")

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="shares")
    partner = models.ForeignKey(Organization, models.PROTECT, related_name="shared_with")
    kind = models.CharField(max_length=20, help_text="of the item, copied for the All list")
    opened_at = models.DateTimeField(help_text="of the item, copied for the All list")
    role = models.CharField(max_length=60, blank=True)
    level = models.CharField(
        max_length=10,
        choices=[(level.value, level.label) for level in Level if level != Level.FULL],
        default=Level.OFFERED,
    )
    is_primary = models.BooleanField(default=False)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True)
    back_share = models.BooleanField(default=False, help_text="may read what was told before")
    first_seen_at = models.DateTimeField(null=True, help_text="null is the New asterisk in All")
    response = models.CharField(max_length=10, choices=Response, default=Response.WAITING)
    response_reason = models.CharField(max_length=60, blank=True)
    response_due_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=60, blank=True, help_text="code of the legal basis")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "partner"], name="work_share_once"),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(is_primary=True, until=None),
                name="work_share_one_primary",
            ),
            models.CheckConstraint(
                name="work_share_ended_exactly_when_it_has_an_end",
                condition=Q(level="ended", until__isnull=False)
                | (~Q(level="ended") & Q(until=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "kind", "-opened_at", "-item"], name="work_share_all"),
            models.Index(
                fields=["partner"],
                condition=Q(until=None, first_seen_at=None),
                name="work_share_new",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} with {self.partner}"


class Written(HouseModel):
    """Something a person put on an item, with the audience it is meant for."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="%(class)ss")
    host_id = models.UUIDField()
    author_user_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200)
    author_organization_id = models.UUIDField(null=True)
    author_organization_name = models.CharField(max_length=300, blank=True)
    side = models.CharField(max_length=10, choices=[(side.value, side.value) for side in Side])
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience, default=Audience.SIDE
    )
    partner_id = models.UUIDField(null=True, blank=True)

    objects = WrittenQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_partner_is_named",
                condition=Q(audience="partner", partner_id__isnull=False)
                | (~Q(audience="partner") & Q(partner_id=None)),
            )
        ]
        indexes = [
            models.Index(
                fields=["item", "-created_at", "-id"], name="%(app_label)s_%(class)s_on_item"
            )
        ]


class Note(Written):
    """A remark. It is never changed: a correction is a new note that supersedes it."""

    text = models.TextField(_("note"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    def __str__(self) -> str:
        return self.text[:60]


class Activity(Written):
    """Something to do, or done: a call, a visit, a question."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    state_tones: ClassVar[dict[str, str]] = {"done": "good"}

    type = models.CharField(_("type"), max_length=60)
    description = models.CharField(_("what"), max_length=500)
    assignee = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(Written.Meta):
        verbose_name_plural = "activities"
        constraints = [
            *Written.Meta.constraints,
            models.CheckConstraint(
                name="work_activity_open_exactly_when_not_finished",
                condition=Q(status="open", done_at=None)
                | (~Q(status="open") & Q(done_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def tone(self) -> str:
        return self.state_tones.get(self.status, "plain")


def stored_name(attachment: Any, filename: str) -> str:
    """Where a file is kept: by ids alone, so that no name from outside reaches the disk."""
    return f"attachments/{attachment.item_id}/{attachment.pk}"


class Attachment(Written):
    """A file on an item. It leaves the store only through the access check."""

    file = models.FileField(upload_to=stored_name, max_length=200)
    name = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    description = models.CharField(_("what it is"), max_length=300, blank=True)

    class Meta(Written.Meta):
        constraints = [
            *Written.Meta.constraints,
            models.CheckConstraint(name="work_attachment_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name
