CREATE TABLE change (
  id       TEXT    PRIMARY KEY,
  tenant   TEXT    NOT NULL,
  digest   TEXT    NOT NULL,
  json     TEXT    NOT NULL, -- RFC 8785; what the digest is of
  standing TEXT    NOT NULL, -- the state's name, for looking up
  state    TEXT    NOT NULL,
  at       INTEGER NOT NULL  -- milliseconds since 1970
) STRICT;
CREATE INDEX change_of_tenant ON change (tenant, standing, id);

CREATE TABLE change_step (
  step   INTEGER PRIMARY KEY AUTOINCREMENT,
  change TEXT    NOT NULL REFERENCES change (id),
  state  TEXT    NOT NULL,
  actor  TEXT    NOT NULL,
  at     INTEGER NOT NULL
) STRICT;
CREATE INDEX step_of_change ON change_step (change, step);

CREATE TABLE evidence (
  digest TEXT PRIMARY KEY,
  change TEXT NOT NULL REFERENCES change (id),
  json   TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_of_change ON evidence (change);

CREATE TABLE decision (
  number   INTEGER PRIMARY KEY AUTOINCREMENT,
  change   TEXT    NOT NULL REFERENCES change (id),
  evidence TEXT    NOT NULL REFERENCES evidence (digest),
  json     TEXT    NOT NULL,
  at       INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_of_change ON decision (change, number);

CREATE TABLE approval (
  change   TEXT    NOT NULL REFERENCES change (id),
  grounds  TEXT    NOT NULL, -- digest of what was approved
  person   TEXT    NOT NULL,
  approves INTEGER NOT NULL,
  roles    TEXT    NOT NULL, -- held when voting
  reason   TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (change, grounds, person)
) STRICT;
