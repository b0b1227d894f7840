"""The second wall around organizations, seats and sites (see kernel.wall)."""

from django.db import migrations

UP = """
ALTER TABLE parties_organization ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_organization_seen ON parties_organization FOR SELECT TO steadwork_outside
  USING (listed OR id = ANY ((SELECT steadwork_organizations())::uuid[]) OR id = (SELECT steadwork_host()));
ALTER TABLE parties_partnership ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_partnership_seen ON parties_partnership FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND partner_id = ANY ((SELECT steadwork_organizations())::uuid[]));
ALTER TABLE parties_holding ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_holding_seen ON parties_holding FOR SELECT TO steadwork_outside
  USING (user_id = (SELECT steadwork_user()) OR EXISTS (SELECT FROM parties_position p WHERE p.id = position_id));
ALTER TABLE parties_responsibility ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_responsibility_seen ON parties_responsibility FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND EXISTS (SELECT FROM parties_release r WHERE r.responsibility_id = parties_responsibility.id));
ALTER TABLE parties_release ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_release_seen ON parties_release FOR SELECT TO steadwork_outside
  USING (organization_id = ANY ((SELECT steadwork_organizations())::uuid[]));
ALTER TABLE parties_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_grant_seen ON parties_grant FOR SELECT TO steadwork_outside
  USING (user_id = (SELECT steadwork_user()));
ALTER TABLE parties_site ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_site_seen ON parties_site FOR SELECT TO steadwork_outside
  USING (organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR (NOT is_confidential AND EXISTS (SELECT FROM parties_organization o WHERE o.id = organization_id AND o.listed)));
"""

DOWN = """
DROP POLICY parties_site_seen ON parties_site;
ALTER TABLE parties_site DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_grant_seen ON parties_grant;
ALTER TABLE parties_grant DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_release_seen ON parties_release;
ALTER TABLE parties_release DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_responsibility_seen ON parties_responsibility;
ALTER TABLE parties_responsibility DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_holding_seen ON parties_holding;
ALTER TABLE parties_holding DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_partnership_seen ON parties_partnership;
ALTER TABLE parties_partnership DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_organization_seen ON parties_organization;
ALTER TABLE parties_organization DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("kernel", "0001_initial")]

    operations = [migrations.RunSQL(UP, DOWN)]
