"""Makes the Actor: one statement a request, so that a revoked right is gone on the next one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from steadwork.identity.models import User
from steadwork.kernel.actor import Actor, Side
from steadwork.kernel.clock import today

SEAT = """
WITH RECURSIVE seat AS (
  SELECT h.id AS holding, h.is_primary, h.host_id, p.id AS position_id, p.title,
         o.id AS organization_id, o.name AS organization_name, o.kind, o.parent_id
    FROM parties_holding h
    JOIN parties_position p ON p.id = h.position_id
    JOIN parties_organization o ON o.id = p.organization_id
   WHERE h.user_id = %(user)s AND h.since <= %(today)s
     AND (h.until IS NULL OR h.until > %(today)s)
     AND (o.kind = 'host' OR EXISTS (
           SELECT FROM parties_partnership w
            WHERE w.host_id = h.host_id AND w.stage = 'registered'
              AND w.partner_id IN (WITH RECURSIVE up(id, parent_id) AS (
                    SELECT o.id, o.parent_id
                    UNION SELECT a.id, a.parent_id FROM parties_organization a
                          JOIN up ON a.id = up.parent_id)
                  SELECT id FROM up)))
   ORDER BY (h.id = %(holding)s) DESC NULLS LAST, h.is_primary DESC, h.since, h.id
   LIMIT 1
), above(id, parent_id) AS (
  SELECT organization_id, parent_id FROM seat
  UNION SELECT o.id, o.parent_id FROM parties_organization o JOIN above ON o.id = above.parent_id
), below(id) AS (
  SELECT organization_id FROM seat
  UNION SELECT o.id FROM parties_organization o JOIN below ON o.parent_id = below.id
), reports(id) AS (
  SELECT p.id FROM parties_position p JOIN seat ON p.parent_id = seat.position_id
  UNION SELECT p.id FROM parties_position p JOIN reports ON p.parent_id = reports.id
)
SELECT seat.*,
       ARRAY(SELECT id FROM below) AS organizations,
       ARRAY(SELECT id FROM reports) AS reports,
       ARRAY(SELECT DISTINCT unnest(r.permissions)
               FROM parties_grant g JOIN parties_responsibility r ON r.id = g.responsibility_id
              WHERE g.user_id = %(user)s AND r.host_id = seat.host_id AND r.side = seat.kind
                AND (seat.kind = 'host' OR EXISTS (
                      SELECT FROM parties_release l WHERE l.responsibility_id = r.id
                         AND l.organization_id IN (SELECT id FROM above)))) AS permissions
  FROM seat
"""

CUSTOMER = "SELECT host_id, account_id FROM parties_contact WHERE user_id = %s ORDER BY host_id"


def actor_for(user: User, holding_id: UUID | str | None = None) -> Actor:
    """Who this user is now: in the seat chosen, else in the primary one, else a customer."""
    seat = one_seat(user.pk, holding_id)
    if seat is None:
        return customer_for(user)
    return Actor(
        side=Side(seat["kind"]),
        user_id=user.pk,
        name=user.name,
        host_id=seat["host_id"],
        organization_id=seat["organization_id"],
        organization_name=seat["organization_name"],
        position_id=seat["position_id"],
        position_title=seat["title"],
        holds_primarily=seat["is_primary"],
        permissions=with_sight(seat["permissions"]),
        organizations=frozenset(seat["organizations"]),
        reports=frozenset(seat["reports"]),
        language=user.language,
        time_zone=user.time_zone,
    )


def with_sight(permissions: list[str]) -> frozenset[str]:
    """Whoever may use one scope of a noun may open its screens: ``case.see_my`` → ``case.see``."""
    screens = {name.partition("_")[0] for name in permissions if ".see_" in name}
    return frozenset(permissions) | screens


def one_seat(user_id: UUID, holding_id: UUID | str | None) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(SEAT, {"user": user_id, "holding": holding_id or None, "today": today()})
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return dict(zip(names, row, strict=True)) if row else None


def customer_for(user: User) -> Actor:
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMER, [user.pk])
        rows = cursor.fetchall()
    host_id = rows[0][0] if rows else None
    return Actor(
        side=Side.CUSTOMER if rows else Side.PUBLIC,
        user_id=user.pk,
        name=user.name,
        host_id=host_id,
        accounts=frozenset(account for host, account in rows if host == host_id and account),
        language=user.language,
        time_zone=user.time_zone,
    )
