"""Who works for the two agencies, in which seat, with which responsibility."""

from __future__ import annotations

from dataclasses import dataclass

from steadwork.parties.permissions import Permission


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of an agency and the person in it. ``above`` is the key of the seat above."""

    key: str
    name: str
    title: str
    unit: str
    above: str
    responsibility: str


P = Permission
INTAKE, NORTH, SOUTH, DESK = "Intake", "Foster Care North", "Foster Care South", "Placement Desk"
UNITS = (INTAKE, NORTH, SOUTH, DESK)

SEATS = (
    Seat("admin", "Helen Osgood", "Systems administrator", "", "director", "Administrator"),
    Seat("director", "Joyce Halloran", "Director", "", "", "Director"),
    Seat("contracts", "Priya Raman", "Contract manager", "", "director", "Contract manager"),
    Seat("relations", "Walter Nyberg", "Provider relations", "", "director", "Provider relations"),
    Seat("services", "Angela Pruitt", "Services manager", "", "director", "Supervisor"),
    Seat("intake-lead", "Frank Dozier", "Supervisor", INTAKE, "services", "Supervisor"),
    Seat("north-lead", "Marcus Bell", "Supervisor", NORTH, "services", "Supervisor"),
    Seat("south-lead", "Carol Jimenez", "Supervisor", SOUTH, "services", "Supervisor"),
    Seat("desk-lead", "Nadia Petrov", "Placement lead", DESK, "services", "Supervisor"),
    Seat("sam", "Sam Okafor", "Intake worker", INTAKE, "intake-lead", "Caseworker"),
    Seat("beth", "Beth Lindqvist", "Intake worker", INTAKE, "intake-lead", "Caseworker"),
    Seat("dana", "Dana Whitfield", "Caseworker", NORTH, "north-lead", "Caseworker"),
    Seat("terrence", "Terrence Cole", "Caseworker", NORTH, "north-lead", "Caseworker"),
    Seat("amy", "Amy Vandermeer", "Caseworker", NORTH, "north-lead", "Caseworker"),
    Seat("jorge", "Jorge Salinas", "Caseworker", NORTH, "north-lead", "Caseworker"),
    Seat("linda", "Linda Kowalczyk", "Caseworker", SOUTH, "south-lead", "Caseworker"),
    Seat("ahmed", "Ahmed Farah", "Caseworker", SOUTH, "south-lead", "Caseworker"),
    Seat("rachel", "Rachel Stone", "Caseworker", SOUTH, "south-lead", "Caseworker"),
    Seat("peter", "Peter Nguyen", "Caseworker", SOUTH, "south-lead", "Caseworker"),
    Seat("grace", "Grace Holloway", "Placement worker", DESK, "desk-lead", "Caseworker"),
    Seat("devin", "Devin Marsh", "Placement worker", DESK, "desk-lead", "Caseworker"),
)

LAKESHORE_SEATS = (
    Seat("director", "Margaret Lund", "Director", "", "", "Director"),
    Seat("admin", "Stanley Pope", "Administrator", "", "director", "Administrator"),
    Seat("contracts", "Ines Calder", "Contract manager", "", "director", "Contract manager"),
    Seat("relations", "Ben Thorsen", "Provider relations", "", "director", "Provider relations"),
    Seat("owen", "Owen Sandberg", "Caseworker", "", "director", "Caseworker"),
)

#: Which caseworkers place people in which kind of home.
WORKERS = {
    "foster": ("dana", "terrence", "amy", "jorge", "linda", "ahmed", "rachel", "peter"),
    "group": ("terrence", "amy", "jorge", "linda", "ahmed", "rachel", "peter", "sam"),
    "shelter": ("grace", "devin", "sam", "beth"),
    "family": ("grace", "devin", "beth"),
}

CASEWORK = [
    P.CASE_SEE_MY, P.CASE_SEE_ALL, P.CASE_OPEN, P.CASE_WORK,
    P.REFERRAL_SEE_MY, P.REFERRAL_SEE_ALL, P.REFERRAL_CREATE, P.REFERRAL_STAY,
    P.ASSET_SEE, P.AGREEMENT_SEE, P.PARTY_SEE,
]  # fmt: skip
SUPERVISION = [*CASEWORK, P.CASE_SEE_TEAM, P.REFERRAL_SEE_TEAM]

#: Responsibilities of an agency: for its own people, and for those of its partners.
HOST_SETS = {
    "Caseworker": CASEWORK,
    "Supervisor": SUPERVISION,
    "Director": [*SUPERVISION, P.CASE_SEE_ACROSS, P.REFERRAL_SEE_ACROSS, P.AUDIT_SEE],
    "Contract manager": [
        P.AGREEMENT_SEE, P.AGREEMENT_MANAGE, P.PRODUCT_MANAGE, P.ASSET_SEE, P.ASSET_KEEP,
        P.ASSET_MANAGE, P.PARTY_SEE, P.PARTY_MANAGE, P.PARTY_IMPORT,
    ],
    "Provider relations": [
        P.PARTY_SEE, P.PARTY_MANAGE, P.PARTY_MANAGE_PEOPLE, P.ASSET_SEE, P.AGREEMENT_SEE,
        P.REFERRAL_SEE_ACROSS, P.PARTY_IMPORT,
    ],
    "Administrator": [
        P.PARTY_SEE, P.PARTY_MANAGE, P.PARTY_MANAGE_PEOPLE, P.PARTY_IMPORT, P.CODE_MANAGE,
        P.AUDIT_SEE, P.PRODUCT_MANAGE, P.ASSET_SEE,
    ],
}  # fmt: skip
PARTNER_SETS = {
    "Provider coordinator": [
        P.REFERRAL_SEE_MY, P.REFERRAL_SEE_ALL, P.REFERRAL_ANSWER, P.REFERRAL_ASSIGN,
        P.REFERRAL_STAY, P.ASSET_SEE, P.ASSET_KEEP, P.AGREEMENT_SEE,
    ],
    "Provider employee": [
        P.REFERRAL_SEE_MY, P.REFERRAL_ANSWER, P.REFERRAL_STAY, P.ASSET_SEE,
    ],
    "Provider manager": [
        P.REFERRAL_SEE_MY, P.REFERRAL_SEE_TEAM, P.REFERRAL_SEE_ALL, P.REFERRAL_ANSWER,
        P.REFERRAL_ASSIGN, P.ASSET_SEE, P.AGREEMENT_SEE,
    ],
    "Provider administrator": [
        P.PARTY_MANAGE_PEOPLE, P.ASSET_SEE, P.ASSET_KEEP, P.AGREEMENT_SEE,
    ],
}  # fmt: skip


def address(name: str, domain: str) -> str:
    """*dana.whitfield@riverbend.example*, for a name with any letters."""
    from django.utils.text import slugify

    return f"{slugify(name).replace('-', '.')}@{domain}"
