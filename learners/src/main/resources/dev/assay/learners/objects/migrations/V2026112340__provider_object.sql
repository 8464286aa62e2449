-- Whose key made what is kept at a provider. A provider's names are unique at that provider.
CREATE TABLE provider_object (
  provider TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  tenant   TEXT    NOT NULL,
  model    TEXT    NOT NULL, -- the provider's model that it came from; empty for none
  made_at  INTEGER NOT NULL, -- milliseconds since 1970
  PRIMARY KEY (provider, id)
) WITHOUT ROWID;

CREATE INDEX provider_object_tenant ON provider_object (tenant, made_at);
