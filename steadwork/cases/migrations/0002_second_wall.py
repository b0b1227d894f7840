"""The second wall around cases. Benefits stay inside until an issue shares them."""

from django.db import migrations

UP = """
ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY cases_case_seen ON cases_case FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM work_workitem w WHERE w.id = item_id));
ALTER TABLE cases_benefit ENABLE ROW LEVEL SECURITY;
"""

DOWN = """
ALTER TABLE cases_benefit DISABLE ROW LEVEL SECURITY;
DROP POLICY cases_case_seen ON cases_case;
ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("work", "0002_second_wall")]

    operations = [migrations.RunSQL(UP, DOWN)]
