#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: Drumbeat and Temporal each have a user and databases of their own, and
# neither can read the other's.
set -eu

add() { # user, file of its password, databases...
  user=$1 password=$(cat "$2")
  shift 2
  psql -v ON_ERROR_STOP=1 -v user="$user" -v password="$password" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role :"user" login password :'password';
SQL
  for database; do
    psql -v ON_ERROR_STOP=1 -v user="$user" -v database="$database" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create database :"database" owner :"user";
revoke connect, temporary on database :"database" from public;
SQL
  done
}

add drumbeat /run/secrets/database-password drumbeat
add temporal /run/secrets/temporal-password temporal temporal_visibility
