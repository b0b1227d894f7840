"""The reference of the API as a plain page: operations, what they take, and every code."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from steadwork.api.native import api
from steadwork.api.refusals import REFUSALS

Found = dict[str, Any]


@login_not_required
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Drawn from the same document that machines read. No script, nothing from elsewhere."""
    context = {
        "title": _("API reference"),
        "groups": groups(),
        "refusals": [(code, status, when) for code, (status, when) in REFUSALS.items()],
    }
    return render(request, "api/reference.html", context)


@cache
def groups() -> list[tuple[str, list[Found]]]:
    """Operations by tag, in the order of the document."""
    schema, found = api.get_openapi_schema(), dict[str, list[Found]]()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            tag = operation["tags"][0]
            shown = operation_shown(method, path, operation, schema["components"]["schemas"])
            found.setdefault(tag, []).append(shown)
    return list(found.items())


def operation_shown(method: str, path: str, operation: Found, schemas: Found) -> Found:
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [*parameters(operation), *body_of(operation, schemas)],
        "statuses": ", ".join(str(status) for status in sorted(operation["responses"])),
    }


def parameters(operation: Found) -> list[Found]:
    return [
        shown(each["name"], each["in"], each["schema"], each["required"])
        for each in operation["parameters"]
    ]


def body_of(operation: Found, schemas: Found) -> list[Found]:
    """The fields of what is sent."""
    content = operation.get("requestBody", {}).get("content", {})
    found = []
    for media in content.values():
        schema = media["schema"]
        schema = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
        needed = schema.get("required", ())
        found += [
            shown(name, "body", each, name in needed)
            for name, each in schema.get("properties", {}).items()
        ]
    return found


def shown(name: str, where: str, schema: Found, needed: bool) -> Found:
    return {
        "name": name,
        "where": where,
        "kind": kind_of(schema),
        "needed": needed,
        "description": schema.get("description", ""),
    }


def kind_of(schema: Found) -> str:
    """*string (date)*, *my | team | all*: one line for a reader."""
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        kinds = [kind_of(each) for each in schema["anyOf"] if each.get("type") != "null"]
        return " | ".join(kinds)
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    kind = str(schema.get("type", "object"))
    detail = schema.get("format", "")
    return f"{kind} ({detail})" if detail else kind
