-- The places of bench/availability and bench/bookings: one host, 500 providers in a territory of
-- 300 km, places with bookings one after another. Statements end in an empty line.

CREATE TABLE t_partner AS
SELECT p AS i, named('partner', p) AS id, CASE WHEN p >= 480 THEN named('partner', p - 480) END AS parent_id
  FROM generate_series(0, 499) p;

INSERT INTO parties_organization (id, created_at, updated_at, kind, name, legal_name, identifier,
       parent_id, host_id, is_service_provider, listed, description, email, phone, url, source, source_key)
SELECT named('host', 0), now(), now(), 'host', 'County', '', 'county', NULL::uuid, named('host', 0), false, false, '', '', '', '', '', ''
UNION ALL
SELECT id, now(), now(), 'partner', 'Provider ' || i, '', 'provider-' || i, parent_id, NULL, true, true, '', '', '', '', '', ''
  FROM t_partner;

INSERT INTO parties_partnership (id, created_at, updated_at, host_id, partner_id, stage, registered_at)
SELECT gen_random_uuid(), now(), now(), named('host', 0), id, CASE WHEN i % 40 = 7 THEN 'suspended' ELSE 'registered' END, now()
  FROM t_partner WHERE parent_id IS NULL;

INSERT INTO parties_site (id, created_at, updated_at, organization_id, name, description, address, city, region, postal_code,
       country, latitude, longitude, precision, is_confidential, phone, hours, source, source_key)
SELECT named('site', i * 10 + s), now(), now(), id, 'House ' || i || ' ' || s, '', '', 'Chicago', 'IL', '', 'US',
       CASE WHEN located THEN 41.88 + (pick(i * 10 + s, 1) - 0.5) * 2.7 END,
       CASE WHEN located THEN -87.63 + (pick(i * 10 + s, 2) - 0.5) * 3.6 END,
       CASE WHEN located THEN 'exact' ELSE 'none' END, false, '', '[]', '', ''
  FROM t_partner, generate_series(0, 3) s, LATERAL (SELECT pick(i * 10 + s, 3) > 0.03 AS located) l;

INSERT INTO catalog_product (id, created_at, updated_at, host_id, code, name, description, unit,
       track_as_asset, bookable, open_ended, turnover_nights, features, source)
SELECT named('product', p), now(), now(), named('host', 0), 'product-' || p, 'Product ' || p, '', 'night', true, true, true, 0, '{}', ''
  FROM generate_series(0, 4) p;

INSERT INTO pricing_agreement (id, created_at, updated_at, host_id, provider_id, number, state, validity)
SELECT named('agreement', i), now(), now(), named('host', 0), id, 'AG-' || i, 'active', daterange('2020-01-01', NULL)
  FROM t_partner;

INSERT INTO pricing_contractedproduct (id, created_at, updated_at, agreement_id, host_id, provider_id,
       product_id, rate_code, price, currency, unit, validity, in_force)
SELECT gen_random_uuid(), now(), now(), named('agreement', i), named('host', 0), id, named('product', p), '', 100 + part, 'USD', 'week',
       CASE WHEN i % 10 = 3 THEN CASE part WHEN 0 THEN daterange('2020-01-01', current_date + 40) ELSE daterange(current_date + 40, NULL) END
            ELSE daterange('2020-01-01', NULL) END, true
  FROM t_partner, generate_series(0, 4) p, generate_series(0, 1) part
 WHERE pick(i * 5 + p, 4) > 0.08 AND (part = 0 OR i % 10 = 3);

INSERT INTO assets_asset (id, created_at, updated_at, host_id, provider_id, product_id, site_id, number, name, status, min_age,
       max_age, genders, features, attributes, commissioned_on, decommissioned_on, source, source_key)
SELECT named('asset', n), now(), now(), named('host', 0), named('partner', p), named('product', least(floor(pick(n, 12) * 8)::int, 4) % 5),
       named('site', p * 10 + n % 4), 'PL-' || n, 'Bed ' || n, CASE WHEN pick(n, 13) < 0.02 THEN 'maintenance' ELSE 'active' END,
       (ARRAY[0, 0, 6, 12])[1 + n % 4], (ARRAY[17, 21, 12, 120])[1 + n % 4],
       CASE n % 5 WHEN 0 THEN ARRAY['female'] WHEN 1 THEN ARRAY['male'] ELSE '{}' END,
       array_remove(ARRAY[CASE WHEN pick(n, 14) < 0.3 THEN 'wheelchair' END, CASE WHEN pick(n, 15) < 0.4 THEN 'pets' END, CASE WHEN pick(n, 16) < 0.2 THEN 'medical' END], NULL),
       '{"floor": 1}', current_date - 900, CASE WHEN pick(n, 17) < 0.03 THEN current_date - 10 END, '', ''
  FROM generate_series(1, :assets) n, LATERAL (SELECT floor(500 * power(pick(n, 11), 1.5))::int AS p) x
 ORDER BY p, n;

INSERT INTO assets_booking (id, created_at, updated_at, host_id, provider_id, asset_id, kind, period, claim, reason,
       expires_at, released_at, release_reason, source)
SELECT timed(now(), n), now(), now(), host_id, provider_id, a, kind, nights, nights, CASE WHEN kind = 'blocked' THEN 'repair' ELSE '' END,
       CASE WHEN kind = 'hold' THEN now() + interval '1 day' * (pick(n, 24) - 0.3) END,
       CASE WHEN pick(n, 25) < 0.1 THEN now() END, '', ''
  FROM (SELECT n, s.id AS a, s.host_id, s.provider_id, daterange(start, start + 5 + floor(pick(n, 22) * 19)::int) AS nights,
               CASE WHEN pick(n, 23) < 0.03 THEN 'blocked' WHEN start <= current_date THEN 'occupied' WHEN pick(n, 23) < 0.1 THEN 'hold' ELSE 'reserved' END AS kind
          FROM generate_series(0, :bookings - 1) n
          JOIN assets_asset s ON s.id = named('asset', 1 + n % :assets),
          LATERAL (SELECT current_date - 250 + (n / :assets)::int * 35 + floor(pick(n, 21) * 10)::int AS start) x) b;
