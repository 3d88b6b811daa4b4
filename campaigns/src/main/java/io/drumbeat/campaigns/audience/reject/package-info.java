/** Why a file, or a row of it, cannot be sent to. */
@NullMarked
package io.drumbeat.campaigns.audience.reject;

import org.jspecify.annotations.NullMarked;
