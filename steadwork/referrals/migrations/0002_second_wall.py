"""The second wall around referral orders."""

from django.db import migrations

UP = """
ALTER TABLE referrals_referralorder ENABLE ROW LEVEL SECURITY;
CREATE POLICY referrals_referralorder_seen ON referrals_referralorder FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = referrals_referralorder.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
CREATE POLICY referrals_referralorder_changed ON referrals_referralorder FOR UPDATE TO steadwork_outside
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = referrals_referralorder.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
ALTER TABLE referrals_liveorder ENABLE ROW LEVEL SECURITY;
CREATE POLICY referrals_liveorder_seen ON referrals_liveorder FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = referrals_liveorder.order_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
CREATE POLICY referrals_liveorder_changed ON referrals_liveorder FOR UPDATE TO steadwork_outside
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = referrals_liveorder.order_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
"""

DOWN = """
DROP POLICY referrals_liveorder_seen ON referrals_liveorder;
DROP POLICY referrals_liveorder_changed ON referrals_liveorder;
ALTER TABLE referrals_liveorder DISABLE ROW LEVEL SECURITY;
DROP POLICY referrals_referralorder_seen ON referrals_referralorder;
DROP POLICY referrals_referralorder_changed ON referrals_referralorder;
ALTER TABLE referrals_referralorder DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("work", "0002_second_wall")]

    operations = [migrations.RunSQL(UP, DOWN)]
