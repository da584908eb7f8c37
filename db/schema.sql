-- schema.sql: the tables, as the first start of the server makes them.
--
-- name_key and role_key hold the Unicode-casefolded text, written together
-- with the record: a search folds its own text and looks for a substring.
-- AUTOINCREMENT never gives an id twice, so the order of ids is the order in
-- which records were added. The program sets PRAGMA user_version.

CREATE TABLE users (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  role     TEXT NOT NULL,
  role_key TEXT NOT NULL
) STRICT;

CREATE TABLE customers (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  sales_id INTEGER NOT NULL REFERENCES users (id)
) STRICT;

CREATE INDEX customers_by_sales ON customers (sales_id, id);
