package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Campaigns that were stored when a media URL could have a fragment must still be read. */
class StoredMediaUrlTest {

    @Test
    void shouldTakeTheFragmentOffWhatWasStoredWithOne() {
        try (TestDatabase test = TestDatabase.fresh()) {
            test.backTo("6");
            test.database().jdbi().useHandle(handle -> {
                handle.execute("""
                        insert into campaign (campaign_id, name, status, spec, created_by, created_at, rows, accepted,
                                              rejected, duplicates, suppressed, reject_header)
                        select gen_random_uuid(), 'test', 'draft', cast(spec as jsonb), 'test', clock_now(), 0, 0, 0, 0,
                               0, '{}'
                        from unnest(array['{"media": {"url": "https://example.com/a.png#top"}}',
                                          '{"media": {"url": "https://example.com/b.png?x=1"}}',
                                          '{"media": {"type": "image"}}']) spec""");
            });
            Database.connect(test.address(), 1).close();

            List<String> specs = test.database()
                    .jdbi()
                    .withHandle(handle -> handle.select("select spec::text from campaign")
                            .mapTo(String.class)
                            .list());
            assertThat(specs)
                    .containsExactlyInAnyOrder(
                            "{\"media\": {\"url\": \"https://example.com/a.png\"}}",
                            "{\"media\": {\"url\": \"https://example.com/b.png?x=1\"}}",
                            "{\"media\": {\"type\": \"image\"}}");
        }
    }
}
