-- Times are milliseconds since 1970.
CREATE TABLE learning_cycle (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant     TEXT    NOT NULL,
  learner    TEXT    NOT NULL,
  started_at INTEGER NOT NULL,
  signals    INTEGER NOT NULL, -- admitted so far when it started
  ended_at   INTEGER,
  outcome    TEXT, -- proposed, held or failed; null while it runs
  detail     TEXT  -- the change's id or the reason
);

CREATE INDEX learning_cycle_tenant ON learning_cycle (tenant, id);
CREATE UNIQUE INDEX learning_cycle_running ON learning_cycle (tenant, learner)
  WHERE outcome IS NULL;

-- Who runs a tenant's learner, and until when that holds unless renewed.
CREATE TABLE learning_lease (
  tenant  TEXT    NOT NULL,
  learner TEXT    NOT NULL,
  owner   TEXT    NOT NULL,
  until   INTEGER NOT NULL,
  PRIMARY KEY (tenant, learner)
) WITHOUT ROWID;

CREATE TABLE learning_budget (
  tenant TEXT    NOT NULL,
  day    TEXT    NOT NULL, -- UTC
  taken  INTEGER NOT NULL,
  PRIMARY KEY (tenant, day)
) WITHOUT ROWID;
