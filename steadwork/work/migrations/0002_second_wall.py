"""The second wall around work items, and around the people whom a shared item names."""

from django.db import migrations

UP = """
ALTER TABLE work_workitem ENABLE ROW LEVEL SECURITY;
CREATE POLICY work_workitem_seen ON work_workitem FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = work_workitem.id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])) OR (open_to_customer AND account_id = ANY ((SELECT steadwork_accounts())::uuid[])));
CREATE POLICY work_workitem_changed ON work_workitem FOR UPDATE TO steadwork_outside
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = work_workitem.id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
ALTER TABLE work_share ENABLE ROW LEVEL SECURITY;
CREATE POLICY work_share_seen ON work_share FOR SELECT TO steadwork_outside
  USING (partner_id = ANY ((SELECT steadwork_organizations())::uuid[]));
CREATE POLICY work_share_changed ON work_share FOR UPDATE TO steadwork_outside
  USING (partner_id = ANY ((SELECT steadwork_organizations())::uuid[]));
ALTER TABLE work_teammember ENABLE ROW LEVEL SECURITY;
CREATE POLICY work_teammember_seen ON work_teammember FOR SELECT TO steadwork_outside
  USING (EXISTS (SELECT FROM work_share s WHERE s.item_id = work_teammember.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
CREATE POLICY work_teammember_added ON work_teammember FOR INSERT TO steadwork_outside
  WITH CHECK (EXISTS (SELECT FROM work_share s WHERE s.item_id = work_teammember.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[])) AND EXISTS (SELECT FROM parties_position p WHERE p.id = position_id AND p.organization_id = ANY ((SELECT steadwork_organizations())::uuid[])));
CREATE POLICY work_teammember_changed ON work_teammember FOR UPDATE TO steadwork_outside
  USING (EXISTS (SELECT FROM parties_position p WHERE p.id = position_id AND p.organization_id = ANY ((SELECT steadwork_organizations())::uuid[])));
ALTER TABLE work_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY work_note_seen ON work_note FOR SELECT TO steadwork_outside
  USING (author_organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR (audience = 'partner' AND partner_id = ANY ((SELECT steadwork_organizations())::uuid[])) OR (audience IN ('partners', 'customer') AND EXISTS (SELECT FROM work_share s WHERE s.item_id = work_note.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[]))) OR (audience = 'customer' AND EXISTS (SELECT FROM work_workitem w WHERE w.id = work_note.item_id)));
CREATE POLICY work_note_added ON work_note FOR INSERT TO steadwork_outside
  WITH CHECK (author_user_id = (SELECT steadwork_user()) AND EXISTS (SELECT FROM work_workitem w WHERE w.id = work_note.item_id));
ALTER TABLE work_activity ENABLE ROW LEVEL SECURITY;
CREATE POLICY work_activity_seen ON work_activity FOR SELECT TO steadwork_outside
  USING (author_organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR (audience = 'partner' AND partner_id = ANY ((SELECT steadwork_organizations())::uuid[])) OR (audience IN ('partners', 'customer') AND EXISTS (SELECT FROM work_share s WHERE s.item_id = work_activity.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[]))) OR (audience = 'customer' AND EXISTS (SELECT FROM work_workitem w WHERE w.id = work_activity.item_id)));
CREATE POLICY work_activity_added ON work_activity FOR INSERT TO steadwork_outside
  WITH CHECK (author_user_id = (SELECT steadwork_user()) AND EXISTS (SELECT FROM work_workitem w WHERE w.id = work_activity.item_id));
CREATE POLICY work_activity_changed ON work_activity FOR UPDATE TO steadwork_outside
  USING (author_organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR (audience = 'partner' AND partner_id = ANY ((SELECT steadwork_organizations())::uuid[])));
ALTER TABLE work_attachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY work_attachment_seen ON work_attachment FOR SELECT TO steadwork_outside
  USING (author_organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR (audience = 'partner' AND partner_id = ANY ((SELECT steadwork_organizations())::uuid[])) OR (audience IN ('partners', 'customer') AND EXISTS (SELECT FROM work_share s WHERE s.item_id = work_attachment.item_id AND s.partner_id = ANY ((SELECT steadwork_organizations())::uuid[]))) OR (audience = 'customer' AND EXISTS (SELECT FROM work_workitem w WHERE w.id = work_attachment.item_id)));
CREATE POLICY work_attachment_added ON work_attachment FOR INSERT TO steadwork_outside
  WITH CHECK (author_user_id = (SELECT steadwork_user()) AND EXISTS (SELECT FROM work_workitem w WHERE w.id = work_attachment.item_id));
ALTER TABLE parties_position ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_position_seen ON parties_position FOR SELECT TO steadwork_outside
  USING (organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR EXISTS (SELECT FROM work_workitem w WHERE w.owner_id = parties_position.id));
ALTER TABLE parties_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_account_seen ON parties_account FOR SELECT TO steadwork_outside
  USING (id = ANY ((SELECT steadwork_accounts())::uuid[]) OR EXISTS (SELECT FROM work_workitem w WHERE w.account_id = parties_account.id));
ALTER TABLE parties_contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_contact_seen ON parties_contact FOR SELECT TO steadwork_outside
  USING (account_id = ANY ((SELECT steadwork_accounts())::uuid[]) OR EXISTS (SELECT FROM work_workitem w WHERE w.contact_id = parties_contact.id));
ALTER TABLE kernel_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY kernel_entry_seen ON kernel_entry FOR SELECT TO steadwork_outside
  USING (organization_id = ANY ((SELECT steadwork_organizations())::uuid[]) OR (audience = 'partner' AND partner_id = ANY ((SELECT steadwork_organizations())::uuid[])) OR (audience IN ('partners', 'customer') AND EXISTS (SELECT FROM work_workitem w WHERE w.id = subject_id)));
CREATE POLICY kernel_entry_added ON kernel_entry FOR INSERT TO steadwork_outside
  WITH CHECK (side <> 'host' AND user_id IS NOT DISTINCT FROM (SELECT steadwork_user()));
"""

