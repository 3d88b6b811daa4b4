/** Who must not be sent to, and the words by which people say so. */
@NullMarked
package io.drumbeat.campaigns.suppression;

import org.jspecify.annotations.NullMarked;
