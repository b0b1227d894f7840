from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client

from steadwork.kernel.actor import Actor, Side
from steadwork.kernel.codes import Code
from tests.web import toys

HOST = uuid4()
EVERYTHING = frozenset({"toy.see", "toy.accept", "toy.send", "toy.rename"})


def someone(side=Side.HOST, permissions=EVERYTHING):
    return Actor(side=side, user_id=uuid4(), name="Ada", host_id=HOST, permissions=permissions)


@pytest.fixture
def kit(settings):
    """The real middleware of the house, with our own people."""
    settings.ROOT_URLCONF = "tests.web.urls"
    ours = {"ActorMiddleware": "tests.web.toys.Acting"}
    settings.MIDDLEWARE = [
        ours.get(name.rpartition(".")[2], name) for name in django_settings.MIDDLEWARE
    ]
    if "tests.web.toys.Acting" not in settings.MIDDLEWARE:
        settings.MIDDLEWARE.insert(-1, "tests.web.toys.Acting")
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    toys.OPENED.clear()
    yield
    toys.ACTORS.clear()


@pytest.fixture
def client_for(kit, db):
    def make(actor=None, **headers):
        actor = actor or someone()
        name = str(uuid4())
        toys.ACTORS[name] = actor
        return Client(headers={"X-Actor": name, **headers})

    return make


@pytest.fixture
def client(client_for):
    return client_for()


@pytest.fixture
def nobody(kit, db):
    return Client()


@pytest.fixture
def make_toys(db):
    def make(count, state="sent", **fields):
        given = {"host_id": HOST, "list_name": state, "active": True, **fields}
        return [
            Code.objects.create(**{"code": f"T-{n}", "sort": n, **given})
            for n in range(1, count + 1)
        ]

    return make


@pytest.fixture
def toy(make_toys):
    return make_toys(1)[0]
