package io.drumbeat.campaigns.reply;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replies in PostgreSQL: stored by whoever takes a callback, applied in batches that touch no row that a send needs. */
final class PostgresReplyStore implements ReplyStore {

    private static final int BATCH = 500;

    private final Database database;
    private final CampaignControl control;

    PostgresReplyStore(Database database, CampaignControl control) {
        this.database = database;
        this.control = control;
    }

    @Override
    public void store(AccountKey account, List<Reply> replies) {
        if (replies.isEmpty()) {
            return;
        }
        database.transact(handle -> handle.createUpdate("""
                insert into reply (account_key, person, user_id, answered, at, message, opts_out, next_try)
                select :account, person, user_id, answered, least(at, clock_now()), message, opts_out, clock_now()
                from unnest(:people, :users, :answered, :ats, :messages, :optOuts)
                    as told (person, user_id, answered, at, message, opts_out)""")
                .bind("account", account)
                .bindArray("people", String.class, each(replies, PostgresReplyStore::person))
                .bindArray(
                        "users",
                        String.class,
                        each(replies, reply -> reply.speaker().userId()))
                .bindArray(
                        "answered",
                        String.class,
                        each(replies, reply -> reply.speaker().answered()))
                .bindArray("ats", Instant.class, each(replies, Reply::at))
                .bindArray("messages", Boolean.class, each(replies, Reply::message))
                .bindArray("optOuts", Boolean.class, each(replies, Reply::optsOut))
                .execute());
    }

    private static @Nullable String person(Reply reply) {
        String phone = reply.speaker().phone();
        return phone == null ? null : Person.key(phone);
    }

    private static <T extends @Nullable Object> List<T> each(List<Reply> replies, Function<Reply, T> part) {
        List<T> parts = new ArrayList<>();
        replies.forEach(reply -> parts.add(part.apply(reply)));
        return parts;
    }

    @Override
    public boolean apply() {
        ReplyBatch.Looked looked = database.transact(handle -> new ReplyBatch(handle).look(BATCH));
        if (looked.optOuts()) {
            control.applyBreakers();
        }
        return looked.replies() == BATCH;
    }
}
