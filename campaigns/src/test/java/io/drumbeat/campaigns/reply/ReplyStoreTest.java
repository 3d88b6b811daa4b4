package io.drumbeat.campaigns.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReplyStoreTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Duration WEEK = Duration.ofDays(7);

    /** A Brazilian mobile as lists have it, and as WhatsApp still calls it. */
    private static final String NINE_DIGITS = "+5511987654321";

    private static final String EIGHT_DIGITS = "+551187654321";

    @AutoClose
    private final Installation installation = Installation.with("a", "b");

    private final ReplyStore replies = ReplyStore.on(installation.database.database(), installation.control);
    private final CampaignStore campaigns = CampaignStore.on(installation.database.database());
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private Duration shifted = Duration.ZERO;

    private CampaignId campaign(int recipients) {
        return installation.campaignWith("""
                {"name": "offer", "senders": ["a"], "media": {"type": "image", "url": "https://example.com/a.png"}}""", recipients, "a");
    }

    private Dispatch sent(CampaignId campaign, String messageId) {
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.finish(dispatch, new Outcome.Accepted(messageId));
        return dispatch;
    }

    private static Reply message(Speaker speaker, Instant at) {
        return new Reply(speaker, at, true, false);
    }

    private void said(Dispatch dispatch, Reply... said) {
        replies.store(dispatch.account(), List.of(said));
        look();
    }

    private void look() {
        while (replies.apply()) {}
    }

    private void later(Duration passed) {
        shifted = shifted.plus(passed);
        installation.database.shiftClock(shifted);
        look();
    }

    private Campaign.Progress progress(CampaignId campaign) {
        return campaigns.find(campaign).orElseThrow().progress();
    }

    private List<@Nullable Instant> repliedAt(CampaignId campaign) {
        return campaigns.recipients(campaign, RecipientFilter.ALL, null, 10).items().stream()
                .<@Nullable Instant>map(Recipient::repliedAt)
                .toList();
    }

    private long waiting() {
        return installation.count("select count(*) from reply");
    }

    @Test
    void shouldKeepTheFirstWordAndCountOnceWhateverTheOrder() {
        CampaignId campaign = campaign(2);
        Dispatch dispatch = sent(campaign, "m1");
        sent(campaign, "m2");
        Reply second = message(Speaker.at(dispatch.phone()), now.plusSeconds(20));
        Reply first = message(Speaker.at(dispatch.phone()), now.plusSeconds(10));
        installation.database.shiftClock(Duration.ofMinutes(5));

        said(dispatch, second);
        said(dispatch, first, first, second);
        said(dispatch, first);

        assertThat(repliedAt(campaign)).containsExactly(first.at(), null);
        assertThat(progress(campaign).heard().replied()).isEqualTo(1);
        assertThat(progress(campaign).heard().optedOut()).isZero();
        assertThat(campaigns
                        .recipients(campaign, RecipientFilter.with(Status.REPLIED), null, 10)
                        .items())
                .extracting(Recipient::phone)
                .containsExactly(dispatch.phone());
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldCountAnOptOutThatIsToldToTheVendorAsNoReply() {
        CampaignId campaign = campaign(2);
        Dispatch told = sent(campaign, "m1");
        Dispatch wrote = sent(campaign, "m2");

        said(told, new Reply(Speaker.at(told.phone()), now, false, true));
        said(wrote, new Reply(Speaker.at(wrote.phone()), now, true, true));
        said(wrote, new Reply(Speaker.at(wrote.phone()), now, true, true));

        assertThat(progress(campaign).heard().replied()).isEqualTo(1);
        assertThat(progress(campaign).heard().optedOut()).isEqualTo(2);
    }

    @Test
    void shouldKnowAPersonByAnyFormOfTheNumber() {
        CampaignId campaign = campaign(1);
        installation.sendTo(campaign, 1, EIGHT_DIGITS);
        Dispatch dispatch = sent(campaign, "m");

        said(dispatch, message(Speaker.at(NINE_DIGITS), now));

        assertThat(progress(campaign).heard().replied()).isEqualTo(1);
    }

    @Test
    void shouldCountNothingAtAnotherAccountOrAWeekAfterTheSendOrBeforeIt() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = sent(campaign, "m");
        Speaker speaker = Speaker.at(dispatch.phone());
        installation.database.shiftClock(WEEK.plusDays(2));

        replies.store(
                installation
                        .taken(installation.lane(installation.campaign(1, "b"), "b"))
                        .account(),
                List.of(message(speaker, now)));
        look();
        said(dispatch, message(speaker, now.plus(WEEK).plusSeconds(60)));
        said(dispatch, message(speaker, now.minusSeconds(120)));
        assertThat(progress(campaign).heard().replied()).isZero();

        said(dispatch, message(speaker, now.plus(WEEK).minusSeconds(60)));
        assertThat(progress(campaign).heard().replied()).isEqualTo(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldGiveItToTheLatestSendUnlessTheVendorNamesTheMessage() {
        CampaignId older = campaign(1);
        Dispatch dispatch = sent(older, "m1");
        CampaignId newer = campaign(1);
        sent(newer, "m2");

        said(dispatch, message(Speaker.at(dispatch.phone()), now.plusSeconds(1)));
        assertThat(progress(older).heard().replied()).isZero();
        assertThat(progress(newer).heard().replied()).isEqualTo(1);

        said(dispatch, message(new Speaker(dispatch.phone(), null, "m1"), now.plusSeconds(2)));
        assertThat(progress(older).heard().replied()).isEqualTo(1);
        assertThat(progress(newer).heard().replied()).isEqualTo(1);
    }

    /** An answer within moments would be taken for one to the message before. */
    @Test
    void shouldWaitWhileTheSendToThemIsOn() {
        CampaignId older = campaign(1);
        sent(older, "m1");
        CampaignId newer = campaign(1);
        Dispatch on = installation.taken(installation.lane(newer, "a"));

        said(on, message(Speaker.at(on.phone()), now.plusSeconds(1)));
        assertThat(waiting()).isEqualTo(1);
        installation.finish(on, SENT);
        later(Duration.ofSeconds(5));

        assertThat(progress(older).heard().replied()).isZero();
        assertThat(progress(newer).heard().replied()).isEqualTo(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldFindWhoHidesTheirPhoneByTheMessageOrOnceTheirIdIsKnown() {
        CampaignId campaign = campaign(2);
        Dispatch byMessage = sent(campaign, "m1");
        Dispatch byId = sent(campaign, "m2");

        said(
                byMessage,
                message(new Speaker(null, null, "m1"), now),
                message(new Speaker(null, "user", null), now),
                message(new Speaker(null, "stranger", null), now));
        assertThat(progress(campaign).heard().replied()).isEqualTo(1);
        assertThat(waiting()).isEqualTo(2);

        SuppressionStore.on(installation.database.database()).met(List.of(new Speaker(byId.phone(), "user", null)));
        later(Duration.ofHours(2));
        assertThat(progress(campaign).heard().replied()).isEqualTo(2);
        assertThat(waiting()).isEqualTo(1);

        later(WEEK);
        assertThat(waiting()).isZero();
    }

    @Test
    void shouldCountNobodyWhomTheMessageDidNotReach() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.finish(dispatch, new Outcome.Rejected("131026", "undeliverable", false));

        said(dispatch, message(Speaker.at(dispatch.phone()), now));

        assertThat(progress(campaign).heard().replied()).isZero();
        assertThat(waiting()).isZero();
    }
}
