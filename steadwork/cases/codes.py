"""The categories of benefits cases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steadwork.kernel.codes import CodeList

CATEGORIES = CodeList(
    "case.category",
    {
        "foster_care": _("Foster care"),
        "shelter": _("Shelter"),
        "family_support": _("Family support"),
        "protection": _("Child protection"),
    },
)
