/** Three ways to a Temporal server: a cluster, a dev server, in-process. */
@NullMarked
package io.drumbeat.engine.temporal;

import org.jspecify.annotations.NullMarked;
