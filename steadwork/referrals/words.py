"""A need profile in words, as a provider reads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from steadwork.assets.features import FEATURES
from steadwork.parties.models import Contact


def need_in_words(need: dict[str, Any], host_id: Any = None) -> list[str]:
    """*9 years old*, *Female*, *Needs: crib, quiet surroundings*, *Speaks: es*."""
    found = []
    age = need.get("age")
    if age is not None:
        found.append(ngettext("%(age)s year old", "%(age)s years old", age) % {"age": age})
    if gender := need.get("gender"):
        found.append(str(Contact.Gender(gender).label))
    if features := need.get("features"):
        names = ", ".join(FEATURES.label(code, said={}) for code in features)
        found.append(_("Needs: %(names)s") % {"names": names})
    if languages := need.get("languages"):
        found.append(_("Speaks: %(names)s") % {"names": ", ".join(languages)})
    return found
