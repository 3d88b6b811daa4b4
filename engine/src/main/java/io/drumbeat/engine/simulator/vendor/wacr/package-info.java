/** WA.cr, simulated. */
@NullMarked
package io.drumbeat.engine.simulator.vendor.wacr;

import org.jspecify.annotations.NullMarked;
