package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An installation that has been used for years. */
class ManyCampaignsTest {

    private static final int MANY = 10_000;
    private static final String CAMPAIGNS = "/api/v1/campaigns";

    @AutoClose
    private final RunningServer server = new RunningServer();

    /** What the page's home asks for; the fastest of five tells, since the machine may be busy. */
    @Test
    void shouldListTenThousandCampaignsWithinASecondAndNotAgainWhileNothingIsNew() {
        String path = server.campaign();
        copy(UUID.fromString(path.substring(path.lastIndexOf('/') + 1)));
        List<String> asked = List.of("?", "?status=running&limit=20", "?status=paused&limit=20", "?q=Offer+777");

        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?limit=500")).path("items"))
                .hasSize(500);
        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?q=Offer+777")).path("items"))
                .hasSize(11);
        for (String query : asked) {
            assertThat(IntStream.range(0, 5).mapToObj(i -> taken(query)))
                    .as(query)
                    .anySatisfy(taken -> assertThat(taken).isLessThan(Duration.ofSeconds(1)));
            HttpResponse<String> answer = server.get(Role.VIEWER, CAMPAIGNS + query);
            String tag = answer.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> again =
                    server.send(server.as(Role.VIEWER, CAMPAIGNS + query).header("If-None-Match", tag));
            assertThat(again.statusCode()).as(query).isEqualTo(304);
        }
    }

    private Duration taken(String query) {
        long begun = System.nanoTime();
        server.get(Role.VIEWER, CAMPAIGNS + query);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void copy(UUID campaign) {
        server.database.database().jdbi().useHandle(handle -> {
            handle.createUpdate("""
                    insert into campaign select (jsonb_populate_record(c, jsonb_build_object('campaign_id', md5(i::text)::uuid,
                        'name', 'Offer ' || i, 'created_at', c.created_at - i * interval '1 s',
                        'status', case when i % 100 = 0 then 'running' else 'completed' end))).*
                    from campaign c cross join generate_series(1, :many) i where c.campaign_id = :id""").bind("many", MANY).bind("id", campaign).execute();
            handle.createUpdate("""
                    insert into lane select (jsonb_populate_record(l, jsonb_build_object('campaign_id', md5(i::text)::uuid,
                        'ended', i % 100 <> 0))).*
                    from lane l cross join generate_series(1, :many) i where l.campaign_id = :id""").bind("many", MANY).bind("id", campaign).execute();
        });
    }
}
