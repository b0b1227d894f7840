"""For whom a piece of writing is meant. The narrowest is always the default."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Who may read a note, an activity, a file or an entry of the timeline."""

    AUTHOR = "author", _("Only me")
    SIDE = "side", _("Our side only")
    PARTNER = "partner", _("One partner and us")
    PARTNERS = "partners", _("All partners on it and us")
    CUSTOMER = "customer", _("Everyone on it, and the customer")
