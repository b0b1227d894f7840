"""The trail can be added to, and nothing else."""

from uuid import uuid4

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from steadwork.kernel.actor import SYSTEM, Actor, Side
from steadwork.kernel.audit import Entry, record
from tests.factories import AccountFactory

REFUSED = (InternalError, ProgrammingError)


@pytest.fixture
def entry(db):
    return record("account.added", AccountFactory(), by=SYSTEM, note="as it was")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_entry SET note = 'never happened'",
        "DELETE FROM kernel_entry",
        "TRUNCATE kernel_entry",
    ],
)
def test_an_entry_is_neither_changed_nor_deleted_even_by_the_owner(entry, sql):
    with (
        pytest.raises(REFUSED, match="neither changed nor deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert Entry.objects.get(pk=entry.pk).note == "as it was"


def test_an_entry_keeps_names_as_they_were_and_changes_as_json(db):
    account = AccountFactory()
    by = Actor(
        side=Side.HOST,
        user_id=uuid4(),
        name="Dana",
        host_id=account.host_id,
        organization_id=account.host_id,
        organization_name="Riverbend",
        position_id=uuid4(),
    )

    record("account.renamed", account, by=by, changes={"host": [None, account.host_id]}, note="why")

    entry = Entry.objects.get()
    assert (entry.action, entry.subject_kind, entry.subject_id) == (
        "account.renamed",
        "parties.account",
        account.pk,
    )
    assert (entry.user_id, entry.user_name, entry.organization_name) == (
        by.user_id,
        "Dana",
        "Riverbend",
    )
    assert entry.host_id == account.host_id
    assert entry.changes == {"host": [None, str(account.host_id)]}
    assert (entry.audience, entry.note) == ("side", "why")


def test_an_entry_is_undone_together_with_what_it_tells(db):
    account = AccountFactory()

    with transaction.atomic():
        record("account.renamed", account, by=SYSTEM)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


def seen_by(actor):
    return set(Entry.objects.visible_to(actor).values_list("note", flat=True))


def test_each_reader_sees_the_entries_meant_for_it(db):
    account, ours, theirs = AccountFactory(), uuid4(), uuid4()
    host = Actor(side=Side.HOST, user_id=uuid4(), host_id=account.host_id)
    partner = Actor(
        side=Side.PARTNER,
        user_id=uuid4(),
        host_id=account.host_id,
        organization_id=ours,
        organizations=frozenset({ours}),
    )
    other = Actor(
        side=Side.PARTNER,
        user_id=uuid4(),
        organization_id=theirs,
        organizations=frozenset({theirs}),
    )
    for by, audience, note in [
        (host, "author", "host to itself"),
        (host, "side", "host's side"),
        (host, "partners", "all partners"),
        (partner, "side", "partner's side"),
        (partner, "author", "partner to itself"),
    ]:
        record("told", account, by=by, audience=audience, note=note)
    record("told", account, by=host, audience="partner", partner_id=ours, note="to the partner")

    colleague = Actor(side=Side.HOST, user_id=uuid4(), host_id=account.host_id)
    assert seen_by(host) == {"host to itself", "host's side", "all partners", "to the partner"}
    assert seen_by(colleague) == {"host's side", "all partners", "to the partner"}
    assert seen_by(partner) == {
        "all partners",
        "partner's side",
        "partner to itself",
        "to the partner",
    }
    assert seen_by(other) == {"all partners"}
