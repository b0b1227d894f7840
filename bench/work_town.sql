-- The town of bench/lists. Filled in by bench.ground.fill: statements end in an empty line.

CREATE TABLE t_host AS
SELECT h AS i, named('host', h) AS id, units, seats, first_seat, low, high
  FROM (VALUES (0, 12, 1100, 0, 0.0, 0.8), (1, 4, 200, 1100, 0.8, 0.92), (2, 2, 100, 1300, 0.92, 1.0))
    AS v(h, units, seats, first_seat, low, high);

CREATE TABLE t_unit AS
SELECT h.i AS host, u AS i, named('unit', h.i * 100 + u) AS id, h.id AS host_id
  FROM t_host h, generate_series(0, h.units - 1) u;

CREATE TABLE t_partner AS
SELECT p AS i, named('partner', p) AS id, NULL::uuid AS parent_id FROM generate_series(0, 199) p
UNION ALL SELECT 200 + s, named('partner', 200 + s), named('partner', 0) FROM generate_series(0, 1) s;

INSERT INTO parties_organization (id, created_at, updated_at, kind, name, legal_name, identifier,
       parent_id, host_id, is_service_provider, listed, description, email, phone, url, source, source_key)
SELECT id, now(), now(), kind, name, '', replace(lower(name), ' ', '-'), parent_id, host_id,
       kind = 'partner', kind = 'partner', '', '', '', '', '', ''
  FROM (SELECT id, 'host' AS kind, 'County ' || i AS name, NULL::uuid AS parent_id, id AS host_id FROM t_host
        UNION ALL SELECT u.id, 'host', 'Unit ' || u.host || ' ' || u.i, h.id, h.id FROM t_unit u JOIN t_host h ON h.i = u.host
        UNION ALL SELECT id, 'partner', 'Provider ' || i, parent_id, NULL FROM t_partner) o;

INSERT INTO parties_partnership (id, created_at, updated_at, host_id, partner_id, stage, registered_at)
SELECT gen_random_uuid(), now(), now(), h.id, p.id, 'registered', now()
  FROM t_host h, t_partner p WHERE p.parent_id IS NULL;

CREATE TABLE t_seat AS
SELECT row_number() OVER (ORDER BY h.i, s) - 1 AS i, named('seat', h.first_seat + s) AS id,
       u.id AS organization_id, h.i AS host,
       CASE WHEN s > 0 THEN named('seat', h.first_seat + (s - 1) / 20) END AS parent_id
  FROM t_host h, generate_series(0, h.seats - 1) s
  JOIN t_unit u ON true WHERE u.host = h.i AND u.i = (s / 20) % h.units;

CREATE TABLE t_partner_seat AS
SELECT p.i AS partner, s, named('partner seat', p.i * 100 + s) AS id, p.id AS organization_id,
       CASE WHEN s > 0 THEN named('partner seat', p.i * 100) END AS parent_id
  FROM t_partner p, generate_series(0, CASE WHEN p.i = 0 THEN 19 ELSE 2 END) s;

ALTER TABLE t_seat ADD PRIMARY KEY (i);

ALTER TABLE t_partner_seat ADD PRIMARY KEY (partner, s);

ALTER TABLE t_partner ADD PRIMARY KEY (i);

INSERT INTO parties_position (id, created_at, updated_at, organization_id, title, parent_id, holder_name)
SELECT id, now(), now(), organization_id, 'Seat ' || i, parent_id, 'Holder ' || i FROM t_seat
UNION ALL SELECT id, now(), now(), organization_id, 'Seat ' || s, parent_id, 'Holder ' || s FROM t_partner_seat;

INSERT INTO catalog_product (id, created_at, updated_at, host_id, code, name, description, unit,
       track_as_asset, bookable, open_ended, turnover_nights, features, source)
SELECT named('product', i), now(), now(), id, 'bed', 'Foster Care Standard Bed', '', 'night', true, true, true, 0, '{}', '' FROM t_host;

INSERT INTO pricing_agreement (id, created_at, updated_at, host_id, provider_id, number, state, validity)
SELECT named('agreement', h.i * 1000 + p.i), now(), now(), h.id, p.id, 'AG-' || h.i || '-' || p.i, 'active', daterange('2015-01-01', NULL)
  FROM t_host h, t_partner p;

INSERT INTO pricing_contractedproduct (id, created_at, updated_at, agreement_id, host_id, provider_id,
       product_id, rate_code, price, currency, unit, validity, in_force)
SELECT named('contracted', h.i * 1000 + p.i), now(), now(), named('agreement', h.i * 1000 + p.i), h.id, p.id,
       named('product', h.i), '', 100, 'USD', 'week', daterange('2015-01-01', NULL), true
  FROM t_host h, t_partner p;

