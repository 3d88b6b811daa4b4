/** Pepipost, simulated. */
@NullMarked
package io.drumbeat.engine.simulator.vendor.pepipost;

import org.jspecify.annotations.NullMarked;
