"""From a table and a mapping to a plan: every row checked, nothing written but the plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from steadwork.assets.inventory.mapping import CapacityRule, Equation, Mapping
from steadwork.assets.inventory.plan import CountRow, InventoryPlan, OrganizationRow, SiteRow
from steadwork.catalog.directory import places
from steadwork.kernel.errors import Invalid
from steadwork.sheets import cells
from steadwork.sheets.findings import Findings
from steadwork.sheets.members import Member
from steadwork.sheets.progress import SILENT, Steps
from steadwork.sheets.tables import Table, bundle, spoken, table_of

REMEMBERED = 20_000  # whereabouts of rows, so that a file of any length takes the same memory
MOST_PLACES = 20_000  # in one row; more is a mistake in the file
LONGEST = {
    "name": 300, "address": 500, "city": 120, "region": 120, "postal_code": 30, "phone": 200,
    "email": 254, "url": 2000, "key": 80,
}  # fmt: skip


def read(
    path: Path, mapping: Mapping, findings: Findings, *, night: date | None, steps: Steps = SILENT
) -> InventoryPlan:
    """Read and check a file. Errors among the findings mean that the plan must not be loaded.

    ``night`` stands in for the file's own dates. Raises Invalid when the file holds no table.
    """
    if not mapping.night and night is None:
        raise Invalid(_("The mapping names no column for the night; say which night with --date."))
    with bundle(path) as members:
        table = table_of(_the_one(members, path), findings, mapping.how)
        reader = Reader(table, mapping, findings, night)
        if reader.ready:
            for number, row in steps.over(table, table.file):
                reader.take(number, row)
            reader.close()
    return reader.plan


def _the_one(members: list[Member], path: Path) -> Member:
    tables = [m for m in members if m.name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx"))]
    chosen = members if len(members) == 1 else tables
    if len(chosen) != 1:
        raise Invalid(
            _("%(path)s holds %(count)s tables; an inventory is one. Name the file itself.")
            % {"path": path.name, "count": len(chosen)}
        )
    return chosen[0]


class Reader:
    """Takes rows one by one. What is wrong goes to the findings, what is right to the plan."""

    def __init__(
        self, table: Table, mapping: Mapping, findings: Findings, night: date | None
    ) -> None:
        self.table, self.mapping, self.findings, self.night = table, mapping, findings, night
        self.plan = InventoryPlan(mapping)
        self.seen: dict[tuple[str, int], int] = {}
        self.number, self.clean = 0, True
        self.known: dict[tuple[str, ...], tuple[str, str]] = {}
        self.whereabouts = [*mapping.organization.values(), *mapping.site.values()]
        wanted = [c for c in mapping.columns if not (c == mapping.night and night)]
        missing = [c for c in wanted if spoken(c) not in table.columns]
        for column in missing if table.header else ():
            findings.error(
                table.file, mapping.how.header_row, column, "",
                _("The mapping names this column, and the file does not have it."),
                _("Rename the column, or correct the mapping."),
            )  # fmt: skip
        self.places = [(c, table.columns[spoken(c)]) for c in wanted if c not in missing]
        self.ready = bool(table.header) and not missing

    def take(self, number: int, row: list[str]) -> None:
        """Check one row and plan what it says."""
        values = {column: row[place].strip() for column, place in self.places}
        self.number, self.clean = number, True
        night = self._night(values)
        organization, site = self._whereabouts(values)
        rules = [
            (place, rule)
            for place, rule in enumerate(self.mapping.capacities)
            if rule.when.fits(values)
        ]
        if not rules:
            self._error("", "", _("No [[capacity]] of the mapping fits this row."),
                        _("Add one to the mapping, or correct the row."))  # fmt: skip
        for place, rule in rules:
            self._count(values, rule, place, night, organization, site)

    def close(self) -> None:
        """Say so when there was nothing at all."""
        if not len(self.plan.counts) and not len(self.findings.errors):
            self.number = 0
            self._error("", "", _("The file has column names and no rows."), _("Send it again."))

    def _count(
        self, values: dict[str, str], rule: CapacityRule, place: int, night: date | None,
        organization: str, site: str,
    ) -> None:  # fmt: skip
        programme = self._key(values, self.mapping.programme, f"{organization}/{site}/")
        pile = f"{programme}/{rule.noun.casefold()}"
        product = next((p for p in self.mapping.products if p.when.fits(values)), None)
        if product is None:
            self._error("", "", _("No [[product]] of the mapping fits this row."),
                        _("Add one to the mapping, or correct the row."))  # fmt: skip
        taken, free, blocked = self._numbers(values, rule)
        for equation in rule.must:
            self._check(values, equation, must=True)
        for equation in rule.should:
            self._check(values, equation, must=False)
        if night is None or product is None or not self._once(programme, rule, place, night):
            return
        if self.clean:
            who = next((n for n, w in enumerate(self.mapping.who) if w.when.fits(values)), -1)
            facts = {n: values[c] for n, c in self.mapping.attributes.items() if values[c]}
            self._plan(CountRow(
                self.table.file, self.number, night, pile, organization, site, product.code,
                product.noun or rule.noun, place, who, taken, free, blocked, facts,
            ))  # fmt: skip

    def _plan(self, row: CountRow) -> None:
        self.plan.counts.add(row)
        self.plan.places += row.total
        self.plan.taken += row.taken
        self.plan.blocked += row.blocked

    def _once(self, programme: str, rule: CapacityRule, place: int, night: date) -> bool:
        before = self.seen.setdefault((programme, night.toordinal() * 100 + place), self.number)
        if before == self.number:
            return True
        column = self.mapping.programme.get("key") or self.mapping.programme["name"]
        self._error(
            column, programme, _("This programme stands in the file twice for the same night."),
            _("Remove one of the rows, or give each its own key. The other is row %(row)s.")
            % {"row": before},
        )  # fmt: skip
        return False

    def _numbers(self, values: dict[str, str], rule: CapacityRule) -> tuple[int, int, int]:
        """Taken, free, blocked. What is not given as free follows from the total."""
        taken, blocked = self._number(values, rule.taken), self._blocked(values, rule.blocked)
        if rule.free:
            if not any(values.get(c) for c in (rule.taken, rule.free, rule.blocked)):
                self._error(rule.free, "", _("This row counts no places at all."),
                            _("Write the numbers; 0 is a number too."))  # fmt: skip
            free = self._number(values, rule.free)
        else:
            free = self._number(values, rule.total) - taken - blocked
            if free < 0:
                self._error(
                    rule.total, values[rule.total], _("More places are in use than there are."),
                    _("Correct the total, or the number of those in use."),
                )  # fmt: skip
        if taken + free + blocked > MOST_PLACES:
            self._error(
                rule.free or rule.total, str(taken + free + blocked),
                _("This row counts more places than any house has."), _("Correct the numbers."),
            )  # fmt: skip
        return taken, free, blocked

    def _blocked(self, values: dict[str, str], column: str) -> int:
        """What cannot be used. Houses that have more than they are paid for write it below zero."""
        if column and values[column].startswith("-") and self._whole(values[column]) is not None:
            self.findings.remark(
                self.table.file, self.number, column, values[column],
                _("This number is below zero; it was taken as 0."),
                _("Write 0, or correct the numbers beside it."),
            )  # fmt: skip
            return 0
        return self._number(values, column)

    def _number(self, values: dict[str, str], column: str) -> int:
        if not column:
            return 0
        try:
            return cells.count(values[column])
        except Invalid as refusal:
            self._error(column, values[column], str(refusal.message), str(refusal.facts["mend"]))
            return 0

    def _whole(self, text: str) -> int | None:
        try:
            return cells.whole(text)
        except Invalid:
            return None

    def _check(self, values: dict[str, str], equation: Equation, must: bool) -> None:
        left, *rest = (self._whole(values[c]) for c in (equation.left, *equation.right))
        right = sum(number for number in rest if number is not None)
        if left == right and None not in rest:
            return
        wrong = _("“%(equation)s” does not hold in this row.") % {"equation": equation.text}
        if left is None or None in rest:
            mend = _("One of its columns holds no whole number: correct it.")
        else:
            facts = {"left": left, "right": right}
            mend = _("%(left)s is not %(right)s: correct one of the columns.") % facts
        value = values[equation.left]
        if must:
            self._error(equation.left, value, wrong, mend)
        else:
            self.findings.remark(self.table.file, self.number, equation.left, value, wrong, mend)

    # Who, where, when

    def _night(self, values: dict[str, str]) -> date | None:
        if self.night:
            return self.night
        text = values[self.mapping.night]
        try:
            night = cells.day(text, self.mapping.formats)
        except Invalid as refusal:
            self._error(self.mapping.night, text, str(refusal.message), str(refusal.facts["mend"]))
            return None
        if not 1900 <= night.year <= 2200:
            self._error(self.mapping.night, text, _("This date is far from any night that counts."),
                        _("Correct the year."))  # fmt: skip
        return night

    def _key(self, values: dict[str, str], columns: dict[str, str], within: str = "") -> str:
        """The key in the file, else one made of the names."""
        if "key" in columns and not values[columns["key"]]:
            self._error(columns["key"], "", _("This key is empty."),
                        _("Write it, so that it is known at the next import."))  # fmt: skip
        text = self._fit(values, columns, "key") or self._fit(values, columns, "name")
        return text if "key" in columns else f"{within}{spoken(text)}"[:150]

    def _whereabouts(self, values: dict[str, str]) -> tuple[str, str]:
        """The keys of organization and site; worked out once for equal cells."""
        said = tuple([values[column] for column in self.whereabouts])
        found = self.known.get(said)
        if found is None:
            organization = self._organization(values)
            found = organization, self._site(values, organization)
            if self.clean:
                if len(self.known) >= REMEMBERED:
                    self.known.clear()
                self.known[said] = found
        return found

    def _organization(self, values: dict[str, str]) -> str:
        columns = self.mapping.organization
        key = self._key(values, columns)
        found = OrganizationRow(
            key, *(self._fit(values, columns, name) for name in OrganizationRow._fields[1:])
        )
        if not found.name:
            self._error(columns["name"], "", _("This name is empty."), _("Write the name."))
        known = self.plan.organizations.setdefault(key, found)
        if known != found:
            self._differs(columns["name"], found.name)
        return key

    def _site(self, values: dict[str, str], organization: str) -> str:
        columns = self.mapping.site
        if not columns:
            return ""
        key = f"{organization}/{self._key(values, columns)}"
        texts = {name: self._fit(values, columns, name) for name in SiteRow._fields[2:]}
        name = texts.pop("name") or texts["address"] or values[self.mapping.programme["name"]]
        latitude, longitude = texts.pop("latitude"), texts.pop("longitude")
        texts.pop("precision")
        texts["country"] = places.country_code(texts["country"]) or self.mapping.country
        point, precision = self._point(latitude, longitude), "exact"
        if point is None:
            point = places.middle_of(texts["city"], texts["region"], texts["country"])
            precision = "city" if point else "none"
        found = SiteRow(
            key, organization, name, **texts, precision=precision,
            latitude=point[0] if point else None, longitude=point[1] if point else None,
        )  # fmt: skip
        if self.plan.sites.setdefault(key, found) != found:
            self._differs(columns.get("name") or columns.get("key", ""), name)
        return key

    def _point(self, latitude: str, longitude: str) -> places.Point | None:
        if not latitude and not longitude:
            return None
        try:
            return cells.degrees(latitude, 90), cells.degrees(longitude, 180)
        except Invalid as refusal:
            column = self.mapping.site.get("latitude", "")
            self.findings.remark(
                self.table.file, self.number, column, f"{latitude}, {longitude}",
                str(refusal.message), str(refusal.facts["mend"]),
            )  # fmt: skip
            return None

    def _fit(self, values: dict[str, str], columns: dict[str, str], name: str) -> str:
        text = values[columns[name]] if name in columns else ""
        if len(text) > LONGEST.get(name, 500):
            self._error(
                columns[name], text,
                _("This cell is longer than its field, which takes %(longest)s characters.")
                % {"longest": LONGEST.get(name, 500)},
                _("Shorten it."),
            )  # fmt: skip
        return text

    def _differs(self, column: str, value: str) -> None:
        self.findings.remark(
            self.table.file, self.number, column, value,
            _("This is described differently in an earlier row; that one was kept."),
            _("Write it the same way in every row."),
        )  # fmt: skip

    def _error(self, column: str, value: str, wrong: str, mend: str) -> None:
        self.clean = False
        self.findings.error(self.table.file, self.number, column, value, wrong, mend)
