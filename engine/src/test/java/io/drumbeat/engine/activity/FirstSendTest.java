package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.DispatchStores;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenderFixture;
import io.drumbeat.engine.simulator.Simulator;
import io.drumbeat.engine.vendor.wacr.WacrGatewayType;
import io.drumbeat.engine.workflow.DispatchResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a posted file to WA.cr: everything but the workflows, over real HTTP. */
final class FirstSendTest {

    private static final SenderId MAIN = new SenderId("main");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final StopSignal THERE = () -> false;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.fresh();
    private final MediaStore media = MediaStore.on(database.database());
    private final CampaignStore campaigns = CampaignStore.on(database.database());
    private final DispatchStore dispatches = DispatchStores.on(
                    database.database(), CampaignControl.on(database.database()), new Random(7))
            .sending();
    private final VendorHttp http = new VendorHttp(Clock.systemUTC());
    private Simulator simulator;
    private ConnectedSender sender;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start("127.0.0.1", 0);
        URI url = URI.create("http://127.0.0.1:" + simulator.port() + "/wacr/api/v1");
        AccountKey account = AccountKey.of("wacr", url, "main");
        Gateway gateway = new WacrGatewayType()
                .connect(new SenderAccess(MAIN, url, Map.of("token", "token"), Map.of(), TIMEOUT), http);
        sender = ConnectedSenderFixture.sender(MAIN, account, gateway);
        SenderStore.on(database.database())
                .configure(List.of(new Sender(
                        MAIN, account, "wacr", "main", new Pacing.Delay(Duration.ZERO, Duration.ZERO), null, TIMEOUT)));
    }

    @AfterEach
    void close() {
        simulator.close();
        http.close();
        database.close();
    }

    @Test
    void shouldUploadOnceWhenTwoWorkersSendTwoCampaigns() throws Exception {
        List<LaneId> lanes = List.of(lane(campaign("1", 10)), lane(campaign("2", 10)));

        sendAll(lanes);

        assertThat(simulator.received()).hasSize(20).doesNotContainValue(2L);
        assertThat(simulator.uploads("wacr/oken")).isEqualTo(1);
    }

    @Test
    void shouldCarryTheFileAgainWhenTheFirstAnswerNeverCame() throws Exception {
        CampaignId campaign = campaign("99015", "00001", "00002");

        sendAll(List.of(lane(campaign)));

        assertThat(simulator.received()).hasSize(3).doesNotContainValue(2L);
        assertThat(simulator.uploads("wacr/oken")).isEqualTo(2);
    }

    @Test
    void shouldNameOurOwnUrlWhenItIsPublic() throws Exception {
        CampaignId campaign = campaign("1", 1);
        CampaignContent near = content(campaign, "http://127.0.0.1:8080");
        CampaignContent open = content(campaign, "https://1.1.1.1");

        assertThat(near.fetchable()).isFalse();
        assertThat(Objects.requireNonNull(near.file()).fileName()).isEqualTo("media.png");
        assertThat(open.fetchable()).isTrue();
        assertThat(open.link()).startsWith("https://1.1.1.1/media/").endsWith(".png");
    }

    private CampaignContent content(CampaignId campaign, String publicUrl) {
        return new StoredCampaigns(campaigns, media, URI.create(publicUrl)).content(campaign);
    }

    private void sendAll(List<LaneId> lanes) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (String worker : List.of("one", "two")) {
                Stint.Tools tools = new Stint.Tools(
                        dispatches,
                        new StoredCampaigns(campaigns, media, URI.create("http://127.0.0.1:8080"))::content,
                        Ticker.system(),
                        new Finisher(dispatches, Ticker.system(), (group, settlement) -> {}),
                        new SlotBell(),
                        new StintLength(dispatches, Ticker.system(), Double.POSITIVE_INFINITY),
                        new Freshness(Ticker.system()),
                        workers,
                        worker);
                lanes.forEach(lane -> running.add(workers.submit(sending(tools, lane))));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private Callable<DispatchResult> sending(Stint.Tools tools, LaneId lane) {
        return () -> {
            DispatchResult result;
            do {
                result = new Stint(tools, lane, sender, THERE, new Tally()).run(Duration.ZERO);
            } while (result.kind() != DispatchResult.Kind.EXHAUSTED);
            return result;
        };
    }

    private static LaneId lane(CampaignId campaign) {
        return new LaneId(campaign, MAIN);
    }

    private CampaignId campaign(String digit, int recipients) throws IOException {
        String[] digits = new String[recipients];
        for (int i = 0; i < recipients; i++) {
            digits[i] = digit + String.format("%04d", i);
        }
        return campaign(digits);
    }

    /** To the phones that end so, in that order. */
    private CampaignId campaign(String... digits) throws IOException {
        Path png = Files.write(folder.resolve("offer"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        Path recipients =
                Files.writeString(folder.resolve("recipients"), "phone\n+9198765" + String.join("\n+9198765", digits));
        SpecJson.Parsed spec = SpecJson.parse(
                new ObjectMapper()
                        .readTree("{\"name\":\"Offer\",\"senders\":[\"main\"],\"media\":{\"type\":\"image\"}}"),
                true);
        return PostingStore.on(database.database())
                .create(new NewCampaign(
                        Objects.requireNonNull(spec.spec()),
                        recipients,
                        List.of(),
                        () -> media.put(png, "image/png").sha256(),
                        "image/png",
                        "test",
                        null))
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
}
