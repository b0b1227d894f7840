"""People and households appear behind the wall with the yes, and go with the end of a share.

Until now the database gave them with any share and left the level to the screens. What a partner
may change of a share is named column by column: no share moves to another item.
"""

from django.db import migrations

ACCEPTED = (
    "EXISTS (SELECT FROM work_workitem w JOIN work_share s ON s.item_id = w.id "
    "WHERE w.{column} = {table}.id AND s.level = 'accepted' "
    "AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[]))"
)
SHARED = "EXISTS (SELECT FROM work_workitem w WHERE w.{column} = {table}.id)"
POLICY = "ALTER POLICY {table}_seen ON {table} USING ({own} OR {rule});\n"
ACCOUNTS = "ANY ((SELECT steadwork_accounts())::uuid[])"
PEOPLE = [
    ("parties_account", "account_id", f"id = {ACCOUNTS}"),
    ("parties_contact", "contact_id", f"account_id = {ACCOUNTS}"),
    (
        "parties_position",
        "owner_id",
        "organization_id = ANY ((SELECT steadwork_organizations())::uuid[])",
    ),
]
CHANGED = "level, until, response, response_reason, is_primary, first_seen_at, updated_at"
TRAIL = """
ALTER POLICY kernel_entry_seen ON kernel_entry
  USING (organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR (audience = 'partner' AND partner_id = ANY ((SELECT steadwork_organizations())::uuid[])) OR ({told} AND EXISTS (SELECT FROM work_workitem w WHERE w.id = subject_id)));
"""
PARTNERS = "audience IN ('partners', 'customer')"
NOT_CUSTOMERS = (
    "(audience = 'customer' OR (audience = 'partners' AND (SELECT steadwork_organizations()) "
    "IS NOT NULL))"
)


def people(rule: str) -> str:
    return "".join(
        POLICY.format(table=table, own=own, rule=rule.format(table=table, column=column))
        for table, column, own in PEOPLE
    )


UP = (
    people(ACCEPTED)
    + TRAIL.format(told=NOT_CUSTOMERS)
    + f"""
REVOKE UPDATE ON work_share FROM steadwork_outside;
GRANT UPDATE ({CHANGED}) ON work_share TO steadwork_outside;
"""
)
DOWN = (
    "GRANT UPDATE ON work_share TO steadwork_outside;\n"
    + TRAIL.format(told=PARTNERS)
    + people(SHARED)
)


class Migration(migrations.Migration):
    dependencies = [("work", "0003_new_marks_and_led_seats")]

    operations = [migrations.RunSQL(UP, DOWN)]
