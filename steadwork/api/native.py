"""The native API, version 1: the routers of every noun under one roof."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from steadwork.api import lists
from steadwork.api.auth import EVERYBODY, SIGNED_IN
from steadwork.api.parsing import CleanParser
from steadwork.api.problems import answer_to
from steadwork.api.refusals import REFUSALS
from steadwork.assets import api as assets
from steadwork.cases import api as cases
from steadwork.catalog import api as catalog
from steadwork.parties import api as parties
from steadwork.referrals import api as referrals
from steadwork.web.problems import TYPE

ABOUT = """
Cases, referral orders, places and the directory, for machines. Each verb calls the same action as
the screens, and each answer shows what the person behind the token may see, and no more.

Sign in with `Authorization: Bearer swk_…`. Lists come in pages with signed cursors. A refusal is
an `application/problem+json` with a stable `code`; what one may not see answers 404 like what
does not exist.
"""


class Native(NinjaAPI):
    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        answer = answer_to(request, exc)
        if answer is None:
            raise exc
        return answer

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """A verb has one name, here and in generated clients."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document, made once: it is public, and making it takes a while."""
        key = str(kwargs.get("path_prefix"))
        if key not in self.documents:
            self.documents[key] = self.documented(**kwargs)
        return self.documents[key]

    @cached_property
    def documents(self) -> dict[str, OpenAPISchema]:
        return {}

    def documented(self, **kwargs: Any) -> OpenAPISchema:
        """Problems by their own media type, and every code that they may have."""
        schema = super().get_openapi_schema(**kwargs)
        for methods in schema["paths"].values():
            for operation in methods.values():
                answers = operation["responses"]
                for status in answers:
                    if status >= 400:
                        content = answers[status]["content"]
                        answers[status]["content"] = {TYPE: content.pop("application/json")}
                if 403 not in answers:  # open to everybody: no sign-in is one way more
                    operation["security"].append({})
        codes = schema["components"]["schemas"]["Problem"]["properties"]["code"]
        codes["x-codes"] = {
            code: {"status": status, "when": when} for code, (status, when) in REFUSALS.items()
        }
        return schema


def built() -> Native:
    api = Native(
        title="Steadwork",
        version="1",
        description=ABOUT.strip(),
        urls_namespace="api",
        docs_url=None,
        auth=SIGNED_IN,
        parser=CleanParser(),
    )
    api.add_router("", parties.me, tags=["me"])
    api.add_router("/cases", cases.router, tags=["cases"])
    api.add_router("/cases", referrals.of_case, tags=["cases"])
    api.add_router("/orders", referrals.router, tags=["orders"])
    api.add_router("/places", assets.router, tags=["places"])
    api.add_router("/products", catalog.products, tags=["products"])
    api.add_router("/organizations", parties.directory, auth=EVERYBODY, tags=["directory"])
    api.add_router("/services", catalog.directory, auth=EVERYBODY, tags=["directory"])
    api.add_router("/codes", lists.router, tags=["codes"])
    return api


api = built()
