/** What recipients answer, and to which campaign's message. */
@NullMarked
package io.drumbeat.campaigns.reply;

import org.jspecify.annotations.NullMarked;
