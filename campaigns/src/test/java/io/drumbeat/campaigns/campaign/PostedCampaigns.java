package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.ListFormat;
import io.drumbeat.campaigns.spec.Repeats;
import io.drumbeat.campaigns.spec.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Campaigns as they are posted, in a database of their own that has two numbers. */
public final class PostedCampaigns implements AutoCloseable {

    public static final String FIVE = """
            phone,name
            +919812345670,Asha
            +919812345671,Bela
            +919812345672,Chand
            +919812345673,Devi
            +919812345674,Esha
            """;

    private final Path folder;
    private final TestDatabase database = TestDatabase.fresh();
    public final CampaignStore store = CampaignStore.on(database.database());
    public final PostingStore posting = PostingStore.on(database.database());

    /**
     * Of files in {@code folder}.
     *
     * @param folder that somebody else clears away
     */
    public PostedCampaigns(Path folder) {
        this.folder = folder;
        sql("insert into worker (name, seen_at) values ('test', 'infinity')");
        for (String sender : List.of("main", "second")) {
            sql(
                    "insert into sender (sender_id, account_key, gateway, name, min_delay_ms, max_delay_ms, timeout_ms)"
                            + " values (?, ?, 'cloud', ?, 0, 0, 30000)",
                    sender,
                    "account of " + sender,
                    sender);
            sql("insert into account (account_key) values (?)", "account of " + sender);
        }
    }

    public CampaignId created(NewCampaign campaign) throws IOException {
        return posting.create(campaign)
                .fold(
                        Creation.Created::id,
                        Creation.Repeated::id,
                        refused -> {
                            throw new AssertionError(refused);
                        },
                        before -> {
                            throw new AssertionError(before);
                        });
    }

    public NewCampaign campaign(CampaignSpec spec, String csv) throws IOException {
        return new NewCampaign(spec, file(csv), List.of(), null, null, "asha", null);
    }

    public NewCampaign campaign(CampaignSpec spec, String csv, String key, String content) throws IOException {
        return new NewCampaign(spec, file(csv), List.of(), null, null, "asha", key("asha", key, content));
    }

    public static NewCampaign.IdempotencyKey key(String token, String key, String content) {
        return new NewCampaign.IdempotencyKey(token, key, new Sha256(content.repeat(64)));
    }

    public static CampaignSpec spec(String name, boolean start) {
        return new CampaignSpec(
                name,
                List.of(new SenderId("second"), new SenderId("main")),
                null,
                new ListFormat(null, PhoneFormat.AUTO, null, null, null),
                new CampaignSpec.Media(MediaType.IMAGE, null, null, "Hello {{name}}"),
                null,
                null,
                Schedule.NONE,
                CampaignSpec.AutoPause.DEFAULT,
                new Repeats(null, false, null, true),
                null,
                start);
    }

    public Path file(String csv) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "recipients", ".csv"), csv);
    }

    public void sql(String statement, Object... values) {
        database.database().jdbi().useHandle(handle -> handle.execute(statement, values));
    }

    public long rows(String table, String condition) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table + " where " + condition)
                        .mapTo(Long.class)
                        .one());
    }

    @Override
    public void close() {
        database.close();
    }
}
