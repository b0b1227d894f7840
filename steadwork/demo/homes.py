"""The providers of Riverbend County: who they are, what they have, under which agreement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from steadwork.demo.shelf import EMERGENCY, ROOM, STANDARD, THERAPEUTIC


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody at a provider: ``role`` is the responsibility, ``below`` the seat above theirs."""

    name: str
    role: str = "Provider coordinator"
    title: str = "Coordinator"


@dataclass(frozen=True, slots=True)
class Home:
    """One provider as the agency knows it. ``joined`` counts days before today.

    The first ``anchors`` places have been taken for weeks, the last ``quiet`` ones stay free of
    history, and ``unlicensed`` of them are not covered by the licence.
    """

    name: str
    kind: str
    places: int
    town: str
    lead: str
    product: str = STANDARD
    ages: tuple[int, int] = (0, 17)
    genders: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    joined: int = 365
    deal: str = "open"
    secret: bool = False
    anchors: int = 0
    quiet: int = 0
    unlicensed: int = 0
    staff: tuple[Staff, ...] = field(default=())

    @property
    def people(self) -> tuple[Staff, ...]:
        return (Staff(self.lead), *self.staff)


MANAGER, EMPLOYEE = "Provider manager", "Provider employee"
CHIEF = "Provider administrator"
GIRLS, BOYS = ("female",), ("male",)

FOSTER = (
    Home("Ortega Foster Home", "foster", 4, "Riverbend", "Luis Ortega", ages=(3, 14),
         features=("siblings", "pets", "ground_floor"), anchors=2, quiet=2),
    Home("Fenner Foster Home", "foster", 2, "Prairie View", "Ruth Fenner", ages=(0, 9),
         features=("crib",)),
    Home("Abernathy Foster Home", "foster", 3, "Riverbend", "Ellen Abernathy", ages=(0, 12),
         features=("crib", "siblings"), staff=(Staff("Tom Abernathy", EMPLOYEE, "Carer"),)),
    Home("Baptiste Foster Home", "foster", 2, "Riverbend", "Nadine Baptiste", ages=(6, 17)),
    Home("Brandt Foster Home", "foster", 3, "Millbrook", "Karl Brandt", ages=(0, 10),
         features=("crib", "siblings", "pets"), joined=340),
    Home("Callahan Foster Home", "foster", 1, "Millbrook", "Sheila Callahan", ages=(12, 17),
         genders=GIRLS, joined=320),
    Home("Castellano Foster Home", "foster", 2, "Easton Ferry", "Rosa Castellano", ages=(0, 17),
         features=("ground_floor",), deal="renewed"),
    Home("Duong Foster Home", "foster", 2, "Riverbend", "Minh Duong", ages=(4, 15), joined=300),
    Home("Eriksen Foster Home", "foster", 3, "Cold Spring", "Astrid Eriksen", ages=(0, 12),
         features=("pets", "siblings")),
    Home("Fairbanks Foster Home", "foster", 2, "Prairie View", "Howard Fairbanks", ages=(8, 17),
         genders=BOYS, joined=280),
    Home("Gallagher Foster Home", "foster", 4, "Riverbend", "Maureen Gallagher", ages=(2, 16),
         features=("siblings", "wheelchair", "ground_floor"), deal="renewed",
         staff=(Staff("Sean Gallagher", EMPLOYEE, "Carer"),)),
    Home("Hargrove Foster Home", "foster", 1, "Easton Ferry", "Denise Hargrove", ages=(0, 5),
         features=("crib",), joined=240),
    Home("Ibarra Foster Home", "foster", 2, "Riverbend", "Elena Ibarra", ages=(5, 17),
         joined=210),
    Home("Jefferson Foster Home", "foster", 3, "Millbrook", "Alma Jefferson", ages=(0, 17),
         features=("siblings",), joined=330),
    Home("Kaczmarek Foster Home", "foster", 2, "Cold Spring", "Irena Kaczmarek", ages=(3, 12),
         deal="term"),
    Home("Lundgren Foster Home", "foster", 2, "Riverbend", "Nils Lundgren", ages=(10, 17),
         joined=190),
    Home("McAllister Foster Home", "foster", 2, "Prairie View", "June McAllister", ages=(0, 8),
         features=("crib", "quiet"), joined=310),
    Home("Nakamura Foster Home", "foster", 1, "Riverbend", "Keiko Nakamura", ages=(6, 14),
         features=("quiet",), joined=150),
    Home("Oyelaran Foster Home", "foster", 3, "Riverbend", "Folake Oyelaran", ages=(0, 17),
         features=("siblings",), joined=260),
    Home("Pemberton Foster Home", "foster", 2, "Easton Ferry", "Charles Pemberton",
         ages=(7, 17), deal="ended"),
    Home("Quigley Foster Home", "foster", 2, "Millbrook", "Bridget Quigley", ages=(0, 12),
         joined=9, deal="drawn_up"),
    Home("Rasmussen Foster Home", "foster", 2, "Cold Spring", "Dora Rasmussen", ages=(4, 16),
         deal="cancelled"),
    Home("Sterling Foster Home", "foster", 2, "Riverbend", "Vivian Sterling", THERAPEUTIC,
         ages=(6, 17), features=("quiet", "own_bathroom"), joined=300),
    Home("Tillman Foster Home", "foster", 2, "Prairie View", "Marvin Tillman", THERAPEUTIC,
         ages=(8, 17), features=("quiet",), joined=270),
    Home("Underwood Foster Home", "foster", 1, "Riverbend", "Paula Underwood", THERAPEUTIC,
         ages=(4, 12), features=("quiet", "medical"), joined=220),
    Home("Vasquez Foster Home", "foster", 2, "Easton Ferry", "Carmen Vasquez", THERAPEUTIC,
         ages=(5, 16), features=("quiet",), deal="suspended", joined=330),
)  # fmt: skip

