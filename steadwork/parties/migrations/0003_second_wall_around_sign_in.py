"""The second wall around people who sign in: one's own row and colleagues', and no secret at all.

The pages of sign-in run outside the wall. Inside it nobody has business with sessions, second
factors and confirmed addresses, and a query that slipped in finds none.
"""

from django.db import migrations

UP = """
ALTER TABLE identity_user ENABLE ROW LEVEL SECURITY;
CREATE POLICY identity_user_seen ON identity_user FOR SELECT TO steadwork_outside
  USING (id = (SELECT steadwork_user()) OR EXISTS (SELECT FROM parties_holding h JOIN parties_position p ON p.id = h.position_id WHERE h.user_id = identity_user.id AND p.organization_id = ANY ((SELECT steadwork_organizations())::uuid[])));
CREATE POLICY identity_user_changed ON identity_user FOR UPDATE TO steadwork_outside
  USING (id = (SELECT steadwork_user()));
ALTER TABLE identity_apitoken ENABLE ROW LEVEL SECURITY;
CREATE POLICY identity_apitoken_own ON identity_apitoken FOR ALL TO steadwork_outside
  USING (user_id = (SELECT steadwork_user())) WITH CHECK (user_id = (SELECT steadwork_user()));
REVOKE ALL ON django_session, account_emailaddress, account_emailconfirmation, mfa_authenticator,
  usersessions_usersession, auth_group, auth_group_permissions, auth_permission
  FROM steadwork_outside;
"""

DOWN = """
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, account_emailaddress,
  account_emailconfirmation, mfa_authenticator, usersessions_usersession, auth_group,
  auth_group_permissions, auth_permission
  TO steadwork_outside;
DROP POLICY identity_apitoken_own ON identity_apitoken;
ALTER TABLE identity_apitoken DISABLE ROW LEVEL SECURITY;
DROP POLICY identity_user_changed ON identity_user;
DROP POLICY identity_user_seen ON identity_user;
ALTER TABLE identity_user DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_second_wall"),
        ("identity", "0001_initial"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunSQL(UP, DOWN)]
