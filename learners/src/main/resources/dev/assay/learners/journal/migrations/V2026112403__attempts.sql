-- Each target that was tried, now with why it was, how that ended and how long it took.
-- What was kept before knew the targets alone.
ALTER TABLE exchange RENAME COLUMN tried TO attempts;

UPDATE exchange
SET attempts = (
  SELECT json_group_array(
    json_object('target', json(value), 'why', 'unknown', 'outcome', 'unknown', 'micros', 0))
  FROM json_each(exchange.attempts)
);
