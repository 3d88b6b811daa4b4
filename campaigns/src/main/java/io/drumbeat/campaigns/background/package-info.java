/** Threads of our own: what they are called, and how they end. */
@NullMarked
package io.drumbeat.campaigns.background;

import org.jspecify.annotations.NullMarked;