INSERT INTO parties_account (id, created_at, updated_at, host_id, kind, name, city, address)
SELECT named('account', n), now(), now(), h.id, 'household', 'Household ' || n, '', ''
  FROM generate_series(0, :items / 20 - 1) n JOIN t_host h ON n >= h.low * (:items / 20) AND n < h.high * (:items / 20);

INSERT INTO parties_contact (id, created_at, updated_at, host_id, account_id, first_name, last_name, gender, languages, relationship)
SELECT named('contact', n), now(), now(), h.id, NULL, 'Given ' || n % 97, 'Family ' || n % 9973, 'female', '{}', ''
  FROM generate_series(0, :items / 8 - 1) n JOIN t_host h ON n >= h.low * (:items / 8) AND n < h.high * (:items / 8);

CREATE UNLOGGED TABLE t_item AS
SELECT n, timed(at, n) AS id, at AS opened_at, h.i AS host, h.id AS host_id, kind, seat, partner,
       CASE WHEN kind = 'case' THEN CASE WHEN young OR pick(n, 6) < 0.1 THEN 'active' ELSE 'closed' END
            WHEN young AND pick(n, 6) < 0.7 THEN (ARRAY['draft', 'submitted', 'in_review', 'waitlisted', 'accepted', 'active', 'active'])[1 + floor(pick(n, 7) * 7)::int]
            WHEN pick(n, 6) < 0.003 THEN 'active'
            ELSE (ARRAY['completed', 'completed', 'completed', 'completed', 'completed', 'ended_early', 'rejected', 'cancelled', 'cancelled', 'expired'])[1 + floor(pick(n, 8) * 10)::int]
       END AS state
  FROM (SELECT n, now() - interval '6 years' * (1 - n::float8 / :items) AS at, n > :items * 0.97 AS young,
               CASE WHEN pick(n, 1) < 0.8 THEN 'referral' ELSE 'case' END AS kind, pick(n, 2) AS of_host,
               CASE WHEN pick(n, 3) < 0.05 THEN CASE WHEN pick(n, 4) < 0.9 THEN 0 ELSE 200 + (n % 2)::int END
                    ELSE 1 + floor(199 * power(pick(n, 4), 1.5))::int END AS partner
          FROM generate_series(1, :items) n) a
  JOIN t_host h ON of_host >= h.low AND of_host < h.high,
  LATERAL (SELECT CASE WHEN pick(n, 9) < 0.03 THEN NULL
                       WHEN h.i = 0 AND pick(n, 10) < 0.0078 THEN 430
                       ELSE h.first_seat + floor(h.seats * power(pick(n, 11), 1.5))::int END AS seat) s;

ALTER TABLE t_item ADD PRIMARY KEY (n);

CREATE UNLOGGED TABLE t_case AS
SELECT host, row_number() OVER (PARTITION BY host ORDER BY n) - 1 AS rank, id, n FROM t_item WHERE kind = 'case';

CREATE INDEX ON t_case (host, rank);

CREATE UNLOGGED TABLE t_order AS
SELECT i.n, i.id, c.id AS case_id, c.n AS case_n FROM t_item i
  JOIN (SELECT host, count(*) AS many FROM t_case GROUP BY host) m ON m.host = i.host
  JOIN t_case c ON c.host = i.host AND c.rank = floor(pick(i.n, 12) * m.many)::bigint
 WHERE i.kind = 'referral';

ALTER TABLE t_order ADD PRIMARY KEY (n);

ANALYZE;

INSERT INTO work_workitem (id, created_at, updated_at, kind, number, host_id, organization_id, title, state, stage,
       turn, priority, sensitivity, account_id, contact_id, owner_id, partner_id, parent_id, open_to_customer,
       opened_at, closed_at, due_at, version)
SELECT i.id, i.opened_at, i.opened_at, i.kind, CASE i.kind WHEN 'case' THEN 'BC-' ELSE 'RO-' END || (100000 + i.n), i.host_id,
       coalesce(s.organization_id, (SELECT u.id FROM t_unit u WHERE u.host = i.host AND u.i = i.n % 2)), 'A place for somebody', i.state,
       CASE WHEN open THEN 'open' WHEN i.state IN ('completed', 'ended_early', 'closed') THEN 'done' ELSE 'dropped' END,
       CASE WHEN NOT open THEN '' WHEN i.state IN ('submitted', 'in_review', 'accepted', 'active') AND i.kind = 'referral' THEN 'partner' ELSE 'host' END,
       (ARRAY['low', 'medium', 'medium', 'high', 'emergency'])[1 + floor(pick(i.n, 13) * 5)::int],
       CASE WHEN pick(i.n, 14) < 0.002 THEN 'sealed' WHEN pick(i.n, 14) < 0.02 THEN 'restricted' ELSE 'normal' END,
       named('account', ((h.low + pick(i.n, 15) * (h.high - h.low)) * (:items / 20 - 1))::bigint),
       named('contact', ((h.low + pick(i.n, 15) * (h.high - h.low)) * (:items / 8 - 1))::bigint),
       s.id, CASE WHEN i.kind = 'referral' THEN p.id END, o.case_id, false, i.opened_at,
       CASE WHEN NOT open THEN least(i.opened_at + interval '40 days', now()) END,
       CASE WHEN open THEN i.opened_at + interval '1 day' END, 1
  FROM t_item i JOIN t_host h ON h.i = i.host LEFT JOIN t_seat s ON s.i = i.seat JOIN t_partner p ON p.i = i.partner
  LEFT JOIN t_order o ON o.n = i.n,
  LATERAL (SELECT i.state IN ('draft', 'submitted', 'in_review', 'waitlisted', 'accepted', 'active') AS open) x
 ORDER BY i.n;

