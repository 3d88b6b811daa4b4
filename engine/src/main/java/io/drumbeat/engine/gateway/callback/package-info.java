/** How vendors call back, and what they tell. */
@NullMarked
package io.drumbeat.engine.gateway.callback;

import org.jspecify.annotations.NullMarked;