DOWN = """
DROP POLICY kernel_entry_seen ON kernel_entry;
DROP POLICY kernel_entry_added ON kernel_entry;
ALTER TABLE kernel_entry DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_contact_seen ON parties_contact;
ALTER TABLE parties_contact DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_account_seen ON parties_account;
ALTER TABLE parties_account DISABLE ROW LEVEL SECURITY;
DROP POLICY parties_position_seen ON parties_position;
ALTER TABLE parties_position DISABLE ROW LEVEL SECURITY;
DROP POLICY work_attachment_seen ON work_attachment;
DROP POLICY work_attachment_added ON work_attachment;
ALTER TABLE work_attachment DISABLE ROW LEVEL SECURITY;
DROP POLICY work_activity_seen ON work_activity;
DROP POLICY work_activity_added ON work_activity;
DROP POLICY work_activity_changed ON work_activity;
ALTER TABLE work_activity DISABLE ROW LEVEL SECURITY;
DROP POLICY work_note_seen ON work_note;
DROP POLICY work_note_added ON work_note;
ALTER TABLE work_note DISABLE ROW LEVEL SECURITY;
DROP POLICY work_teammember_seen ON work_teammember;
DROP POLICY work_teammember_added ON work_teammember;
DROP POLICY work_teammember_changed ON work_teammember;
ALTER TABLE work_teammember DISABLE ROW LEVEL SECURITY;
DROP POLICY work_share_seen ON work_share;
DROP POLICY work_share_changed ON work_share;
ALTER TABLE work_share DISABLE ROW LEVEL SECURITY;
DROP POLICY work_workitem_seen ON work_workitem;
DROP POLICY work_workitem_changed ON work_workitem;
ALTER TABLE work_workitem DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial"), ("parties", "0002_second_wall")]

    operations = [migrations.RunSQL(UP, DOWN)]
