-- Money is in nanodollars (1e-9 USD), times are seconds since 1970. The tenant leads every key.

-- What was taken of a budget: used, or leased by the running process and about to be.
CREATE TABLE budget (
  tenant         TEXT    NOT NULL,
  scope          TEXT    NOT NULL, -- tenant, key or model
  subject        TEXT    NOT NULL, -- the key's id or the alias; empty for the tenant
  period         TEXT    NOT NULL, -- hour, day or month, of UTC
  starts_at      INTEGER NOT NULL,
  taken_nano_usd INTEGER NOT NULL,
  PRIMARY KEY (tenant, scope, subject, period, starts_at)
) WITHOUT ROWID;

-- Sums of exchanges, moved by the write that records each of them.
CREATE TABLE usage_day (
  tenant            TEXT    NOT NULL,
  day               TEXT    NOT NULL, -- of UTC, 2026-01-31
  app               TEXT    NOT NULL,
  key_id            TEXT    NOT NULL,
  alias             TEXT    NOT NULL, -- what the client asked for
  provider          TEXT    NOT NULL, -- who answered; empty where nobody did
  model             TEXT    NOT NULL,
  requests          INTEGER NOT NULL,
  prompt_tokens     INTEGER NOT NULL,
  cached_tokens     INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  reasoning_tokens  INTEGER NOT NULL,
  nano_usd          INTEGER NOT NULL,
  estimated         INTEGER NOT NULL, -- requests whose tokens the provider did not tell
  unpriced          INTEGER NOT NULL, -- requests to a model without a price: in no sum of money
  PRIMARY KEY (tenant, day, app, key_id, alias, provider, model)
) WITHOUT ROWID;