GROUP = (
    Home("Harbor House", "group", 8, "Riverbend", "Lorraine Askew", ages=(12, 17),
         features=("own_bathroom",),
         staff=(Staff("Robert Kline", MANAGER, "House manager"),
                Staff("Tamika Greene", EMPLOYEE, "Case aide"),
                Staff("Eric Sorensen", EMPLOYEE, "Case aide"),
                Staff("Janet Doyle", CHIEF, "Office manager"))),
    Home("Cedar Bluff Group Home", "group", 6, "Millbrook", "Isaac Fontaine", ages=(13, 17),
         genders=BOYS, joined=350, staff=(Staff("Wanda Pruss", MANAGER, "House manager"),)),
    Home("Maple Ridge Youth Home", "group", 6, "Prairie View", "Sonia Albrecht", ages=(12, 17),
         genders=GIRLS, joined=300, staff=(Staff("Kim Tran", EMPLOYEE, "Case aide"),)),
    Home("Twin Rivers Youth Services", "group", 6, "Easton Ferry", "Gloria Mendes",
         ages=(10, 17), features=("siblings",), joined=330, quiet=2,
         staff=(Staff("Paul Whitcomb", MANAGER, "Programme manager"),)),
    Home("Stonegate Residential", "group", 6, "Cold Spring", "Oliver Haas", THERAPEUTIC,
         ages=(11, 17), features=("quiet", "medical"), joined=290,
         staff=(Staff("Mei Chang", EMPLOYEE, "Nurse"), Staff("Fred Lowry", MANAGER, "Head"))),
    Home("Willow Creek Home", "group", 6, "Riverbend", "Andrea Novak", THERAPEUTIC,
         ages=(8, 15), features=("quiet", "own_bathroom"), joined=180, quiet=1, unlicensed=1),
    Home("Juniper Place", "group", 7, "Millbrook", "Calvin Reyes", ages=(10, 16), joined=120),
)  # fmt: skip

SHELTER = (
    Home("Riverfront Emergency Shelter", "shelter", 16, "Riverbend", "Naomi Feldman", EMERGENCY,
         ages=(18, 75), features=("wheelchair",), joined=90,
         staff=(Staff("Curtis Bell", EMPLOYEE, "Night desk"),
                Staff("Olga Ivers", MANAGER, "Shelter manager"))),
    Home("Third Street Night Shelter", "shelter", 10, "Riverbend", "Hassan Idris", EMERGENCY,
         ages=(18, 80), genders=BOYS, features=("pets",), joined=80),
    Home("Sojourn House", "shelter", 8, "Millbrook", "Theresa Amato", EMERGENCY, ages=(18, 70),
         genders=GIRLS, features=("own_bathroom",), secret=True, joined=100,
         staff=(Staff("Brenda Coyle", EMPLOYEE, "Advocate"),)),
    Home("Northgate Youth Shelter", "shelter", 8, "Cold Spring", "Malik Rowe", EMERGENCY,
         ages=(14, 20), joined=85),
    Home("Haven on Fifth", "shelter", 8, "Easton Ferry", "Judith Sands", EMERGENCY,
         ages=(16, 65), genders=GIRLS, secret=True, joined=75),
)  # fmt: skip

FAMILY = (
    Home("Casa Esperanza", "family", 10, "Riverbend", "Beatriz Luna", ROOM, ages=(0, 80),
         features=("crib", "siblings", "own_bathroom"), joined=240,
         staff=(Staff("María Delgado", EMPLOYEE, "Family advocate"),)),
    Home("Millbrook Family Shelter", "family", 8, "Millbrook", "Dennis Ruiz", ROOM,
         ages=(0, 80), features=("crib", "siblings", "wheelchair"), joined=160),
)  # fmt: skip

HOMES = (*FOSTER, *GROUP, *SHELTER, *FAMILY)

#: The provider that works for both counties, and what it has for the second one.
SHARED = next(home for home in GROUP if home.name == "Twin Rivers Youth Services")
LAKESHORE_HOMES = (
    Home("Pelican Point Home", "group", 5, "Lakeshore", "Irene Falk", ages=(6, 17), joined=200),
    replace(SHARED, places=2, joined=90, staff=(), quiet=0),
)


def domain(name: str) -> str:
    """*ortega-home.example*, *harbor-house.example*."""
    from django.utils.text import slugify

    short = slugify(name.replace(" Foster Home", " Home").replace(" Youth Services", ""))
    return f"{short}.example"
