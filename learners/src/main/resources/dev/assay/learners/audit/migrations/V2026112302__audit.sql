CREATE TABLE audit_entry (
  sequence INTEGER PRIMARY KEY,
  entry    TEXT NOT NULL, -- canonical JSON, the Merkle leaf
  leaf     TEXT NOT NULL, -- SHA-256(0x00 || entry), in hex
  root     TEXT NOT NULL  -- the tree's root with this entry as its last
);

CREATE TABLE audit_head (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  size  INTEGER NOT NULL,
  root  TEXT    NOT NULL,
  peaks TEXT    NOT NULL
);

-- The tree of no leaves: the hash of nothing.
INSERT INTO audit_head (id, size, root, peaks)
VALUES (1, 0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '');
