/** Media that stands at an address which a campaign names, fetched without reaching what is private. */
@NullMarked
package io.drumbeat.engine.fetch;

import org.jspecify.annotations.NullMarked;
