"""Notes, activities and files: for whom they are, and what is kept."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from steadwork.kernel import wall
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.kernel.clock import now
from steadwork.kernel.errors import Conflict, Invalid, Missing
from steadwork.work import actions
from steadwork.work.files import LARGEST, plain_name
from steadwork.work.models import Activity, Attachment, Note

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


@pytest.fixture
def order(town):
    """An accepted order: the host's caseworker and the provider may both write on it."""
    return town.accepted()


def note(order, text, by, **about):
    return actions.add_note(order.pk, text=text, by=by.actor, **about)


def texts(person):
    return set(Note.objects.visible_to(person.actor).values_list("text", flat=True))


def test_each_audience_is_read_by_whom_it_names(order, desk, manager, coordinator, agent, stranger):
    actions.add_member(order.pk, position_id=agent.position.pk, by=desk.actor)
    note(order, "to myself", desk, audience="author")
    note(order, "our side", desk)
    note(order, "to the provider", desk, audience="partner")
    note(order, "to all partners", desk, audience="partners")
    note(order, "provider to itself", coordinator)
    note(order, "coordinator alone", coordinator, audience="author")
    note(order, "provider to all", coordinator, audience="partners")
    both = {"to the provider", "to all partners", "provider to all"}

    assert texts(desk) == both | {"to myself", "our side"}
    assert texts(manager) == both | {"our side"}
    assert texts(coordinator) == both | {"provider to itself", "coordinator alone"}
    assert texts(agent) == both | {"provider to itself"}
    assert texts(stranger) == set()


def test_the_wall_hides_nothing_that_the_rules_show(order, desk, coordinator):
    for audience in ("author", "side", "partner", "partners"):
        note(order, f"host {audience}", desk, audience=audience)
        note(order, f"provider {audience}", coordinator, audience=audience)
    expected = texts(coordinator)

    with wall.behind(coordinator.actor):
        assert texts(coordinator) == expected
        assert "host side" not in set(Note._base_manager.values_list("text", flat=True))


def test_the_default_is_the_own_side(order, desk):
    assert note(order, "x", desk).audience == "side"


def test_before_the_answer_a_partner_reads_nothing_and_writes_to_the_agency_alone(
    town, desk, coordinator
):
    order = town.submitted()
    note(order, "to all partners", desk, audience="partners")

    assert texts(coordinator) == set()
    note(order, "may we see him?", coordinator, audience="partner")
    assert "may we see him?" in texts(desk)
    with pytest.raises(Invalid, match="agency only"):
        note(order, "x", coordinator, audience="partners")


def test_what_was_told_before_the_share_stays_untold_unless_shared_back(town, desk, coordinator):
    actions.add_note(town.case.pk, text="long ago", audience="partners", by=desk.actor)
    with time_machine.travel(now() + timedelta(hours=1), tick=True):
        share = actions.share(
            town.case.pk, partner_id=town.provider.pk, level="accepted", by=desk.actor
        )
        actions.add_note(town.case.pk, text="today", audience="partners", by=desk.actor)

    assert texts(coordinator) == {"today"}
    type(share).objects.filter(pk=share.pk).update(back_share=True)
    assert texts(coordinator) == {"today", "long ago"}


def test_after_the_end_a_partner_keeps_what_it_wrote_itself(town, desk, coordinator):
    order = town.accepted()
    note(order, "told by the host", desk, audience="partners")
    note(order, "told by us", coordinator, audience="partners")
    from steadwork.referrals import actions as referrals

    referrals.cancel(order.pk, reason="no_longer_needed", by=desk.actor)

    assert texts(coordinator) == {"told by us"}


def test_a_note_for_a_partner_names_one_that_is_on_the_item(town, desk, stranger):
    with pytest.raises(Invalid, match="Choose one of the partners"):
        actions.add_note(town.case.pk, text="x", audience="partner", by=desk.actor)
    with pytest.raises(Invalid, match="Choose one of the partners"):
        actions.add_note(
            town.case.pk,
            text="x",
            audience="partner",
            partner_id=stranger.organization.pk,
            by=desk.actor,
        )


def test_a_partner_does_not_write_in_the_name_of_another_partner(order, coordinator, stranger):
    with pytest.raises(Invalid, match="Choose one of the partners"):
        note(order, "x", coordinator, audience="partner", partner_id=stranger.organization.pk)


@pytest.mark.parametrize("who", ["stranger", "other_host"])
def test_strangers_write_nothing(request, order, who):
    by = request.getfixturevalue(who).actor

    with pytest.raises(Missing):
        actions.add_note(order.pk, text="x", by=by)
    with pytest.raises(Missing):
        actions.add_activity(order.pk, kind="call", description="x", by=by)
    with pytest.raises(Missing):
        actions.attach(order.pk, file=pdf(), by=by)
    assert not Note.objects.exists()


def test_an_empty_note_is_refused(order, desk):
    with pytest.raises(Invalid, match="Write something first"):
        note(order, " \n", desk)


def test_a_note_is_corrected_by_a_new_one_and_once(order, desk, manager):
    old = note(order, "She is nine.", desk)
    new = actions.correct_note(old.pk, text="She is ten.", by=desk.actor)

    assert (new.supersedes, new.audience) == (old, "side")
    assert Note.objects.get(pk=old.pk).text == "She is nine."
    with pytest.raises(Conflict, match="corrected already"):
        actions.correct_note(old.pk, text="x", by=desk.actor)
    with pytest.raises(Invalid, match="Only Dana Whitfield can correct"):
        actions.correct_note(new.pk, text="x", by=manager.actor)


