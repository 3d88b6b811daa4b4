package io.drumbeat.engine.simulator.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A message as its vendor received it.
 *
 * @param account gateway and number
 * @param phone E.164
 * @param id what an answer that accepts it says
 * @param key what the sender wants to see again in callbacks; null: nothing, or a vendor that does not echo any
 */
public record ReceivedMessage(
        String account, String phone, String id, @Nullable String key) {

    /** The number behind the gateway in {@link #account}. */
    public String number() {
        return account.substring(account.indexOf('/') + 1);
    }

    /** The phone without its plus. */
    public String digits() {
        return phone.substring(1);
    }
}
