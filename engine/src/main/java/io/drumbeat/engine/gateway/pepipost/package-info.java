/** Pepipost, of Netcore. */
@NullMarked
package io.drumbeat.engine.gateway.pepipost;

import org.jspecify.annotations.NullMarked;
