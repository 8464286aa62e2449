-- Tokens that a provider put into its prompt cache, which some charge more for than for other input.
ALTER TABLE usage_day ADD COLUMN written_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exchange ADD COLUMN written_tokens INTEGER NOT NULL DEFAULT 0;
