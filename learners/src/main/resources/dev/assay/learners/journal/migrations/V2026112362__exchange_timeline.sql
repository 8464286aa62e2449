-- Microseconds since arrival; 0 for where an exchange never came.
ALTER TABLE exchange ADD COLUMN judged_micros     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exchange ADD COLUMN injected_micros   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exchange ADD COLUMN first_byte_micros INTEGER NOT NULL DEFAULT 0;
