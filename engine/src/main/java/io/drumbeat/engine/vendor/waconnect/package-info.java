/** WaConnect. */
@NullMarked
package io.drumbeat.engine.vendor.waconnect;

import org.jspecify.annotations.NullMarked;
