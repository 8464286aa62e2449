-- Since when what keys make is claimed: what is older and unclaimed was made before there was a gateway.
CREATE TABLE provider_object_book (
  since INTEGER NOT NULL -- milliseconds since 1970
);

INSERT INTO provider_object_book (since)
SELECT COALESCE(MIN(made_at), CAST(strftime('%s', 'now') AS INTEGER) * 1000) FROM provider_object;
