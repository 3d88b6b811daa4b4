package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.AnnouncementStore.Announced;
import io.drumbeat.campaigns.dispatch.AnnouncementStore.Template;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What vendors tell of templates, numbers and accounts. */
class AnnouncementTest {

    private static final Template OFFER = new Template("offer", "en_US");

    @AutoClose
    private final Installation installation = new Installation();

    private final AnnouncementStore announcements = installation.stores.announcements();

    @BeforeEach
    void configure() {
        Stream.of("a", "b", "c").forEach(sender -> installation.sender(sender, Installation.NO_DELAY, null));
    }

    private CampaignId byTemplate(String name, String language, String... senders) {
        return installation.campaignWith("""
                {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"},
                 "template": {"name": "%s", "language": "%s", "parameters": []}}""".formatted(name, language), 3, senders);
    }

    private AccountKey account(String sender) {
        return installation
                .senders
                .find(new SenderId(sender))
                .orElseThrow()
                .sender()
                .account();
    }

    private Announced announced(String key, @Nullable Template template, boolean stops, String... senders) {
        return new Announced(
                key, Stream.of(senders).map(this::account).toList(), null, template, stops, "Meta says of it: " + key);
    }

    private Announced ofNumber(String key, String shown, String... senders) {
        Announced announced = announced(key, null, true, senders);
        return new Announced(key, announced.accounts(), shown, null, true, announced.words());
    }

    private List<String> log(CampaignId campaign) {
        return CampaignStore.on(installation.database.database()).log(campaign, null, 50).items().stream()
                .map(line -> line.event() + " " + line.detail())
                .toList();
    }

    private String status(String sender) {
        return installation.senders.find(new SenderId(sender)).orElseThrow().status();
    }

    @Test
    void shouldPauseWhatRunsWithATemplateThatIsStopped() {
        CampaignId offer = byTemplate("offer", "en_US", "a", "b");
        CampaignId german = byTemplate("offer", "de", "a");
        CampaignId news = byTemplate("news", "en_US", "a");
        CampaignId elsewhere = byTemplate("offer", "en_US", "c");
        CampaignId without = installation.campaign(3, "a");

        assertThat(announcements.take(announced("PAUSED", new Template("offer", "en-us"), true, "b")))
                .isTrue();

        assertThat(installation.status(offer)).isEqualTo("paused");
        assertThat(Stream.of(german, news, elsewhere, without).map(installation::status))
                .containsOnly("running");
        assertThat(log(offer)).containsExactly("paused Meta says of it: PAUSED");
        assertThat(installation.begin(installation.lane(offer, "a"))).isInstanceOf(Turn.Gated.class);
    }

    /** Callbacks come more than once; the second one undid a resume. */
    @Test
    void shouldActOnceOnWhatIsToldTwice() {
        CampaignId offer = byTemplate("offer", "en_US", "a");
        announcements.take(announced("PAUSED 1", OFFER, true, "a"));
        installation.control.apply(offer, Command.RESUME, "operator", null, null);

        assertThat(announcements.take(announced("PAUSED 1", OFFER, true, "a"))).isFalse();
        assertThat(installation.status(offer)).isEqualTo("running");

        announcements.take(announced("PAUSED 2", OFFER, true, "a"));
        assertThat(installation.status(offer)).isEqualTo("paused");
    }

    @Test
    void shouldOnlyTellWhatStopsNothing() {
        CampaignId offer = byTemplate("offer", "en_US", "a", "b");
        CampaignId news = byTemplate("news", "en_US", "a");

        announcements.take(announced("FLAGGED", OFFER, false, "a", "b"));
        announcements.take(announced("REINSTATE", null, false, "a"));

        assertThat(log(offer))
                .containsExactly(
                        "vendor_notice a: Meta says of it: FLAGGED", "vendor_notice a: Meta says of it: REINSTATE");
        assertThat(log(news)).containsExactly("vendor_notice a: Meta says of it: REINSTATE");
        assertThat(installation.status(offer)).isEqualTo("running");
        assertThat(status("a")).isEqualTo("ready");
    }

    @Test
    void shouldBlockTheNumbersOfAnAccountThatIsRestricted() {
        CampaignId campaign = installation.campaign(3, "a", "c");
        CampaignId alone = installation.campaign(3, "b");

        announcements.take(announced("ACCOUNT_RESTRICTION", null, true, "a", "b"));

        assertThat(Stream.of("a", "b", "c").map(this::status)).containsExactly("blocked", "blocked", "ready");
        assertThat(log(campaign)).containsExactly("sender_blocked a: Meta says of it: ACCOUNT_RESTRICTION");
        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.status(alone)).as("nobody is left to send it").isEqualTo("paused");
        assertThat(installation.begin(installation.lane(campaign, "a"))).isInstanceOf(Turn.Gated.class);
    }

    @Test
    void shouldBlockTheNumberThatIsMeantOfSeveral() {
        announcements.shownAs(account("a"), "15550783881");
        announcements.shownAs(account("b"), "15550783882");

        announcements.take(ofNumber("FLAGGED", "15550783882", "a", "b", "c"));

        assertThat(Stream.of("a", "b", "c").map(this::status)).containsExactly("ready", "blocked", "ready");
    }

    @Test
    void shouldTakeTheOnlyNumberThereIsForTheOneThatIsMeantUnlessItIsKnownToBeAnother() {
        announcements.shownAs(account("a"), "15550783881");

        announcements.take(ofNumber("FLAGGED", "15550783882", "a"));
        announcements.take(ofNumber("FLAGGED too", "15550783882", "b"));

        assertThat(Stream.of("a", "b").map(this::status)).containsExactly("ready", "blocked");
    }
}
