package io.drumbeat.engine.simulator;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as its vendor knows it.
 *
 * @param account gateway and number
 * @param phone E.164
 * @param id what an answer that accepts it says
 * @param key what the sender wants to see again in callbacks; null: nothing, or a vendor that does not echo any
 */
record Message(
        String account, String phone, String id, @Nullable String key) {

    private static final String HIDDEN = "99708";

    /** The number behind the gateway in {@link #account}. */
    String number() {
        return account.substring(account.indexOf('/') + 1);
    }

    /** The phone without its plus. */
    String digits() {
        return phone.substring(1);
    }

    /** Whether its person hides their phone from businesses: then Meta tells its own id of them alone. */
    boolean isHidden() {
        return phone.endsWith(HIDDEN);
    }

    /** Meta's own id of the person: a country and what no phone can be read from. */
    String userId() {
        UUID drawn = UUID.nameUUIDFromBytes(phone.getBytes(StandardCharsets.UTF_8));
        return "IN." + (drawn.getMostSignificantBits() >>> 1);
    }
}
