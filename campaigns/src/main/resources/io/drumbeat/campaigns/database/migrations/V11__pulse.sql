-- One row that every process writes every few seconds: whether PostgreSQL takes writes is found out by writing.
create table pulse (
    one boolean primary key default true check (one),
    at timestamptz not null
);

insert into pulse (at) values (clock_timestamp());
