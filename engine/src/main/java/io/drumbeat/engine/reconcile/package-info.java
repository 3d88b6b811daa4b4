/** From PostgreSQL to Temporal: starts what should run. */
@NullMarked
package io.drumbeat.engine.reconcile;

import org.jspecify.annotations.NullMarked;