INSERT INTO cases_case (item_id, category, reason) SELECT id, 'foster_care', '' FROM t_item WHERE kind = 'case' ORDER BY n;

INSERT INTO cases_benefit (id, created_at, updated_at, host_id, case_id, product_id, recipient_id, period, status)
SELECT named('benefit', c.n), i.opened_at, i.opened_at, i.host_id, c.id, named('product', i.host), w.contact_id,
       daterange(i.opened_at::date, i.opened_at::date + 60), 'approved'
  FROM t_case c JOIN t_item i ON i.n = c.n JOIN work_workitem w ON w.id = c.id;

INSERT INTO referrals_referralorder (item_id, benefit_id, offer_group, product_id, product_name, period, contracted_id,
       unit_price, currency, price_unit, need, message, basis, reason, reason_text)
SELECT o.id, named('benefit', o.case_n), o.id, named('product', i.host), 'Foster Care Standard Bed',
       daterange(i.opened_at::date, i.opened_at::date + 30), named('contracted', i.host * 1000 + i.partner), 100, 'USD', 'week',
       '{"age": 9, "age_at_end": 9, "gender": "female", "features": ["wheelchair"], "languages": ["pl"]}', 'Can she come on Monday?', 'consent', '', ''
  FROM t_order o JOIN t_item i ON i.n = o.n ORDER BY o.n;

INSERT INTO work_share (id, created_at, updated_at, item_id, partner_id, kind, opened_at, role, level, is_primary,
       since, until, back_share, first_seen_at, response, response_reason, basis)
SELECT timed(i.opened_at, 2 * i.n + earlier), i.opened_at, i.opened_at, i.id, p.id, i.kind, i.opened_at, 'provider',
       level, level <> 'ended', i.opened_at, CASE WHEN level = 'ended' THEN least(i.opened_at + interval '40 days', now()) END, false,
       CASE WHEN pick(i.n, 17) < 0.98 OR level = 'ended' THEN i.opened_at END, 'accepted', '', 'consent'
  FROM t_item i CROSS JOIN (VALUES (0), (1)) e(earlier)
  JOIN t_partner p ON p.i = CASE earlier WHEN 0 THEN i.partner ELSE (i.partner + 1 + i.n % 150) % 200 END,
  LATERAL (SELECT CASE WHEN earlier = 1 OR i.state NOT IN ('submitted', 'in_review', 'waitlisted', 'accepted', 'active') THEN 'ended'
                       WHEN i.state IN ('accepted', 'active') THEN 'accepted' ELSE 'offered' END AS level) l
 WHERE i.kind = 'referral' AND i.state <> 'draft' AND (earlier = 0 OR (pick(i.n, 16) < 0.1 AND i.partner < 200)) ORDER BY i.n;

INSERT INTO work_teammember (id, created_at, updated_at, item_id, position_id, kind, opened_at, is_primary, role, source,
       added_at, first_seen_at, removed_at, removal_reason)
SELECT timed(i.opened_at, 3 * i.n + t.place), i.opened_at, i.opened_at, i.id, t.seat, i.kind, i.opened_at, t.place = 0, '', 'hand', i.opened_at,
       CASE WHEN pick(3 * i.n + t.place, 20) < 0.98 THEN i.opened_at END,
       CASE WHEN t.place = 2 AND i.state = 'rejected' THEN now() END, ''
  FROM t_item i,
  LATERAL (SELECT 0 AS place, s.id AS seat FROM t_seat s WHERE s.i = i.seat
           UNION ALL SELECT 1, s.id FROM t_seat s WHERE pick(i.n, 18) < 0.3 AND s.i = (i.seat + 7) % 1100 AND i.host = 0
           UNION ALL SELECT 2, s.id FROM t_partner_seat s WHERE i.kind = 'referral' AND i.state <> 'draft' AND pick(i.n, 19) < 0.5
                        AND s.partner = i.partner AND s.s = i.n % (CASE WHEN i.partner = 0 THEN 20 ELSE 3 END)) t ORDER BY i.n;
