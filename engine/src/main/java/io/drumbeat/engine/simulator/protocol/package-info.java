/** What every simulated vendor is: what it reads requests with, what it makes of them, and how it calls back. */
@NullMarked
package io.drumbeat.engine.simulator.protocol;

import org.jspecify.annotations.NullMarked;
