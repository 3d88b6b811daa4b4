/** What Meta and whoever passes its messages on have in common. */
@NullMarked
package io.drumbeat.engine.gateway.meta;

import org.jspecify.annotations.NullMarked;
