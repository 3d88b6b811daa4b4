package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Campaigns that send the same message to the same people: a list that is posted twice is mostly a mistake. */
public final class SameContent {

    /** Of several that are posted or started at once, one comes first. */
    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended('content ' || encode(:content, 'hex'), 0)) is null";

    private static final String FIND = """
            select campaign_id, name from campaign c
            where content_sha256 = :content and campaign_id is distinct from cast(:campaign as uuid) and status <> 'draft'
              and (finished_at is null
                   or finished_at > clock_now() - interval '24 hours'
                      and exists (select from lane l where l.campaign_id = c.campaign_id and l.sent + l.unconfirmed > 0))
            order by created_at desc limit 1""";

    private SameContent() {}

    /**
     * What tells one from another: people, media and text.
     *
     * @param people {@link io.drumbeat.campaigns.audience.ImportedAudience#people}
     * @param media null: it is at the spec's URL, which tells it, also where it has been fetched from there
     */
    public static Sha256 of(CampaignSpec spec, String people, @Nullable Sha256 media) {
        return of(spec.media(), spec.template(), people, media);
    }

    /** The same of a campaign of which only that much is known. */
    public static Sha256 of(
            CampaignSpec.Media said, CampaignSpec.@Nullable Template template, String people, @Nullable Sha256 media) {
        List<String> parts = new ArrayList<>(List.of(
                people,
                media == null || said.url() != null ? String.valueOf(said.url()) : media.hex(),
                said.type().text()));
        if (template == null) {
            parts.add(said.caption() == null ? "" : said.caption());
        } else {
            parts.add(template.name());
            parts.add(template.language());
            parts.addAll(template.parameters());
        }
        // No text of a spec has this character.
        return Sha256.ofContent(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Another campaign than {@code campaign} with {@code content} that sends, or has sent in the last 24 hours. Until the end
     * of the transaction nobody else finds out.
     */
    public static Optional<AlreadySent> lately(Handle handle, CampaignId campaign, byte[] content) {
        handle.createQuery(LOCK).bind("content", content).mapTo(Boolean.class).one();
        return find(handle, campaign, content);
    }

    /** The same without a promise; {@code campaign} null: one that is not there yet. */
    public static Optional<AlreadySent> find(Handle handle, @Nullable CampaignId campaign, byte[] content) {
        return handle.createQuery(FIND)
                .bind("content", content)
                .bind("campaign", campaign == null ? null : campaign.value())
                .map((row, context) -> new AlreadySent(
                        new CampaignId(row.getObject("campaign_id", UUID.class)), row.getString("name")))
                .findOne();
    }
}
