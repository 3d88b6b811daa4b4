/** An HTTP server that speaks the vendors' protocols, to develop and test against. */
@NullMarked
package io.drumbeat.engine.simulator;

import org.jspecify.annotations.NullMarked;