def test_the_trail_says_that_a_note_was_written_and_not_what_it_says(order, desk):
    note(order, "a secret", desk)

    entry = Entry.objects.get(action="note.added")
    assert (entry.note, entry.audience, entry.changes) == ("", "side", {})


def test_an_activity_is_done_once(order, desk, stranger):
    todo = actions.add_activity(order.pk, kind="call", description="Call school", by=desk.actor)
    done = actions.finish_activity(todo.pk, by=desk.actor)

    assert (done.status, done.done_at is not None) == ("done", True)
    with pytest.raises(Conflict, match="finished already"):
        actions.finish_activity(todo.pk, dropped=True, by=desk.actor)
    with pytest.raises(Missing):
        actions.finish_activity(todo.pk, by=stranger.actor)


def test_an_activity_that_is_no_longer_needed_is_dropped(order, desk):
    todo = actions.add_activity(order.pk, kind="call", description="Call school", by=desk.actor)

    assert actions.finish_activity(todo.pk, dropped=True, by=desk.actor).status == "dropped"


def test_an_activity_says_what_there_is_to_do(order, desk):
    with pytest.raises(Invalid, match="Say what there is to do"):
        actions.add_activity(order.pk, kind="call", description="", by=desk.actor)


def test_an_activity_is_given_to_a_seat_that_the_author_can_see(order, desk, other_host):
    with pytest.raises(Missing):
        actions.add_activity(
            order.pk,
            kind="call",
            description="x",
            assignee_id=other_host.position.pk,
            by=desk.actor,
        )


def test_a_partner_finishes_an_activity_behind_the_wall(order, coordinator):
    with wall.behind(coordinator.actor):
        todo = actions.add_activity(
            order.pk, kind="visit", description="Visit", by=coordinator.actor
        )
        actions.finish_activity(todo.pk, by=coordinator.actor)

    assert Activity.objects.get(pk=todo.pk).status == "done"


def pdf(name="letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="text/html")


def attach(order, by, file):
    return actions.attach(order.pk, file=file, by=by.actor)


def test_a_file_is_kept_under_ids_with_the_type_that_it_really_has(order, desk):
    kept = attach(order, desk, pdf())

    assert (kept.name, kept.media_type, kept.size) == ("letter.pdf", "application/pdf", len(PDF))
    assert kept.file.name == f"attachments/{order.pk}/{kept.pk}"
    with kept.file.open() as stored:
        assert stored.read() == PDF
    assert len(kept.sha256) == 64
    assert stat.S_IMODE(Path(kept.file.path).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("letter.pdf", b"", "FILE_EMPTY"),
        ("letter.exe", b"MZ\x90\x00", "FILE_TYPE"),
        ("letter", PDF, "FILE_TYPE"),
        ("letter.pdf", b"<html><script>alert(1)</script>", "FILE_TYPE"),
        ("letter.pdf", PNG, "FILE_TYPE"),
        ("picture.png", PDF, "FILE_TYPE"),
        ("picture.svg", b"<svg onload='x'/>", "FILE_TYPE"),
        ("list.csv", b"a;b\n\x00\x00", "FILE_TYPE"),
        ("page.html", b"<p>x", "FILE_TYPE"),
        ("letter.pdf.exe", PDF, "FILE_TYPE"),
        ("letter\u202efdp.exe", PDF, "FILE_TYPE"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(order, desk, name, content, code):
    with pytest.raises(Invalid) as refusal:
        attach(order, desk, ContentFile(content, name=name))

    assert refusal.value.code == code
    assert str(refusal.value)
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(order, desk):
    huge = ContentFile(PDF, name="letter.pdf")
    huge.size = LARGEST + 1

    with pytest.raises(Invalid, match=r"letter\.pdf is larger than 25 MB") as refusal:
        attach(order, desk, huge)

    assert refusal.value.code == "FILE_TOO_LARGE"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\letter.pdf", "letter.pdf"),
        ("/abs/letter.pdf", "letter.pdf"),
        ("let\x00ter.pdf", "letter.pdf"),
        ("gpj\u202efdp.pdf", "gpjfdp.pdf"),
        ("line\r\nbreak.pdf", "linebreak.pdf"),
        ("..", "file"),
        ("", "file"),
        ("żółw 😀.pdf", "żółw 😀.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_from_outside_loses_its_tricks(given, kept):
    assert plain_name(given) == kept


def test_a_refused_file_leaves_nothing_in_the_store(order, desk, settings):
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / f"attachments/{order.pk}"

    with pytest.raises(Invalid):
        attach(order, desk, ContentFile(b"MZ", name="x.pdf"))

    assert not folder.exists()


def test_a_file_is_found_by_its_audience_alone(order, desk, coordinator, stranger, other_host):
    ours = actions.attach(order.pk, file=pdf(), by=desk.actor)
    shared = actions.attach(order.pk, file=pdf(), audience="partners", by=desk.actor)
    found = {
        name: set(Attachment.objects.visible_to(person.actor))
        for name, person in {
            "desk": desk, "coordinator": coordinator, "stranger": stranger, "other": other_host
        }.items()
    }  # fmt: skip

    assert found == {
        "desk": {ours, shared},
        "coordinator": {shared},
        "stranger": set(),
        "other": set(),
    }
    assert Attachment.objects.visible_to(SYSTEM).count() == 2
