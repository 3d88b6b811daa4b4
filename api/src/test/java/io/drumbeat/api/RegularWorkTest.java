package io.drumbeat.api;

import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does by itself, without being asked. */
class RegularWorkTest {

    @TempDir
    private Path folder;

    @Test
    void shouldTrimWhatIsOver() {
        try (TestDatabase database = TestDatabase.fresh();
                DrumbeatProcess serve = DrumbeatProcess.ofClasses(folder, "drumbeat", "{\"senders\": []}")) {
            database.database().jdbi().useHandle(handle -> {
                handle.execute("""
                        insert into campaign (campaign_id, name, status, spec, created_by, created_at, finished_at, rows, accepted,
                                              rejected, duplicates, suppressed, reject_header, at_rest)
                        values (gen_random_uuid(), 'old', 'completed', '{}', 'anna', clock_now() - interval '40 days',
                                clock_now() - interval '31 days', 1, 1, 0, 0, 0, '{}', true)""");
                handle.execute("""
                        insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt, begun_at)
                        select gen_random_uuid(), 'account', 'a', campaign_id, 0, 1, 1, created_at from campaign""");
            });
            DatabaseAddress address = database.address();

            serve.with(Map.of(
                            "DRUMBEAT_DB_URL", address.url(),
                            "DRUMBEAT_DB_USER", String.valueOf(address.user()),
                            "DRUMBEAT_DB_PASSWORD", String.valueOf(address.password())))
                    .start("serve");

            await().atMost(Duration.ofMinutes(1)).until(() -> dispatches(database) == 0);
        }
    }

    private static long dispatches(TestDatabase database) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from past_dispatch")
                        .mapTo(Long.class)
                        .one());
    }
}
