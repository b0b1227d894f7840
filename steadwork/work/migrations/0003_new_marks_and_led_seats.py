"""Indexes that count what is New, and a policy on seats that is answered seat by seat.

The policy of 0002 said EXISTS. PostgreSQL may answer that for every share of an organization
before the first seat: 40 ms for a partner with 50,000 orders, whatever the page. A value is
asked for each seat that the list walks, and for no other.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

UP = """
ALTER POLICY work_teammember_seen ON work_teammember
  USING ((SELECT true FROM work_share s WHERE s.item_id = work_teammember.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[]) LIMIT 1));
"""
DOWN = """
ALTER POLICY work_teammember_seen ON work_teammember
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = work_teammember.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("work", "0002_second_wall")]

    operations = [
        AddIndexConcurrently(
            model_name="teammember",
            index=models.Index(
                fields=["position"],
                condition=models.Q(removed_at=None, first_seen_at=None),
                name="work_team_new",
            ),
        ),
        AddIndexConcurrently(
            model_name="share",
            index=models.Index(
                fields=["partner"],
                condition=models.Q(until=None, first_seen_at=None),
                name="work_share_new",
            ),
        ),
        migrations.RunSQL(UP, DOWN),
    ]
