package io.drumbeat.campaigns.receipt;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.ReportStore;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Receipts in PostgreSQL, where those of callbacks that come at once are stored together. What only adds a time to a recipient that is sent, the flood, is applied in one statement a
 * batch, and touches no row that a send needs; what changes a recipient's status goes through {@link ReportStore}.
 */
final class PostgresReceiptStore implements ReceiptStore {

    private static final int BATCH = 500;

    private final Database database;
    private final ReportStore reports;
    private final GroupWriter<Told> writer = new GroupWriter<>(this::write);

    PostgresReceiptStore(Database database, ReportStore reports) {
        this.database = database;
        this.reports = reports;
    }

    @Override
    public void store(AccountKey account, List<Receipt> receipts) {
        if (!receipts.isEmpty()) {
            writer.write(
                    receipts.stream().map(receipt -> new Told(account, receipt)).toList());
        }
    }

    /** A receipt, and whose vendor told it. */
    private record Told(AccountKey account, Receipt receipt) {

        @Nullable
        String person() {
            return receipt.phone() == null ? null : Person.key(receipt.phone());
        }

        Report.@Nullable Failed failed() {
            return receipt.failure() == null ? null : Report.Failed.of(receipt.failure());
        }
    }

    private void write(List<Told> told) {
        database.transact(handle -> handle.createUpdate("""
                insert into receipt (account_key, message_id, dispatch_id, phone, user_id, stage, at, consequence, code,
                                     message, next_try)
                select *, clock_now()
                from unnest(:accounts, :messageIds, :dispatches, :people, :users, :stages, :ats, :consequences, :codes,
                            :messages)""")
                .bindArray(
                        "accounts",
                        String.class,
                        each(told, one -> one.account().value()))
                .bindArray(
                        "messageIds",
                        String.class,
                        each(told, one -> one.receipt().messageId()))
                .bindArray(
                        "dispatches",
                        UUID.class,
                        each(told, one -> one.receipt().dispatch()))
                .bindArray("people", String.class, each(told, Told::person))
                .bindArray(
                        "users", String.class, each(told, one -> one.receipt().userId()))
                .bindArray(
                        "stages",
                        String.class,
                        each(told, one -> lower(one.receipt().stage())))
                .bindArray("ats", Instant.class, each(told, one -> one.receipt().at()))
                .bindArray("consequences", String.class, ofFailures(told, failed -> lower(failed.consequence())))
                .bindArray("codes", String.class, ofFailures(told, Report.Failed::code))
                .bindArray("messages", String.class, ofFailures(told, Report.Failed::message))
                .execute());
    }

    private static <T extends @Nullable Object> List<T> each(List<Told> told, Function<Told, T> part) {
        List<T> parts = new ArrayList<>();
        told.forEach(one -> parts.add(part.apply(one)));
        return parts;
    }

    private static List<@Nullable String> ofFailures(List<Told> told, Function<Report.Failed, String> part) {
        return PostgresReceiptStore.<@Nullable String>each(told, one -> {
            Report.@Nullable Failed failed = one.failed();
            return failed == null ? null : part.apply(failed);
        });
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Round apply() {
        ReceiptBatch.Looked looked = database.transact(handle -> new ReceiptBatch(handle).look(BATCH));
        database.transact(handle -> {
            new OptOuts(handle).hearAgain(BATCH);
            return null;
        });
        looked.news().forEach(news -> reports.learn(news.dispatch(), news.report(), news.ago()));
        return new Round(looked.receipts() == BATCH, looked.forgotten());
    }
}
