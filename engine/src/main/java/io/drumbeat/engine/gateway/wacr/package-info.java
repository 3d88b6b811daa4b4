/** WA.cr. */
@NullMarked
package io.drumbeat.engine.gateway.wacr;

import org.jspecify.annotations.NullMarked;
