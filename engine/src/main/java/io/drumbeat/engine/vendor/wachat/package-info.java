/** Wachat. */
@NullMarked
package io.drumbeat.engine.vendor.wachat;

import org.jspecify.annotations.NullMarked;
