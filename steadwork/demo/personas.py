"""The people whose seats a visitor may take, and the one password they all share."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: For the ordinary sign-in page. It opens demo people only, and is written down in docs/demo.md.
PASSWORD = "welcome-to-riverbend"  # noqa: S105 — public on purpose

DESK, PORTAL = "/desk/", "/portal/"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be for a while: who, where, what they do, and what to try."""

    key: str
    name: str
    email: str
    role: str | Promise
    organization: str
    story: str | Promise
    landing: str
    language: str = "en"

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:2])


AGENCY = "Riverbend County Family Services"

PERSONAS = (
    Persona(
        "dana", "Dana Whitfield", "dana.whitfield@riverbend.example",
        _("Caseworker, Foster Care North"), AGENCY,
        _("Mia Kessler is nine and needs a bed tonight. Open the Kessler family's case, look for "
          "a free bed near by and send the order."),
        DESK,
    ),
    Persona(
        "luis", "Luis Ortega", "luis.ortega@ortega-home.example",
        _("Provider coordinator"), "Ortega Foster Home",
        _("Four beds, two of them taken. An order came in this morning and wears the New mark: "
          "open it, then accept it with a bed, or say no with a reason."),
        PORTAL,
    ),
    Persona(
        "marcus", "Marcus Bell", "marcus.bell@riverbend.example",
        _("Supervisor, Foster Care North"), AGENCY,
        _("See what the whole team is working on, and give a case to somebody who has time."),
        DESK,
    ),
    Persona(
        "priya", "Priya Raman", "priya.raman@riverbend.example",
        _("Contract manager"), AGENCY,
        _("Agreements, prices, licences and places: one agreement waits to be put in force."),
        DESK,
    ),
    Persona(
        "helen", "Helen Osgood", "helen.osgood@riverbend.example",
        _("Administrator"), AGENCY,
        _("People, seats and responsibilities. She sees no case: a responsibility gives "
          "functions, a seat gives rows."),
        DESK,
    ),
    Persona(
        "tamika", "Tamika Greene", "tamika.greene@harbor-house.example",
        _("Provider employee"), "Harbor House",
        _("Her portal opens on My: the orders that her coordinator gave to her, and no others."),
        PORTAL,
    ),
    Persona(
        "robert", "Robert Kline", "robert.kline@harbor-house.example",
        _("Provider manager"), "Harbor House",
        _("What Tamika and the others are working on, under My Team's."),
        PORTAL,
    ),
    Persona(
        "maria", "María Delgado", "maria.delgado@casa-esperanza.example",
        _("Provider employee, in Spanish"), "Casa Esperanza",
        _("Works in Spanish: the same portal in her language, for a family shelter."),
        PORTAL, language="es",
    ),
    Persona(
        "gloria", "Gloria Mendes", "gloria.mendes@twin-rivers.example",
        _("Provider coordinator for two counties"), "Twin Rivers Youth Services",
        _("Holds a seat for each county and changes between them. Neither county's orders show "
          "through the other."),
        PORTAL,
    ),
    Persona(
        "ruth", "Ruth Fenner", "ruth.fenner@fenner-home.example",
        _("A stranger: coordinator at another home"), "Fenner Foster Home",
        _("Paste the address of one of Luis's orders: for her there is nothing there."),
        PORTAL,
    ),
    Persona(
        "owen", "Owen Sandberg", "owen.sandberg@lakeshore.example",
        _("Caseworker in the next county"), "Lakeshore County",
        _("Another agency on the same system. Nothing of Riverbend's reaches him."),
        DESK,
    ),
)  # fmt: skip


def persona(key: str) -> Persona | None:
    return next((each for each in PERSONAS if each.key == key), None)


def password_of(email: str) -> str | None:
    """Only the people on the start page can sign in; the others are neighbours."""
    return PASSWORD if any(each.email == email for each in PERSONAS) else None
