CREATE TABLE kill_switch (
  tenant TEXT    NOT NULL,
  name   TEXT    NOT NULL,
  thrown INTEGER NOT NULL,
  PRIMARY KEY (tenant, name)
);
