/** Wachat. */
@NullMarked
package io.drumbeat.engine.gateway.wachat;

import org.jspecify.annotations.NullMarked;
