/** Media assets and their publications. */
@NullMarked
package io.drumbeat.campaigns.media;

import org.jspecify.annotations.NullMarked;
