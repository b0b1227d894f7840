"""The second wall around agreements and prices: two sides, no third."""

from django.db import migrations

UP = """
ALTER TABLE pricing_agreement ENABLE ROW LEVEL SECURITY;
CREATE POLICY pricing_agreement_seen ON pricing_agreement FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
ALTER TABLE pricing_contractedproduct ENABLE ROW LEVEL SECURITY;
CREATE POLICY pricing_contractedproduct_seen ON pricing_contractedproduct FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
"""

DOWN = """
DROP POLICY pricing_contractedproduct_seen ON pricing_contractedproduct;
ALTER TABLE pricing_contractedproduct DISABLE ROW LEVEL SECURITY;
DROP POLICY pricing_agreement_seen ON pricing_agreement;
ALTER TABLE pricing_agreement DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial"), ("parties", "0002_second_wall")]

    operations = [migrations.RunSQL(UP, DOWN)]
