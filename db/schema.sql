-- schema.sql: the tables, as the first start of the server makes them.
--
-- name_key and role_key hold the Unicode-casefolded text, written together
-- with the record: a search folds its own text and looks for a substring.
-- AUTOINCREMENT never gives an id twice, so the order of ids is the order in
-- which records were added, and an id with its version, which counts the
-- record's changes, names one state for ever. The program sets PRAGMA
-- user_version.

CREATE TABLE users (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  version  INTEGER NOT NULL DEFAULT 1,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  role     TEXT NOT NULL,
  role_key TEXT NOT NULL
) STRICT;

CREATE TABLE customers (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  version  INTEGER NOT NULL DEFAULT 1,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  sales_id INTEGER NOT NULL REFERENCES users (id)
) STRICT;

CREATE INDEX users_by_role ON users (role_key, id);
CREATE INDEX customers_by_sales ON customers (sales_id, id);

-- POST requests that have been carried out, so that one which is sent again
-- is not carried out again. made_at is in seconds since 1970.

CREATE TABLE idempotency_keys (
  who     TEXT NOT NULL,
  key     TEXT NOT NULL,
  request TEXT NOT NULL,
  id      INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (who, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (made_at);
