package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore.Ended;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.stores.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A campaign that was in the middle under an earlier schema: brought up to date, nothing of it is lost, and it goes on. The
 * versions are the first one, and those after which tables of sends were changed.
 */
class EarlierSchemasTest {

    private static final String CAMPAIGN = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final String ACCOUNT = "cloud|vendor:443|11";
    private static final String TOKEN = "ab".repeat(16);
    private static final String HASH = "decode(repeat('ab', 32), 'hex')";

    @AutoClose
    private final TestDatabase test = TestDatabase.fresh();

    /** By table, rows with all columns that any version had; values are SQL. */
    private final Map<String, List<Map<String, String>>> rows = new LinkedHashMap<>();

    /** @param columnsAndValues one after the other */
    private void row(String table, String... columnsAndValues) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            row.put(columnsAndValues[i], columnsAndValues[i + 1]);
        }
        rows.computeIfAbsent(table, unseen -> new ArrayList<>()).add(row);
    }

    private void recipient(int n, String status, String more) {
        row(
                "recipient",
                "campaign_id",
                "'" + CAMPAIGN + "'",
                "tape",
                "0",
                "n",
                String.valueOf(n),
                "line",
                String.valueOf(n + 1),
                "phone",
                "'+4915100000" + "%03d'".formatted(n),
                "variables",
                "array['Asha']",
                "status",
                status,
                "sender_id",
                status.equals("null") ? "null" : "'main'",
                "attempts",
                status.equals("null") ? "0" : "1",
                "message_id",
                more.startsWith("'wamid") ? more : "null",
                "error_code",
                more.startsWith("'wamid") ? "null" : more,
                "settled_at",
                status.equals("null") ? "null" : "now()");
    }

    /** Six recipients: sent, refused, unconfirmed, in flight as its process ended, waiting for another go, still to come. */
    private void describe() {
        String campaign = "'" + CAMPAIGN + "'";
        row(
                "sender",
                "sender_id",
                "'main'",
                "account_key",
                "'" + ACCOUNT + "'",
                "gateway",
                "'cloud'",
                "name",
                "'Main'",
                "min_delay_ms",
                "1",
                "max_delay_ms",
                "1",
                "timeout_ms",
                "10000");
        row("account", "account_key", "'" + ACCOUNT + "'");
        row("cap_use", "account_key", "'" + ACCOUNT + "'", "minute", "date_trunc('minute', now())", "sends", "4");
        row(
                "media_asset",
                "sha256",
                HASH,
                "size",
                "3",
                "mime_type",
                "'image/png'",
                "token",
                "'" + TOKEN + "'",
                "created_at",
                "now()");
        row("media_chunk", "sha256", HASH, "seq", "0", "bytes", "'\\x010203'");
        row(
                "publication",
                "sha256",
                HASH,
                "account_key",
                "'" + ACCOUNT + "'",
                "reference",
                "'media-1'",
                "published_at",
                "now()",
                "expires_at",
                "now() + interval '20 days'");
        row(
                "campaign",
                "campaign_id",
                campaign,
                "name",
                "'Offer'",
                "status",
                "'running'",
                "spec",
                "'{\"name\": \"Offer\", \"senders\": [\"main\"], \"media\": {\"type\": \"image\", \"caption\": \"Hello {{name}}\"}}'",
                "media_sha256",
                HASH,
                "mime_type",
                "'image/png'",
                "created_by",
                "'admin'",
                "created_at",
                "now()",
                "started_at",
                "now()",
                "rows",
                "7",
                "accepted",
                "6",
                "rejected",
                "1",
                "duplicates",
                "0",
                "suppressed",
                "0",
                "reject_header",
                "array['phone', 'name']");
        row("failure_window", "campaign_id", campaign, "outcomes", "'sfu'");
        row("campaign_log", "campaign_id", campaign, "at", "now()", "actor", "'admin'", "event", "'created'");
        recipient(1, "'sent'", "'wamid.1'");
        recipient(2, "'failed'", "'131026'");
        recipient(3, "'unconfirmed'", "'timeout'");
        recipient(4, "null", "null");
        recipient(5, "null", "null");
        recipient(6, "null", "null");
        row("outcome", "campaign_id", campaign, "status", "'failed'", "tape", "0", "n", "2");
        row("outcome", "campaign_id", campaign, "status", "'unconfirmed'", "tape", "0", "n", "3");
        row(
                "reject",
                "campaign_id",
                campaign,
                "line",
                "8",
                "code",
                "'phone'",
                "reason",
                "'no number'",
                "cells",
                "array['x', 'y']");
        row("tape", "campaign_id", campaign, "tape", "0", "next_n", "6", "size", "6");
        row("lane", "campaign_id", campaign, "sender_id", "'main'", "sent", "1", "failed", "1", "unconfirmed", "1");
        row(
                "journal",
                "dispatch_id",
                "gen_random_uuid()",
                "campaign_id",
                campaign,
                "tape",
                "0",
                "n",
                "4",
                "sender_id",
                "'main'",
                "account_key",
                "'" + ACCOUNT + "'",
                "attempt",
                "1",
                "cap_minute",
                "date_trunc('minute', now())",
                "worker",
                "'gone'",
                "begun_at",
                "now() - interval '1 h'",
                "lease_until",
                "now() - interval '50 min'");
        row(
                "due",
                "campaign_id",
                campaign,
                "tape",
                "0",
                "n",
                "5",
                "due_at",
                "now() - interval '1 min'",
                "attempts",
                "1",
                "dispatch_id",
                "gen_random_uuid()",
                "error_code",
                "'131000'");
        row(
                "suppression",
                "phone",
                "'+4915100000099'",
                "reason",
                "'asked for it'",
                "source",
                "'api admin'",
                "created_at",
                "now()");
        row("api_token", "name", "'ops'", "sha256", HASH, "role", "'operator'", "created_at", "now()");
        row(
                "past_dispatch",
                "dispatch_id",
                "gen_random_uuid()",
                "account_key",
                "'" + ACCOUNT + "'",
                "sender_id",
                "'main'",
                "campaign_id",
                campaign,
                "tape",
                "0",
                "n",
                "1",
                "attempt",
                "1",
                "begun_at",
                "now()",
                "message_id",
                "'wamid.1'");
        row(
                "receipt",
                "account_key",
                "'" + ACCOUNT + "'",
                "message_id",
                "'wamid.1'",
                "stage",
                "'read'",
                "at",
                "now()",
                "next_try",
                "now()");
        row("receipt_count", "campaign_id", campaign, "delivered", "1", "read", "0");
        row("last_word", "phone", "'+4915100000099'", "wanted", "false", "said_at", "now()");
        row("given_up_key", "token", "'ops'", "key", "'k'", "at", "now()");
        row(
                "reply",
                "account_key",
                "'" + ACCOUNT + "'",
                "person",
                "'+4915100000001'",
                "at",
                "now()",
                "message",
                "true",
                "opts_out",
                "false",
                "next_try",
                "now()");
        row("audit_log", "at", "now()", "who", "'ops'", "call", "'POST /campaigns'");
    }

    private Set<String> columns(String table) {
        return test.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select column_name from information_schema.columns"
                                        + " where table_schema = 'public' and table_name = ?",
                                table)
                        .mapTo(String.class)
                        .collect(Collectors.toSet()));
    }

    /** What this version has of it. */
    private Map<String, Long> fill() {
        Map<String, Long> filled = new LinkedHashMap<>();
        rows.forEach((table, some) -> {
            Set<String> there = columns(table);
            for (Map<String, String> row : there.isEmpty() ? List.<Map<String, String>>of() : some) {
                Map<String, String> known = new LinkedHashMap<>(row);
                known.keySet().retainAll(there);
                test.database()
                        .jdbi()
                        .useHandle(handle -> handle.execute("insert into " + table + " ("
                                + String.join(", ", known.keySet()) + ") values ("
                                + String.join(", ", known.values()) + ")"));
                filled.merge(table, 1L, Long::sum);
            }
        });
        return filled;
    }

    private long count(String table) {
        return test.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "8", "14", "19", "30"})
    void shouldGoOnWithWhatAnEarlierSchemaHolds(String version) {
        test.backTo(version);
        describe();
        Map<String, Long> filled = fill();
        assertThat(filled).containsKeys("campaign", "recipient", "journal", "due", "suppression", "media_chunk");

        Database.connect(test.address(), 1).close();

        filled.forEach((table, count) -> assertThat(count(table)).as(table).isEqualTo(count));
        Stores stores = Stores.on(test.database(), new Random(7));
        CampaignId id = new CampaignId(UUID.fromString(CAMPAIGN));
        assertThat(stores.dispatches().recovery().settleAfterCrash()).isEqualTo(1);
        goOn(stores, new LaneId(id, new SenderId("main")));

        Campaign campaign = stores.campaigns().find(id).orElseThrow();
        assertThat(campaign.name()).isEqualTo("Offer");
        assertThat(campaign.status()).isEqualTo(CampaignStatus.RUNNING);
        assertThat(campaign.progress().sent()).isEqualTo(3);
        assertThat(campaign.progress().failed()).isEqualTo(1);
        assertThat(campaign.progress().unconfirmed()).isEqualTo(2);
        assertThat(campaign.progress().pending()).isZero();
        assertThat(stores.campaigns()
                        .recipients(id, RecipientFilter.ALL, null, 10)
                        .items())
                .extracting(Recipient::status)
                .containsExactly(
                        Recipient.Status.SENT,
                        Recipient.Status.FAILED,
                        Recipient.Status.UNCONFIRMED,
                        Recipient.Status.UNCONFIRMED,
                        Recipient.Status.SENT,
                        Recipient.Status.SENT);
        assertThat(stores.campaigns().log(id, null, 10).items()).isNotEmpty();
        assertThat(stores.suppressions().find("+4915100000099")).isPresent();
        assertThat(stores.media().findByToken(TOKEN)).isPresent();
    }

    /** To whoever is due, and to whoever is still to come; nobody else. */
    private static void goOn(Stores stores, LaneId lane) {
        Means means = new Means("test", new AccountKey(ACCOUNT), MediaWay.UPLOAD);
        List<Long> lines = new ArrayList<>();
        for (int tries = 0; lines.size() < 2 && tries < 1_000; tries++) {
            Turn turn = stores.dispatches().sending().begin(lane, means, Dispatch.ids(1));
            if (turn instanceof Turn.Taken taken) {
                Dispatch dispatch = taken.begun().get(0).dispatch();
                lines.add(dispatch.line());
                var unused = stores.dispatches()
                        .sending()
                        .finish(List.of(new Ended(dispatch, new Outcome.Accepted("wamid.new"), Duration.ofSeconds(1))));
            }
        }
        assertThat(lines).containsExactly(6L, 7L);
    }
}
