package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** {@link AnnouncementStore} on PostgreSQL: what stops is a breaker, which is written here and acted on as all of them are. */
final class PostgresAnnouncementStore implements AnnouncementStore {

    private static final String ONCE = """
            insert into vendor_notice (digest, at) values (sha256(convert_to(:key, 'UTF8')), clock_now())
            on conflict do nothing""";

    /** In the order in which whoever else locks several of them does. */
    private static final String CONCERNED = """
            select account_key from account
            where account_key = any (:accounts)
              and (:shown::text is null or shown_as = :shown or (shown_as is null and cardinality(:accounts) = 1))
            order by account_key""";

    /** Of {@code l} and {@code c}. */
    private static final String WITH_TEMPLATE = """
            (:template::text is null
             or (c.spec #>> '{template,name}' = :template
                 and lower(replace(c.spec #>> '{template,language}', '-', '_')) = lower(replace(:language, '-', '_'))))""";

    private static final String TRIP = """
            update failure_window set tripped = coalesce(tripped, :words)
            where campaign_id in (
                select c.campaign_id from lane l join sender s using (sender_id) join campaign c using (campaign_id)
                where s.account_key = any (:accounts) and c.status = 'running' and %s)""".formatted(WITH_TEMPLATE);

    private static final String TELL = """
            insert into campaign_log (campaign_id, at, actor, event, detail)
            select distinct on (c.campaign_id) c.campaign_id, clock_now(), 'drumbeat', 'vendor_notice',
                   l.sender_id || ': ' || :words
            from lane l join sender s using (sender_id) join campaign c using (campaign_id)
            where s.account_key = any (:accounts) and not l.ended and %s
            order by c.campaign_id, l.sender_id""".formatted(WITH_TEMPLATE);

    private final Database database;
    private final CampaignControl control;

    PostgresAnnouncementStore(Database database, CampaignControl control) {
        this.database = database;
        this.control = control;
    }

    @Override
    public boolean take(Announced announced) {
        boolean news = database.transact(handle -> takeOnce(handle, announced));
        if (news && announced.stops()) {
            control.applyBreakers();
        }
        return news;
    }

    private static boolean takeOnce(Handle handle, Announced announced) {
        boolean news = handle.createUpdate(ONCE).bind("key", announced.key()).execute() > 0;
        if (news) {
            List<AccountKey> concerned = concerned(handle, announced);
            if (!announced.stops()) {
                bind(handle.createUpdate(TELL), announced, concerned).execute();
            } else if (announced.template() != null) {
                bind(handle.createUpdate(TRIP), announced, concerned).execute();
            } else {
                concerned.forEach(account -> Breakers.block(handle, account, announced.words()));
            }
        }
        return news;
    }

    private static List<AccountKey> concerned(Handle handle, Announced announced) {
        return handle.createQuery(CONCERNED)
                .bindArray("accounts", String.class, keys(announced.accounts()))
                .bind("shown", announced.shown())
                .mapTo(String.class)
                .map(AccountKey::new)
                .list();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Announced announced, List<AccountKey> concerned) {
        Template template = announced.template();
        return statement
                .bindArray("accounts", String.class, keys(concerned))
                .bind("template", template == null ? null : template.name())
                .bind("language", template == null ? null : template.language())
                .bind("words", announced.words());
    }

    private static List<String> keys(List<AccountKey> accounts) {
        return accounts.stream().map(AccountKey::value).toList();
    }

    @Override
    public void shownAs(AccountKey account, String shown) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                update account set shown_as = :shown where account_key = :account and shown_as is distinct from :shown""")
                        .bind("account", account)
                        .bind("shown", shown)
                        .execute());
    }
}
