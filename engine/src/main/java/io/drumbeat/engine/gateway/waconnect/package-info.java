/** WaConnect. */
@NullMarked
package io.drumbeat.engine.gateway.waconnect;

import org.jspecify.annotations.NullMarked;
