package io.drumbeat.campaigns.suppression;

import io.drumbeat.campaigns.audience.PhoneFile;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a file of phones on the suppression list.
 *
 * <p>It reads the file twice: a file whose last line cannot be read must add nothing, and adding all of it in one
 * transaction would keep waiting whoever is about to suppress one of its phones, a sender's next slot among them.
 */
public final class SuppressionImport {

    private static final int BATCH = 1_000;
    private static final int SHOWN = 20;

    private final SuppressionStore store;
    private final String source;
    private final List<RejectedRow> firstRejects = new ArrayList<>();
    private final List<Suppression.Request> batch = new ArrayList<>(BATCH);
    private long rejected;
    private long added;
    private long existing;

    private SuppressionImport(SuppressionStore store, String source) {
        this.store = store;
        this.source = source;
    }

    /**
     * What came of the file's rows; their sum is its rows.
     *
     * @param existing rows whose phone was on the list already, or stood above in the file
     * @param firstRejects the first {@value #SHOWN} rejected rows
     */
    public record Result(long added, long existing, long rejected, List<RejectedRow> firstRejects) {
        public Result {
            firstRejects = List.copyOf(firstRejects);
        }
    }

    /**
     * Adds every phone of {@code file}; a row that has none stops nothing. Safe to call twice.
     *
     * @param source who does it
     * @throws InvalidAudienceException where the file cannot be read to its end; nothing was added then
     */
    public static Result of(PhoneFile file, SuppressionStore store, String source)
            throws IOException, InvalidAudienceException {
        SuppressionImport made = new SuppressionImport(store, source);
        file.read(made.new Look());
        file.read(made.new Add());
        made.flush();
        return new Result(made.added, made.existing, made.rejected, made.firstRejects);
    }

    private void flush() {
        int news = add();
        added += news;
        existing += batch.size() - news;
        batch.clear();
    }

    private int add() {
        try {
            return store.add(batch, source);
        } catch (DatabaseUnavailable e) {
            throw added == 0 ? e : e.withSomeDone();
        }
    }

    private final class Look implements PhoneFile.Sink {
        @Override
        public void phone(String phone, String reason) {}

        @Override
        public void rejected(RejectedRow row) {
            rejected++;
            if (firstRejects.size() < SHOWN) {
                firstRejects.add(row);
            }
        }
    }

    private final class Add implements PhoneFile.Sink {
        @Override
        public void phone(String phone, String reason) {
            batch.add(new Suppression.Request(phone, reason));
            if (batch.size() == BATCH) {
                flush();
            }
        }

        @Override
        public void rejected(RejectedRow row) {}
    }
}
