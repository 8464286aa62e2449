-- Times are milliseconds since 1970. Only a keyed hash of a secret is ever stored.
CREATE TABLE app_key (
  id         TEXT    PRIMARY KEY,
  tenant     TEXT    NOT NULL,
  app        TEXT    NOT NULL,
  mac        TEXT    NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
);

CREATE TABLE person (
  id         TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL,
  tenant     TEXT, -- null: may act for every tenant
  mac        TEXT    NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
);

-- Every set of roles a person ever had; the highest revision is what they have now.
CREATE TABLE person_roles (
  person   TEXT    NOT NULL REFERENCES person (id),
  revision INTEGER NOT NULL,
  roles    TEXT    NOT NULL, -- JSON array, sorted
  at       INTEGER NOT NULL,
  PRIMARY KEY (person, revision)
);
