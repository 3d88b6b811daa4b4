package io.drumbeat.campaigns.campaign.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same message to the same people is asked about before it goes a second time. */
class SameContentTest {

    private static final String TWO = "phone\n+5511987654321\n+4915200000001\n";

    /** The same people: in another order, one of them in the form that WhatsApp still uses. */
    private static final String THE_SAME = "name,phone\nA,+4915200000001\nB,+551187654321\n";

    private static final String CAPTION = "Hello";

    @TempDir
    private Path folder;

    @AutoClose
    private final Installation installation = Installation.with("a");

    private final PostingStore posting = PostingStore.on(installation.database.database());

    private Creation post(String csv, String caption, String more) throws IOException {
        String spec = """
                {"name": "Offer", "senders": ["a"],
                 "media": {"type": "image", "url": "https://example.com/a.png", "caption": "%s"} %s}""".formatted(caption, more);
        Path file = Files.writeString(Files.createTempFile(folder, "recipients", ".csv"), csv);
        return posting.create(new NewCampaign(SpecJson.read(spec), file, List.of(), null, "image/png", "asha", null));
    }

    private static CampaignId id(Creation creation) {
        return ((Creation.Created) creation).id();
    }

    private void cancel(CampaignId campaign) {
        installation.control.apply(campaign, Command.CANCEL, "asha", null, null);
    }

    private CampaignControl.Result start(CampaignId campaign) {
        return installation.control.apply(campaign, Command.START, "asha", null, null);
    }

    @Test
    void shouldNameTheOtherCampaignAndLeaveNothingBehindWhenPeopleMediaAndTextAreTheSame() throws Exception {
        CampaignId first = id(post(TWO, CAPTION, ""));

        Creation second = post(THE_SAME, CAPTION, "");

        assertThat(second).isEqualTo(new Creation.SentBefore(new AlreadySent(first, "Offer")));
        assertThat(installation.count("select count(*) from campaign")).isEqualTo(1);
        assertThat(installation.count("select count(*) from recipient")).isEqualTo(2);
        assertThat(post(THE_SAME, CAPTION, ", \"allowRepeat\": true")).isInstanceOf(Creation.Created.class);
    }

    @Test
    void shouldTakeAnotherTextAndOtherPeople() throws Exception {
        post(TWO, CAPTION, "");

        assertThat(post(TWO, "Good morning", "")).isInstanceOf(Creation.Created.class);
        assertThat(post(TWO + "+4915200000002\n", CAPTION, "")).isInstanceOf(Creation.Created.class);
    }

    @Test
    void shouldAskNoMoreADayAfterItHasEnded() throws Exception {
        CampaignId first = id(post(TWO, CAPTION, ""));
        installation.send(installation.lane(first, "a"), new Outcome.Accepted("m"));
        cancel(first);

        assertThat(post(TWO, CAPTION, "")).isInstanceOf(Creation.SentBefore.class);
        installation.database.shiftClock(Duration.ofHours(25));
        assertThat(post(TWO, CAPTION, "")).isInstanceOf(Creation.Created.class);
    }

    @Test
    void shouldNotAskForOneThatEndedWithoutASend() throws Exception {
        cancel(id(post(TWO, CAPTION, "")));

        assertThat(post(TWO, CAPTION, "")).isInstanceOf(Creation.Created.class);
    }

    @Test
    void shouldAskADraftWhenItIsStarted() throws Exception {
        CampaignId draft = id(post(TWO, CAPTION, ", \"start\": false"));
        CampaignId meant = id(post(TWO, CAPTION, ", \"start\": false, \"allowRepeat\": true"));
        CampaignId running = id(post(TWO, CAPTION, ""));

        assertThat(start(draft)).isEqualTo(new AlreadySent(running, "Offer"));
        assertThat(installation.status(draft)).isEqualTo("draft");
        assertThat(start(meant)).isInstanceOf(CampaignControl.Applied.class);
    }

    @Test
    void shouldCreateOneOfTwoThatArePostedAtOnce() throws Exception {
        Callable<Creation> post = () -> post(TWO, CAPTION, "");
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Future<Creation>> answers = both.invokeAll(List.of(post, () -> post(THE_SAME, CAPTION, "")));

            assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                    .hasAtLeastOneElementOfType(Creation.Created.class)
                    .hasAtLeastOneElementOfType(Creation.SentBefore.class);
        } finally {
            both.shutdown();
        }
    }

    /** A test message has a draft's media fetched; edited after that, it was no more the same as one that is posted anew. */
    @Test
    void shouldKnowMediaByItsUrlAlsoWhenItHasBeenFetchedFromThere() {
        CampaignSpec spec = SpecJson.read("""
                {"name": "Offer", "senders": ["a"], "media": {"type": "image", "url": "https://example.com/a.png"}}""");
        Sha256 fetched = Sha256.ofContent("a picture".getBytes(StandardCharsets.UTF_8));

        assertThat(SameContent.of(spec, "people", fetched)).isEqualTo(SameContent.of(spec, "people", null));
    }
}
