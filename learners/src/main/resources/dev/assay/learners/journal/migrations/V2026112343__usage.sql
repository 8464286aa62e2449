-- Exchanges from before say nothing of these: their cost is not known.
ALTER TABLE exchange ADD COLUMN cached_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exchange ADD COLUMN reasoning_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exchange ADD COLUMN cost_nano_usd INTEGER;
ALTER TABLE exchange ADD COLUMN estimated INTEGER NOT NULL DEFAULT 0;
