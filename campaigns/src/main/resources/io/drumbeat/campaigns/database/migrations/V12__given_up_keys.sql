-- Idempotency keys under which nothing may be created any more: whoever posted was told so, and a post that is still
-- on its way must not make it a lie.
create table given_up_key (
    token text not null,
    key   text not null,
    at    timestamptz not null,
    primary key (token, key)
);
