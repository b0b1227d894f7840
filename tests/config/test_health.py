import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_supervisor_hears_that_all_is_well(client: Client) -> None:
    answers = {name: client.get(name).content for name in ("/healthz", "/readyz")}

    assert answers == {"/healthz": b"ok\n", "/readyz": b"ok\n"}
