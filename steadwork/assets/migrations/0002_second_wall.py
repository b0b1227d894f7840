"""The second wall around places, licences and bookings."""

from django.db import migrations

UP = """
ALTER TABLE assets_license ENABLE ROW LEVEL SECURITY;
CREATE POLICY assets_license_seen ON assets_license FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
CREATE POLICY assets_license_changed ON assets_license FOR UPDATE TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
ALTER TABLE assets_variance ENABLE ROW LEVEL SECURITY;
CREATE POLICY assets_variance_seen ON assets_variance FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM assets_license l WHERE l.id = license_id));
ALTER TABLE assets_asset ENABLE ROW LEVEL SECURITY;
CREATE POLICY assets_asset_seen ON assets_asset FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
CREATE POLICY assets_asset_changed ON assets_asset FOR UPDATE TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
ALTER TABLE assets_assetchange ENABLE ROW LEVEL SECURITY;
CREATE POLICY assets_assetchange_seen ON assets_assetchange FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM assets_asset a WHERE a.id = asset_id));
CREATE POLICY assets_assetchange_added ON assets_assetchange FOR INSERT TO steadwork_outside
  WITH CHECK (EXISTS (SELECT FROM assets_asset a WHERE a.id = asset_id));
ALTER TABLE assets_booking ENABLE ROW LEVEL SECURITY;
CREATE POLICY assets_booking_seen ON assets_booking FOR SELECT TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
CREATE POLICY assets_booking_added ON assets_booking FOR INSERT TO steadwork_outside
  WITH CHECK (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
CREATE POLICY assets_booking_changed ON assets_booking FOR UPDATE TO steadwork_outside
  USING (host_id = (SELECT steadwork_host()) AND provider_id = ANY ((SELECT steadwork_organizations())::uuid[]));
"""

DOWN = """
DROP POLICY assets_booking_seen ON assets_booking;
DROP POLICY assets_booking_added ON assets_booking;
DROP POLICY assets_booking_changed ON assets_booking;
ALTER TABLE assets_booking DISABLE ROW LEVEL SECURITY;
DROP POLICY assets_assetchange_seen ON assets_assetchange;
DROP POLICY assets_assetchange_added ON assets_assetchange;
ALTER TABLE assets_assetchange DISABLE ROW LEVEL SECURITY;
DROP POLICY assets_asset_seen ON assets_asset;
DROP POLICY assets_asset_changed ON assets_asset;
ALTER TABLE assets_asset DISABLE ROW LEVEL SECURITY;
DROP POLICY assets_variance_seen ON assets_variance;
ALTER TABLE assets_variance DISABLE ROW LEVEL SECURITY;
DROP POLICY assets_license_seen ON assets_license;
DROP POLICY assets_license_changed ON assets_license;
ALTER TABLE assets_license DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial"), ("parties", "0002_second_wall")]

    operations = [migrations.RunSQL(UP, DOWN)]
