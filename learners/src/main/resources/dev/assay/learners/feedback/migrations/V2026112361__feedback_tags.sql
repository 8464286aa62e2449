-- What the app wants to find a signal by, as JSON; null for none, and once erased.
ALTER TABLE feedback ADD COLUMN tags TEXT;
