-- Times are milliseconds since 1970. The tenant leads every key, so that no query can leave it out.
CREATE TABLE exchange (
  tenant            TEXT    NOT NULL,
  id                TEXT    NOT NULL, -- UUIDv7: its order is the order of arrival
  app               TEXT    NOT NULL,
  key_id            TEXT    NOT NULL,
  episode           TEXT    NOT NULL,
  principal         TEXT    NOT NULL,
  arrived_at        INTEGER NOT NULL,
  endpoint          TEXT    NOT NULL,
  alias             TEXT    NOT NULL,
  purpose           TEXT    NOT NULL,
  policy_revision   TEXT    NOT NULL,
  facts             TEXT    NOT NULL,
  decision          TEXT    NOT NULL,
  release_number    INTEGER NOT NULL,
  release_digest    TEXT    NOT NULL,
  injected          TEXT    NOT NULL,
  injection         TEXT    NOT NULL,
  tried             TEXT    NOT NULL,
  chosen            TEXT,
  prompt_tokens     INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  total_micros      INTEGER NOT NULL,
  upstream_micros   INTEGER NOT NULL,
  overhead_micros   INTEGER NOT NULL,
  outcome           TEXT    NOT NULL,
  http_status       INTEGER NOT NULL,
  ask_reason        TEXT    NOT NULL,
  ask_probability   REAL    NOT NULL,
  holdout           INTEGER NOT NULL,
  lane              TEXT    NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE INDEX exchange_episode ON exchange (tenant, episode);
CREATE INDEX exchange_holdout ON exchange (tenant, id) WHERE holdout = 1;

CREATE TABLE exchange_content (
  tenant   TEXT NOT NULL,
  id       TEXT NOT NULL,
  subject  TEXT NOT NULL, -- whose words these are; what an erasure names
  query    TEXT NOT NULL,
  messages TEXT NOT NULL,
  answer   TEXT NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, id) REFERENCES exchange (tenant, id)
);

CREATE INDEX exchange_content_subject ON exchange_content (tenant, subject);
