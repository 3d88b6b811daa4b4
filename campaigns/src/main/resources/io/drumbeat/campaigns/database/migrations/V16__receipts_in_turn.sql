-- Receipts that nobody has looked at come before those that have matched nothing so far: most of these are strangers'.
drop index receipt_next;
create index receipt_new on receipt (next_try, receipt_id) where looks = 0;
create index receipt_again on receipt (next_try, receipt_id) where looks > 0;
