CREATE TABLE feedback (
  position        INTEGER PRIMARY KEY AUTOINCREMENT,
  id              TEXT    NOT NULL UNIQUE,
  tenant          TEXT    NOT NULL,
  exchange_id     TEXT,
  episode         TEXT,
  metric          TEXT    NOT NULL,
  signal          TEXT    NOT NULL,
  number          REAL, -- of a boolean (0 or 1) or a float
  text            TEXT, -- of a comment or demonstration; null once erased
  principal       TEXT    NOT NULL,
  key_id          TEXT    NOT NULL,
  idempotency_key TEXT    NOT NULL,
  body_digest     TEXT    NOT NULL,
  at              INTEGER NOT NULL, -- milliseconds since 1970
  admitted        INTEGER NOT NULL,
  reasons         TEXT    NOT NULL,
  policy_revision TEXT    NOT NULL,
  facts           TEXT    NOT NULL,
  UNIQUE (tenant, key_id, idempotency_key),
  CHECK ((exchange_id IS NULL) <> (episode IS NULL))
);

CREATE INDEX feedback_exchange ON feedback (tenant, exchange_id) WHERE exchange_id IS NOT NULL;
CREATE INDEX feedback_episode ON feedback (tenant, episode) WHERE episode IS NOT NULL;
CREATE INDEX feedback_admitted ON feedback (tenant, position) WHERE admitted = 1;
CREATE INDEX feedback_day ON feedback (at) WHERE admitted = 1;
CREATE INDEX feedback_subject ON feedback (tenant, principal);
