-- What many exchanges of a tenant have in common, once. No content and nobody's name but the key's.
CREATE TABLE exchange_shared (
  number INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  digest TEXT NOT NULL,
  json   TEXT NOT NULL,
  UNIQUE (tenant, digest)
);

-- The fields of facts and of a decision that stand there; what was kept before has none.
ALTER TABLE exchange ADD COLUMN facts_shared    INTEGER REFERENCES exchange_shared (number);
ALTER TABLE exchange ADD COLUMN decision_shared INTEGER REFERENCES exchange_shared (number);
