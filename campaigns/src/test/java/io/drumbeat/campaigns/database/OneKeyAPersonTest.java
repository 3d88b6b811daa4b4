package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the migration makes of a database in which every form of a number stood for itself. */
class OneKeyAPersonTest {

    @AutoClose
    private final TestDatabase test = TestDatabase.fresh();

    private void before(String sql) {
        test.backTo("6");
        test.database().jdbi().useHandle(handle -> handle.execute(sql));
        Database.connect(test.address(), 1).close();
    }

    private List<String> rows(String sql) {
        return test.database()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void shouldMakeEntriesOfOnePersonOneAndKeepTheOlder() {
        before("""
                insert into suppression (phone, reason, source, created_at, opt_out) values
                    ('+5511987654321', 'younger', 'api ops', '2026-01-02', true),
                    ('+551187654321', 'older', 'reply to main', '2026-01-01', true),
                    ('+22507080910', 'own word', 'reply to main', '2026-01-01', true),
                    ('+2250707080910', 'complained', 'api ops', '2026-01-02', false),
                    ('+22990011234', 'alone', 'reply to main', '2026-01-01', true),
                    ('+919876500001', 'other', 'api ops', '2026-01-01', false);
                insert into last_word (phone, wanted, said_at) values
                    ('+551187654321', false, '2026-01-01'), ('+5511987654321', true, '2026-01-03'),
                    ('+22990011234', false, '2026-01-01')""");

        assertThat(rows("select concat_ws(' ', phone, reason, opt_out) from suppression order by phone"))
                .containsExactly(
                        "+2250707080910 own word f",
                        "+2290190011234 alone t",
                        "+5511987654321 older t",
                        "+919876500001 other f");
        assertThat(rows("select concat_ws(' ', phone, wanted) from last_word order by phone"))
                .containsExactly("+2290190011234 f", "+5511987654321 t");
    }

    @Test
    void shouldKnowByTheirKeysWhoMayStillBeSentToOrReportedOn() {
        before("""
                insert into recipient (campaign_id, tape, n, line, phone, variables) values
                    ('0f8fad5b-d9cb-469f-a165-70867728950e', 0, 1, 2, '+551187654321', '{}'),
                    ('0f8fad5b-d9cb-469f-a165-70867728950e', 0, 2, 3, '+5511987654321', '{}');
                insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt, begun_at, phone)
                values (gen_random_uuid(), 'a', 'a', '0f8fad5b-d9cb-469f-a165-70867728950e', 0, 1, 1, now(), '+551187654321');
                insert into receipt (account_key, phone, stage, at, next_try) values ('a', '+551187654321', 'sent', now(), now())""");

        assertThat(rows("select person from recipient order by n")).containsExactly("+5511987654321", null);
        assertThat(rows("select phone from past_dispatch union all select phone from receipt"))
                .containsExactly("+5511987654321", "+5511987654321");
    }
}
