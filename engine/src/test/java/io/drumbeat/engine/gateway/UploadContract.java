package io.drumbeat.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.http.ScriptedVendor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway promises besides that uploads its media; an upload follows the last digits of its number. */
public abstract class UploadContract extends GatewayContract {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    protected static final Gateway.MediaFile FILE =
            new Gateway.MediaFile("off\"er é.png", "image/png", PNG.length, () -> new ByteArrayInputStream(PNG));

    /** What the simulator's counters call the account that {@code number} uploads for. */
    protected abstract String uploader(String number);

    @Override
    protected MediaReference media(Gateway gateway) {
        return new MediaReference.Id(((Gateway.Uploaded) gateway.upload(FILE)).id());
    }

    /** One that uploads to whoever is at {@code url}. */
    protected Gateway uploadingTo(URI url) {
        return gateway(url, NUMBER, PATIENT);
    }

    private Outcome refused(String number) {
        return refused(FILE, number);
    }

    private Outcome refused(Gateway.MediaFile file, String number) {
        return ((Gateway.NotUploaded) gateway(base(), number, PATIENT).upload(file)).why();
    }

    @Test
    void shouldUploadOnceForManySendsWhenItsTermIsKnown() {
        Gateway gateway = gateway(PATIENT);
        assertThat(gateway.mediaWay()).isEqualTo(MediaWay.UPLOAD);
        Gateway.Uploaded uploaded = (Gateway.Uploaded) gateway.upload(FILE);
        assertThat(uploaded.validFor()).isEqualTo(Duration.ofDays(29));
        MediaReference media = new MediaReference.Id(uploaded.id());
        for (int i = 1; i <= 3; i++) {
            assertThat(send(gateway, message("+91987650000" + i, media))).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(simulator.uploads(uploader(NUMBER))).isEqualTo(1);
    }

    /** As it would be with an id that has expired. */
    @Test
    void shouldDeliverNothingWhenAnotherNumberSendsItsId() {
        MediaReference media = media(gateway(PATIENT));
        assertThat(send(gateway(base(), "222", PATIENT), message("+919876500001", media)))
                .isInstanceOf(goneMeaning());
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void shouldDeliverNothingWhenVendorHasLostTheMedia() {
        Gateway gateway = gateway(PATIENT);
        MediaReference media = media(gateway);
        simulator.reset();
        assertThat(send(gateway, message("+919876500001", media))).isInstanceOf(goneMeaning());
        assertThat(simulator.received()).isEmpty();
    }

    /** What a send means whose media id the vendor does not know. */
    protected abstract Class<? extends Outcome> goneMeaning();

    @ParameterizedTest
    @ValueSource(strings = {"99012", "99013", "99014", "99015", "99018", "99307", "99500", "99503"})
    void shouldNotKnowWhenAnUploadsAnswerNeverCame(String number) {
        assertThat(refused("1065403522" + number)).isInstanceOf(Outcome.Unconfirmed.class);
    }

    @ParameterizedTest
    @CsvSource({"99001,", "99002,PT1S", "99429,"})
    void shouldSlowDownAsToldWhenAnUploadIsThrottled(String number, Duration told) {
        assertThat(refused("1065403522" + number))
                .isInstanceOfSatisfying(
                        Outcome.AccountBusy.class,
                        busy -> assertThat(busy.retryAfter()).isEqualTo(told));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99401", "99403"})
    void shouldBlockSenderWhenAnUploadsTokenIsRefused(String number) {
        assertThat(refused("1065403522" + number)).isInstanceOf(Outcome.SenderBlocked.class);
    }

    /** The simulator keeps what it took, as a vendor would: the id is lost, so the upload is made again. */
    @Test
    void shouldGetAnIdOfItsOwnWhenAnUploadIsRepeated() {
        assertThat(refused("106540352299012")).isInstanceOf(Outcome.Unconfirmed.class);
        Gateway gateway = gateway(PATIENT);
        assertThat(media(gateway)).isNotEqualTo(media(gateway));
        assertThat(simulator.uploads(uploader("106540352299012"))).isEqualTo(1);
        assertThat(simulator.uploads(uploader(NUMBER))).isEqualTo(2);
    }

    /** A web server's page in the vendor's place made its media unpublishable, or was tried for ever. */
    @Test
    void shouldBlockSenderWhenAPageAnswersAnUpload() throws IOException {
        try (ScriptedVendor elsewhere = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            ScriptedVendor.reply(socket, 404, "<html><body>nginx</body></html>");
        })) {
            assertThat(((Gateway.NotUploaded) uploadingTo(elsewhere.url()).upload(FILE)).why())
                    .isInstanceOf(Outcome.SenderBlocked.class);
        }
    }

    @Test
    void shouldBlockCampaignWhenAnUploadIsRefusedOutright() {
        assertThat(refused("106540352299400")).isInstanceOf(Outcome.CampaignBlocked.class);
    }

    @Test
    void shouldBlockCampaignWhenMediaItselfIsRefused() {
        Gateway.MediaFile wrong =
                new Gateway.MediaFile("a.exe", "application/x-exe", 1, () -> new ByteArrayInputStream(new byte[1]));
        assertThat(refused(wrong, NUMBER)).isInstanceOf(Outcome.CampaignBlocked.class);
    }
}
