package io.drumbeat.campaigns.reply;

import io.drumbeat.campaigns.suppression.Speaker;
import java.time.Instant;

/**
 * That somebody said something to a number of ours, and never what.
 *
 * @param at when it was said, by the vendor's clock
 * @param message whether it is a message to us; false: told to the vendor
 * @param optsOut whether they want no more messages
 */
public record Reply(Speaker speaker, Instant at, boolean message, boolean optsOut) {}
