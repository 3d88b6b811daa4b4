package io.drumbeat.campaigns.database;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on many things, none of which may keep the others waiting. */
public final class HeldUp {

    private static final Logger LOG = LoggerFactory.getLogger(HeldUp.class);

    private HeldUp() {}

    /**
     * Does {@code work} with each of {@code things}. One that another transaction holds up is left for the next time.
     *
     * @throws DatabaseUnavailable where PostgreSQL is away for all of them
     */
    public static <T> void each(Iterable<T> things, Consumer<T> work) {
        for (T thing : things) {
            try {
                work.accept(thing);
            } catch (DatabaseUnavailable e) {
                if (!e.isHeldUp()) {
                    throw e;
                }
                LOG.debug("left for the next time: {}", e.getMessage());
            }
        }
    }
}
