/** Wachat, simulated. */
@NullMarked
package io.drumbeat.engine.simulator.vendor.wachat;

import org.jspecify.annotations.NullMarked;
