from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

V1 = "/api/v1"


@dataclass
class Machine:
    """A program that speaks JSON, signed in as somebody or as nobody."""

    client: Client

    def get(self, path: str, **asked: Any) -> Any:
        return self.client.get(V1 + path, asked)

    def post(self, path: str, **said: Any) -> Any:
        return self.client.post(V1 + path, said, content_type="application/json")


@pytest.fixture
def machine(client_for):
    return lambda person=None: Machine(client_for(person))


@pytest.fixture
def people(desk, coordinator, agent, stranger, other_host):
    """The cast by name; nobody is nobody."""
    return {
        "desk": desk,
        "coordinator": coordinator,
        "agent": agent,
        "stranger": stranger,
        "other_host": other_host,
        "nobody": None,
    }
