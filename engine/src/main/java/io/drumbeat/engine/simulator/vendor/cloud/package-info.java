/** The Cloud API, simulated. */
@NullMarked
package io.drumbeat.engine.simulator.vendor.cloud;

import org.jspecify.annotations.NullMarked;
