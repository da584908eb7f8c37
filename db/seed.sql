-- seed.sql: the first data. casefold() is the program's own function, there
-- while it runs this file: the one place that folds is the one that searches.

INSERT INTO users (id, name, name_key, role, role_key)
SELECT column1, column2, casefold(column2), column3, casefold(column3)
FROM (VALUES
  (1, 'John Liu',     'sales'),
  (2, 'Bruce Lee',    'sales'),
  (3, 'Chuck Norris', 'manager')
);

INSERT INTO customers (id, name, name_key, sales_id)
SELECT column1, column2, casefold(column2), column3
FROM (VALUES
  (1, 'Andy Ziemmer',   1),
  (2, 'Michael Jordan', 1),
  (3, 'Kobe Bryant',    2),
  (4, 'Nick Kamar',     2),
  (5, 'Jack Bledie',    2)
);
