-- Which token did or fetched what: written before it is done, and how it ended after.
create table audit_log (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    who     text not null,   -- the token's name; (command line): the command token
    call    text not null,   -- POST /campaigns/{id}/pause
    subject text,            -- which one: an id or a name, never a phone
    status  int              -- what was answered; null: not yet, or the process ended before
);
create index audit_log_at on audit_log (at);
