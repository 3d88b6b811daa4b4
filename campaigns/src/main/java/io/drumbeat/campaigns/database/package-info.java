/** The connection pool, the migrations and the embedded PostgreSQL. */
@NullMarked
package io.drumbeat.campaigns.database;

import org.jspecify.annotations.NullMarked;
