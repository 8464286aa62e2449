-- What a release answered to a holdout row: the compared form's SHA-256, never the text.
CREATE TABLE evaluation_answer (
  tenant      TEXT NOT NULL,
  release     TEXT NOT NULL,
  exchange    TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (tenant, release, exchange)
) WITHOUT ROWID;

-- Holdout rows that have refilled the ledger once.
CREATE TABLE alpha_row (
  tenant   TEXT NOT NULL,
  exchange TEXT NOT NULL,
  PRIMARY KEY (tenant, exchange)
) WITHOUT ROWID;

-- The ledger; the newest entry of a tenant holds its balance.
CREATE TABLE alpha_entry (
  position   INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant     TEXT    NOT NULL,
  look       TEXT    NOT NULL,
  at         INTEGER NOT NULL, -- milliseconds since 1970
  fresh_rows INTEGER NOT NULL,
  spent      REAL    NOT NULL,
  balance    REAL    NOT NULL,
  UNIQUE (tenant, look)
);
