"""Notes, activities, files and the timeline of an item, for whom they are meant."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from steadwork.work.models import Attachment, Note

V1 = "/api/v1"


def test_a_note_reaches_its_audience_and_no_further(town, machine, desk, coordinator, stranger):
    order = town.accepted()
    path = f"/orders/{order.number}/notes"
    worker, home = machine(desk), machine(coordinator)

    ours = worker.post(path, text="Ours alone")
    shared = worker.post(path, text="For both", audience="partner")
    theirs = home.post(path, text="Theirs alone")

    assert [a.status_code for a in (ours, shared, theirs)] == [201, 201, 201]
    assert [note["text"] for note in worker.get(path).json()["items"]] == ["For both", "Ours alone"]
    assert [note["text"] for note in home.get(path).json()["items"]] == ["Theirs alone", "For both"]
    assert machine(stranger).get(path).status_code == 404
    assert machine(stranger).post(path, text="x").status_code == 404
    assert machine().post(path, text="x").status_code == 401


@pytest.mark.parametrize("state", ["rejected", "cancelled", "ended_early"])
def test_whose_part_has_ended_writes_no_more(town, machine, coordinator, state):
    order = town.order_in(state)
    home, path = machine(coordinator), f"/orders/{order.number}"
    file = SimpleUploadedFile("a.txt", b"hello")

    answers = [
        home.post(f"{path}/notes", text="One more thing"),
        home.post(f"{path}/activities", kind="call", description="Call"),
        home.client.post(f"{V1}{path}/attachments", {"file": file}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Note.objects.count() + Attachment.objects.count() == 0


def test_an_activity_is_planned(town, machine, desk):
    path = f"/cases/{town.case.number}/activities"

    planned = machine(desk).post(path, kind="call", description="Call the school")

    assert (planned.status_code, planned.json()["status"]) == (201, "open")
    assert [row["description"] for row in machine(desk).get(path).json()["items"]] == [
        "Call the school"
    ]
    assert machine(desk).post(path, kind="dance", description="x").status_code == 422


def test_a_file_is_kept_listed_and_handed_out_to_readers(
    town, machine, desk, coordinator, stranger
):
    order = town.accepted()
    path = f"{V1}/orders/{order.number}/attachments"
    file = SimpleUploadedFile("..\\..\\plan.txt", b"care plan")

    kept = machine(desk).client.post(
        path, {"file": file, "audience": "partner", "description": "Care plan"}
    )

    assert kept.status_code == 201, kept.content
    assert (kept.json()["name"], kept.json()["size"]) == ("plan.txt", 9)
    (listed,) = machine(coordinator).client.get(path).json()["items"]
    content = machine(coordinator).client.get(listed["content"])
    assert b"".join(content) == b"care plan"
    assert machine(stranger).client.get(listed["content"]).status_code == 404
    assert machine(stranger).client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "FILE_EMPTY"),
        ("a.exe", b"MZ", "FILE_TYPE"),
        ("a.png", b"no picture", "FILE_TYPE"),
        ("a.txt", b"a\0b", "FILE_TYPE"),
    ],
)
def test_a_file_is_looked_at_before_it_is_kept(town, machine, desk, name, content, code):
    path = f"{V1}/cases/{town.case.number}/attachments"

    answer = machine(desk).client.post(path, {"file": SimpleUploadedFile(name, content)})

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Attachment.objects.count() == 0


def test_a_file_is_needed_and_its_words_are_words(town, machine, desk):
    path = f"{V1}/cases/{town.case.number}/attachments"
    client = machine(desk).client

    without = client.post(path, {"description": "x"})
    garbled = client.post(path, {"file": SimpleUploadedFile("a.txt", b"a"), "description": "a\0b"})

    assert [error["field"] for error in without.json()["errors"]] == ["file.file"]
    assert garbled.json()["code"] == "BAD_CHARACTER"
    assert Attachment.objects.count() == 0


def test_the_timeline_is_a_page_of_words(town, machine, desk):
    order = town.accepted()

    entries = machine(desk).get(f"/orders/{order.number}/timeline", size=3).json()

    assert entries["items"][0]["what"] == "Accepted"
    assert entries["after"] is not None
