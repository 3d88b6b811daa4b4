package io.drumbeat.campaigns.receipt;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.Report;
import io.drumbeat.campaigns.dispatch.ReportStore;
import io.drumbeat.campaigns.phone.Person;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Receipts in PostgreSQL. What only adds a time to a recipient that is sent, the flood, is applied in one statement a
 * batch, and touches no row that a send needs; what changes a recipient's status goes through {@link ReportStore}.
 */
final class PostgresReceiptStore implements ReceiptStore {

    private static final int BATCH = 500;

    private final Database database;
    private final ReportStore reports;

    PostgresReceiptStore(Database database, ReportStore reports) {
        this.database = database;
        this.reports = reports;
    }

    @Override
    public void store(AccountKey account, List<Receipt> receipts) {
        if (receipts.isEmpty()) {
            return;
        }
        database.transact(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into receipt (account_key, message_id, dispatch_id, phone, user_id, stage, at, consequence, code,
                                         message, next_try)
                    values (:account, :messageId, cast(:dispatch as uuid), :person, :user, :stage, :at, :consequence, :code,
                            :message, clock_now())""");
            for (Receipt receipt : receipts) {
                Report.@Nullable Failed failed = receipt.failure() == null ? null : Report.Failed.of(receipt.failure());
                batch.bind("account", account)
                        .bind("messageId", receipt.messageId())
                        .bind("dispatch", receipt.dispatch())
                        .bind("person", receipt.phone() == null ? null : Person.key(receipt.phone()))
                        .bind("user", receipt.userId())
                        .bind("stage", lower(receipt.stage()))
                        .bind("at", receipt.at())
                        .bind("consequence", failed == null ? null : lower(failed.consequence()))
                        .bind("code", failed == null ? null : failed.code())
                        .bind("message", failed == null ? null : failed.message())
                        .add();
            }
            return batch.execute();
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
