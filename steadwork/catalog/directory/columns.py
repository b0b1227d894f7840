"""What the versions of HSDS call the same things. The names on the left are the ones of this code.

HSDS is the Human Services Data Specification of Open Referral. 1.x and 2.x are tables; 3.x is
tables and nested JSON. A table or column that is not here is told and not read.
"""

from __future__ import annotations

MAIN = ("organization", "location", "service")

TABLES: dict[str, tuple[str, ...]] = {
    "organization": ("organizations",),
    "location": ("locations",),
    "service": ("services",),
    "program": ("programs",),
    "service_at_location": (
        "service_at_locations", "services_at_location", "services_at_locations",
        "service_location", "service_locations",
    ),
    "phone": ("phones",),
    "address": (
        "addresses", "physical_address", "physical_addresses", "postal_address",
        "postal_addresses",
    ),
    "schedule": (
        "schedules", "regular_schedule", "regular_schedules", "holiday_schedule",
        "holiday_schedules",
    ),
    "language": ("languages",),
    "contact": ("contacts",),
    "accessibility": ("accessibility_for_disabilities", "accessibilities"),
    "eligibility": ("eligibilities", "service_eligibility"),
    "required_document": ("required_documents",),
    "cost_option": ("cost_options",),
    "service_area": ("service_areas",),
    "organization_identifier": ("organization_identifiers",),
}  # fmt: skip

SILENT = frozenset({
    "attribute", "attributes", "metadata", "meta_table_description", "meta_table_descriptions",
    "taxonomy", "taxonomies", "taxonomy_term", "taxonomy_terms", "taxonomy_detail",
    "service_taxonomy", "other_attribute", "other_attributes", "funding", "payment_accepted",
    "payments_accepted", "unit", "units", "service_capacity", "service_capacities", "url", "urls",
    "additional_urls", "additional_websites",
})  # fmt: skip
"""Tables of the specification that hold nothing which Steadwork keeps."""

LINKS = ("organization_id", "location_id", "service_id", "service_at_location_id", "contact_id")

FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "organization": {
        "id": (), "name": (), "alternate_name": (), "description": (), "email": (),
        "url": ("website", "uri"), "tax_id": (), "legal_status": (), "year_incorporated": (),
        "parent_organization_id": ("parent_id",),
    },
    "location": {
        "id": (), "organization_id": (), "name": (), "alternate_name": (), "description": (),
        "transportation": (), "latitude": ("lat",), "longitude": ("long", "lng", "lon"),
        "location_type": (), "url": (),
    },
    "service": {
        "id": (), "organization_id": (), "program_id": (), "name": (), "alternate_name": (),
        "description": (), "url": (), "email": (), "status": (), "interpretation_services": (),
        "application_process": (), "wait_time": (), "fees_description": ("fees",),
        "accreditations": (), "licenses": (), "eligibility_description": ("eligibility",),
        "minimum_age": (), "maximum_age": (), "alert": (), "location_id": (),
    },
    "program": {"id": (), "organization_id": (), "name": ()},
    "service_at_location": {
        "id": (), "service_id": (), "location_id": (), "description": (),
    },
    "phone": {
        **dict.fromkeys(LINKS, ()), "id": (), "number": ("phone",), "extension": ("ext",),
        "type": (), "description": ("department",),
    },
    "address": {
        "id": (), "location_id": (), "organization_id": (), "attention": (),
        "address_1": ("address", "street"), "address_2": (), "address_3": (), "address_4": (),
        "city": (), "region": (), "state_province": ("state", "province"),
        "postal_code": ("zip", "postcode"), "country": (), "address_type": ("type",),
    },
    "schedule": {
        **dict.fromkeys(LINKS, ()), "id": (), "weekday": (), "byday": (), "freq": (),
        "opens_at": ("opens",), "closes_at": ("closes",), "valid_from": ("start_date",),
        "valid_to": ("end_date",), "closed": (), "description": ("notes",), "original_text": (),
    },
    "language": {
        "id": (), "service_id": (), "location_id": (), "name": ("language",), "code": (),
    },
    "contact": {
        **dict.fromkeys(LINKS, ()), "id": (), "name": (), "title": (), "department": (),
        "email": (),
    },
    "accessibility": {
        "id": (), "location_id": (), "description": ("accessibility",), "details": (),
    },
    "eligibility": {"id": (), "service_id": (), "eligibility": ("description",)},
    "required_document": {"id": (), "service_id": (), "document": ("description",)},
    "cost_option": {
        "id": (), "service_id": (), "option": (), "amount": (), "currency": (),
        "amount_description": (),
    },
    "service_area": {
        "id": (), "service_id": (), "name": ("service_area",), "description": (),
    },
    "organization_identifier": {
        "id": (), "organization_id": (), "identifier_type": ("identifier_scheme",),
        "identifier": (),
    },
}  # fmt: skip

NEEDED = {"organization": ("name",), "location": ("name",), "service": ("name",)}
"""Columns without which a table cannot be what its file is called."""

TABLE_OF = {name: table for table, others in TABLES.items() for name in (table, *others)}
FIELD_OF = {
    table: {
        name: (field, rank)
        for field, others in fields.items()
        for rank, name in enumerate((field, *others))
    }
    for table, fields in FIELDS.items()
}
"""By table: a name as written → the field here, and how much it is preferred (0 is best)."""


def table_named(stem: str) -> str:
    """The table that a file or a key is called after, '' for none: ``HSDS_Phones`` is phone."""
    name = stem.strip().lower().replace("-", "_").replace(" ", "_")
    return TABLE_OF.get(name) or TABLE_OF.get(name.removeprefix("hsds_").removeprefix("hsda_"), "")


def is_silent(stem: str) -> bool:
    return stem.strip().lower().replace("-", "_") in SILENT
