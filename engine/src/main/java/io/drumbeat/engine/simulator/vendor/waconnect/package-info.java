/** WaConnect, simulated. */
@NullMarked
package io.drumbeat.engine.simulator.vendor.waconnect;

import org.jspecify.annotations.NullMarked;
