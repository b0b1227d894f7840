"""The second wall around products and the directory of services."""

from django.db import migrations

UP = """
ALTER TABLE catalog_product ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalog_product_seen ON catalog_product FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()));
ALTER TABLE catalog_service ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalog_service_seen ON catalog_service FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM parties_organization o WHERE o.id = organization_id));
ALTER TABLE catalog_servicesite ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalog_servicesite_seen ON catalog_servicesite FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM catalog_service s WHERE s.id = service_id));
"""

DOWN = """
DROP POLICY catalog_servicesite_seen ON catalog_servicesite;
ALTER TABLE catalog_servicesite DISABLE ROW LEVEL SECURITY;
DROP POLICY catalog_service_seen ON catalog_service;
ALTER TABLE catalog_service DISABLE ROW LEVEL SECURITY;
DROP POLICY catalog_product_seen ON catalog_product;
ALTER TABLE catalog_product DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("parties", "0002_second_wall")]

    operations = [migrations.RunSQL(UP, DOWN)]
