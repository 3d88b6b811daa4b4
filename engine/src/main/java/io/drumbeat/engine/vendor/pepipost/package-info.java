/** Pepipost, of Netcore. */
@NullMarked
package io.drumbeat.engine.vendor.pepipost;

import org.jspecify.annotations.NullMarked;
