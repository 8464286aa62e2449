CREATE TABLE training_run (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant   TEXT    NOT NULL,
  provider TEXT    NOT NULL,
  state    TEXT    NOT NULL, -- JSON
  finished INTEGER NOT NULL,
  at       INTEGER NOT NULL -- of the last step, milliseconds since 1970
);

CREATE UNIQUE INDEX training_run_unfinished ON training_run (tenant, provider)
  WHERE finished = 0;
