CREATE TABLE release (
  tenant    TEXT    NOT NULL,
  number    INTEGER NOT NULL,
  digest    TEXT    NOT NULL,
  artifacts TEXT    NOT NULL, -- their digests, a JSON list ordered by kind
  actor     TEXT    NOT NULL,
  why       TEXT    NOT NULL,
  change    TEXT,
  at        INTEGER NOT NULL, -- milliseconds since 1970
  live_at   INTEGER,
  ended_at  INTEGER,
  ending    TEXT,             -- superseded or rolled_back
  PRIMARY KEY (tenant, number)
) STRICT;

CREATE TABLE serving (
  tenant       TEXT    PRIMARY KEY,
  live         INTEGER NOT NULL,
  canary       INTEGER,
  canary_rules TEXT
) STRICT;
