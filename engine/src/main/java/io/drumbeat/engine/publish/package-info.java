/** The media of a campaign, made usable at an account: taken from where it is, stored, uploaded. */
@NullMarked
package io.drumbeat.engine.publish;

import org.jspecify.annotations.NullMarked;
