"""From what was gathered to a plan: every field checked, every link followed, every doubt told."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from steadwork.catalog.directory import parts, places
from steadwork.catalog.directory.plan import (
    KEY_LONGEST,
    DirectoryPlan,
    OrganizationPlan,
    ServicePlan,
    SitePlan,
)
from steadwork.catalog.directory.reading import Entry, Gathered
from steadwork.catalog.directory.records import Record
from steadwork.kernel.errors import Invalid
from steadwork.sheets import cells
from steadwork.sheets.findings import Findings

STATUSES = {"active", "inactive", "defunct", "temporarily closed"}
LONGEST = {
    "organization": {
        "id": KEY_LONGEST, "name": 300, "alternate_name": 300, "email": 254, "url": 2000,
    },
    "location": {"id": KEY_LONGEST, "name": 300},
    "service": {
        "id": KEY_LONGEST, "name": 500, "alternate_name": 500, "email": 254, "url": 2000,
        "wait_time": 500,
    },
    "address": {"city": 120, "state_province": 120, "postal_code": 30},
}  # fmt: skip
ADDRESS_LONGEST = 500
UNNAMED = "~none"
"""The key of the stand-in for rows that name no organization at all."""


def plan(gathered: Gathered, source: str, findings: Findings) -> DirectoryPlan:
    """The plan of a directory. Errors among the findings mean that it must not be loaded."""
    return Checking(gathered, source, findings).plan()


class Checking:
    """One pass over one directory."""

    def __init__(self, gathered: Gathered, source: str, findings: Findings) -> None:
        self.gathered, self.findings = gathered, findings
        self.result = DirectoryPlan(source)
        self.organizations = gathered.entries["organization"]
        self.stand_ins: dict[str, OrganizationPlan] = {}
        self.offered = self._offers()

    def plan(self) -> DirectoryPlan:
        for entry in self.organizations.values():
            self.result.organizations.append(self._organization(entry))
        for key, entry in self.gathered.entries["service"].items():
            self.result.services.append(self._service(entry, self.offered.get(key, [])))
        homes = {
            site: service.organization for service in self.result.services for site in service.sites
        }
        for key, entry in self.gathered.entries["location"].items():
            self.result.sites.append(self._site(entry, homes.get(key, "")))
        self.result.organizations += self.stand_ins.values()
        return self.result

    # Links

    def _offers(self) -> dict[str, list[str]]:
        """Service → the locations where it is offered. A link with a loose end is told."""
        found: dict[str, list[str]] = {}
        for offer in self.gathered.offers:
            ends = {end: offer.values.get(f"{end}_id", "") for end in ("service", "location")}
            loose = [end for end, key in ends.items() if key not in self.gathered.entries[end]]
            for end in loose:
                self._remark(
                    offer, f"{end}_id", offer.text,
                    _("This link has an end that is not in the directory; it was not loaded."),
                    _("Send what it points to as well, or correct the id."),
                )  # fmt: skip
            if not loose and ends["location"] not in found.setdefault(ends["service"], []):
                found[ends["service"]].append(ends["location"])
        for key, entry in self.gathered.entries["service"].items():
            place = entry.record.values.get("location_id", "")
            if place in self.gathered.entries["location"]:
                sites = found.setdefault(key, [])
                sites += [] if place in sites else [place]
        return found

    def _organization_of(self, record: Record, inferred: str = "") -> str:
        """The key of the organization a row belongs to: named, inferred, or a stand-in."""
        key = record.values.get("organization_id", "")
        if key in self.organizations:
            return key
        if not key and inferred:
            return inferred
        if key:
            wrong = _("This organization is not in the directory; a stand-in was made for it.")
        else:
            wrong = _("This row names no organization; it is kept under a stand-in.")
        self._remark(
            record, "organization_id", key, wrong,
            _("Send the organization as well; the next import then replaces the stand-in."),
        )  # fmt: skip
        self._fit(record, "organization_id", key, KEY_LONGEST)
        known = key or UNNAMED
        name = (
            _("Organization %(key)s (not in the directory)") % {"key": key[:100]}
            if key
            else _("Organization not named in the directory")
        )
        self.stand_ins.setdefault(known, OrganizationPlan(known, name, stand_in=True))
        return known

    # Entries

    def _organization(self, entry: Entry) -> OrganizationPlan:
        values = entry.record.values
        self._fit_all(entry.record)
        phone, more = parts.phones(entry.parts.get("phone", ()))
        lines = [
            _about(_("Postal address"), parts.address_line(each))
            for each in entry.values_of("address")
        ]
        lines += [
            _about(each.get("identifier_type", ""), each.get("identifier", ""))
            for each in entry.values_of("organization_identifier")
        ]
        labels = {
            "tax_id": _("Tax number"), "legal_status": _("Legal status"),
            "year_incorporated": _("Founded"), "parent_organization_id": _("Part of"),
        }  # fmt: skip
        lines += [_about(label, self._named(values, name)) for name, label in labels.items()]
        return OrganizationPlan(
            key=values["id"],
            name=self._name(entry.record, _("Unnamed organization")),
            legal_name=values.get("alternate_name", ""),
            description=self._text(entry, [*lines, *more, *_contacts(entry)]),
            email=values.get("email", ""),
            phone=phone,
            url=values.get("url", ""),
        )

    def _named(self, values: dict[str, str], name: str) -> str:
        """A value; for the parent organization its name, since an import gives no rights."""
        parent = self.organizations.get(values.get(name, "")) if name.startswith("parent") else None
        return parent.record.values.get("name", "") if parent else values.get(name, "")

    def _site(self, entry: Entry, home: str) -> SitePlan:
        values = entry.record.values
        self._fit_all(entry.record)
        where = self._address(entry)
        phone, more = parts.phones(entry.parts.get("phone", ()))
        hours, notes = parts.hours(entry.parts.get("schedule", ()), self.findings)
        access = [
            " ".join(filter(None, (each.get("description"), each.get("details"))))
            for each in entry.values_of("accessibility")
        ]
        lines = [
            _about(_("Also called"), values.get("alternate_name", "")),
            _about(_("Getting there"), values.get("transportation", "")),
            _about(_("Accessibility"), "; ".join(dict.fromkeys(access))),
            _about(_("Languages"), ", ".join(_languages(entry))),
            _about(_("Web site"), values.get("url", "")),
            *notes, *more, *_contacts(entry),
        ]  # fmt: skip
        site = SitePlan(
            key=values["id"],
            organization=self._organization_of(entry.record, home),
            name=self._name(entry.record, where.get("address_1") or _("Unnamed location")),
            description=self._text(entry, lines),
            address=self._fit(entry.record, "address_1", parts.address(where), ADDRESS_LONGEST),
            city=where.get("city", ""),
            region=where.get("state_province", ""),
            postal_code=where.get("postal_code", ""),
            country=places.country_code(where.get("country", "")),
            phone=phone,
            hours=hours,
        )
        self._put_on_map(site, entry.record)
        return site

    def _address(self, entry: Entry) -> dict[str, str]:
        """The address where the site is: a physical one before a postal one."""
        known = entry.parts.get("address", [])
        known = sorted(known, key=lambda each: "postal" in each.values.get("address_type", ""))
        for record in known:
            self._fit_all(record)
        return known[0].values if known else {}

    def _put_on_map(self, site: SitePlan, record: Record) -> None:
        latitude, longitude = (record.values.get(name, "") for name in ("latitude", "longitude"))
        if latitude or longitude:
            try:
                site.latitude = cells.degrees(latitude, 90)
                site.longitude = cells.degrees(longitude, 180)
                site.precision = "exact"
            except Invalid as refusal:
                site.latitude = site.longitude = None
                self._remark(
                    record, "latitude", f"{latitude}, {longitude}", str(refusal.message),
                    str(refusal.facts.get("mend", "")),
                )  # fmt: skip
        if site.latitude == 0 and site.longitude == 0:
            site.latitude, site.longitude, site.precision = None, None, "none"
        if site.latitude is None:
            middle = places.middle_of(site.city, site.region, site.country)
            if middle:
                (site.latitude, site.longitude), site.precision = middle, "city"

    def _service(self, entry: Entry, sites: list[str]) -> ServicePlan:
        values = entry.record.values
        self._fit_all(entry.record)
        phone, more = parts.phones(entry.parts.get("phone", ()))
        hours, notes = parts.hours(entry.parts.get("schedule", ()), self.findings)
        inferred = [
            self.gathered.entries["location"][site].record.values.get("organization_id", "")
            for site in sites
        ]
        home = next((key for key in inferred if key in self.organizations), "")
        costs = [parts.cost_line(each) for each in entry.values_of("cost_option")]
        return ServicePlan(
            key=values["id"],
            organization=self._organization_of(entry.record, home),
            name=self._name(entry.record, _("Unnamed service")),
            alternate_name=values.get("alternate_name", ""),
            description=self._text(entry, [*self._about_service(entry), *notes, *more]),
            status=self._status(entry.record),
            url=values.get("url", ""),
            email=values.get("email", ""),
            phone=phone,
            application_process=values.get("application_process", ""),
            eligibility="\n".join(filter(None, _eligibility(entry))),
            fees="\n".join(filter(None, [values.get("fees_description", ""), *costs])),
            wait_time=values.get("wait_time", ""),
            languages=[language[:60] for language in _languages(entry)],
            hours=hours,
            sites=sites,
        )

    def _about_service(self, entry: Entry) -> list[str]:
        values = entry.record.values
        documents = [each.get("document", "") for each in entry.values_of("required_document")]
        areas = [
            each.get("name") or each.get("description", "")
            for each in entry.values_of("service_area")
        ]
        program = values.get("program_id", "")
        return [
            _about(_("Please note"), values.get("alert", "")),
            _about(_("Program"), self.gathered.programs.get(program, program)),
            _about(_("Interpreters"), values.get("interpretation_services", "")),
            _about(_("Accreditations"), values.get("accreditations", "")),
            _about(_("Licenses"), values.get("licenses", "")),
            _about(_("Documents to bring"), "; ".join(filter(None, documents))),
            _about(_("Area"), "; ".join(filter(None, areas))),
            *_contacts(entry),
        ]

    def _status(self, record: Record) -> str:
        said = record.values.get("status", "active").strip().lower().replace("_", " ")
        if said in STATUSES:
            return said
        self._remark(
            record, "status", said, _("This status is not known; the service is kept as active."),
            _("Write active, inactive, defunct or temporarily closed."),
        )  # fmt: skip
        return "active"

    # Cells

    def _name(self, record: Record, instead: str) -> str:
        name = record.values.get("name", "")
        if not name:
            self._remark(
                record, "name", record.text,
                _("This row has no name; it is kept under a stand-in."), _("Give it a name."),
            )  # fmt: skip
        return name or instead[:300]

    def _text(self, entry: Entry, lines: Iterable[str]) -> str:
        said = [entry.record.values.get("description", ""), *lines]
        return "\n".join(dict.fromkeys(line for line in said if line))

    def _fit_all(self, record: Record) -> None:
        for name, longest in LONGEST[record.table].items():
            self._fit(record, name, record.values.get(name, ""), longest)

    def _fit(self, record: Record, column: str, value: str, longest: int) -> str:
        if len(value) > longest:
            self.findings.error(
                record.file, record.row, column, value,
                _("This cell is longer than its field, which takes %(longest)s characters.")
                % {"longest": longest},
                _("Shorten it, or move the rest into the description."),
            )  # fmt: skip
        return value

    def _remark(self, record: Record, column: str, value: str, wrong: str, mend: str) -> None:
        self.findings.remark(record.file, record.row, column, value, wrong, mend)


def _about(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""


def _contacts(entry: Entry) -> list[str]:
    return list(dict.fromkeys(parts.contact_line(each) for each in entry.values_of("contact")))


def _languages(entry: Entry) -> list[str]:
    said = (each.get("name") or each.get("code", "") for each in entry.values_of("language"))
    return list(dict.fromkeys(language for language in said if language))


def _eligibility(entry: Entry) -> list[str]:
    values = entry.record.values
    ages = [values.get("minimum_age", ""), values.get("maximum_age", "")]
    said = [values.get("eligibility_description", "")]
    said += [each.get("eligibility", "") for each in entry.values_of("eligibility")]
    if any(ages):
        said.append(_("Age: %(from)s to %(to)s") % {"from": ages[0] or "0", "to": ages[1] or "…"})
    return said
