#!/bin/sh
# Brings the schemas of Temporal's two databases up to date; doing so again changes nothing.
set -eu

SQL_PASSWORD=$(cat /run/secrets/temporal-password)
export SQL_PASSWORD

prepare() { # database, schema
  temporal-sql-tool --db "$1" setup-schema -v 0.0
  temporal-sql-tool --db "$1" update-schema --schema-name "postgresql/v12/$2"
}

prepare temporal temporal
prepare temporal_visibility visibility
