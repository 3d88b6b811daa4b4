package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a campaign's failure window had seen before it was kept by place still counts. */
class StoredFailureWindowTest {

    @Test
    void shouldKnowThePlacesOfBadOutcomesThatWereStoredAsLetters() {
        try (TestDatabase test = TestDatabase.fresh()) {
            test.backTo("14");
            test.database().jdbi().useHandle(handle -> {
                handle.execute("""
                        with c as (
                            insert into campaign (campaign_id, name, status, spec, created_by, created_at, rows, accepted,
                                                  rejected, duplicates, suppressed, reject_header)
                            select gen_random_uuid(), outcomes, 'running', '{}', 'test', clock_now(), 0, 0, 0, 0, 0, '{}'
                            from unnest(array['sfuss', '', 'fff']) outcomes returning campaign_id, name)
                        insert into failure_window (campaign_id, outcomes, alike_count)
                        select campaign_id, name, case name when 'fff' then 3 when '' then 2 else -1 end from c""");
            });
            Database.connect(test.address(), 1).close();

            List<String> windows = test.database()
                    .jdbi()
                    .withHandle(handle -> handle.select("""
                            select name || ' ' || -since || ' ' || bad::text || ' ' || alike_count
                            from failure_window join campaign using (campaign_id)""").mapTo(String.class).list());
            assertThat(windows).containsExactlyInAnyOrder("sfuss 5 {2,3} 0", " 2 {} 2", "fff 3 {1,2,3} 3");
        }
    }
}
