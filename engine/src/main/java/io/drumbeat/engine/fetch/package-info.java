/** Addresses that a campaign names, fetched from or posted to without reaching what is private. */
@NullMarked
package io.drumbeat.engine.fetch;

import org.jspecify.annotations.NullMarked;
