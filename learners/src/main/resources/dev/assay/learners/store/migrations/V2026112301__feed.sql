CREATE TABLE feed (
  revision INTEGER PRIMARY KEY AUTOINCREMENT,
  topic    TEXT    NOT NULL,
  tenant   TEXT,
  subject  TEXT    NOT NULL,
  at       INTEGER NOT NULL -- milliseconds since 1970
);
