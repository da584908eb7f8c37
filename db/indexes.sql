-- indexes.sql: what makes names quick to sort by and to search, apart from the
-- schema: where many records are added at once, it is far quicker to make it
-- afterwards. All of it is there, or none.

CREATE INDEX users_by_name ON users (name_key, id);
CREATE INDEX customers_by_name ON customers (name_key, id);

-- Substrings of names, in tables of trigrams (FTS5). They know in which
-- records a trigram is, not where (detail = none): the query has a second
-- look at the name. The keys are folded already. Who changes a name changes
-- these too: no trigger does it, since with trusted_schema off, which keeps a
-- stranger's file from running code, triggers may not use such tables.

CREATE VIRTUAL TABLE users_text USING fts5 (
  name_key, content = users, content_rowid = id,
  tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
);

CREATE VIRTUAL TABLE customers_text USING fts5 (
  name_key, content = customers, content_rowid = id,
  tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
);

-- One piece is searched faster than several. It is merged once, at the end:
-- merging on the way, as changes do later, takes a third more time.

INSERT INTO users_text (users_text, rank) VALUES ('automerge', 0);
INSERT INTO customers_text (customers_text, rank) VALUES ('automerge', 0);
INSERT INTO users_text (users_text) VALUES ('rebuild');
INSERT INTO customers_text (customers_text) VALUES ('rebuild');
INSERT INTO users_text (users_text) VALUES ('optimize');
INSERT INTO customers_text (customers_text) VALUES ('optimize');
INSERT INTO users_text (users_text, rank) VALUES ('automerge', 4);
INSERT INTO customers_text (customers_text, rank) VALUES ('automerge', 4);
