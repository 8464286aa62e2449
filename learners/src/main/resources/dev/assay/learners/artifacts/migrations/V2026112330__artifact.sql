CREATE TABLE artifact (
  tenant TEXT    NOT NULL,
  digest TEXT    NOT NULL,
  kind   TEXT    NOT NULL,
  json   BLOB    NOT NULL, -- RFC 8785; what the digest is of
  at     INTEGER NOT NULL, -- milliseconds since 1970
  PRIMARY KEY (tenant, digest)
) STRICT;
