package io.drumbeat.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.SampleMedia;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStates;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.notice.NoticeRule;
import io.drumbeat.engine.sender.ConnectedSenders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {

    private static final FieldError KNOWN = new FieldError("comment", "is an unknown part");

    @TempDir
    private Path folder;

    @AutoClose
    private final MediaFetch fetch = new MediaFetch(false);

    private final Admission admission = new Admission(
            () -> List.of(installed()), new ConnectedSenders(List.of()), fetch, new NoticeRule(false, false));

    /** The import finds what is wrong with the recipients: reading them twice would cost a large file twice the time. */
    @Test
    void shouldAdmitWithoutReadingTheRecipientsWhenNothingElseIsWrong() throws IOException {
        Admission.Result result =
                check("{\"type\": \"image\", \"caption\": \"Hi {{name}}\"}", "no column\n", List.of());

        assertThat(result).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
            assertThat(admitted.spec().name()).isEqualTo("Offer");
            assertThat(admitted.mimeType()).isEqualTo("image/png");
            assertThat(admitted.passedColumns()).isEmpty();
        });
    }

    @Test
    void shouldRefuseWithAllThatIsWrongWhenAnythingIs() throws IOException {
        assertThat(refused(check("{\"type\": \"audio\"}", "tel,phone_2\n", List.of(KNOWN))))
                .extracting(FieldError::field)
                .containsExactly("comment", "media", "recipients");
        assertThat(refused(check("{\"type\": \"image\"}", "phone\n+919812345670\n", List.of(KNOWN))))
                .containsExactly(KNOWN);
    }

    private static List<FieldError> refused(Admission.Result result) {
        return result.fold(admitted -> List.of(), Admission.Refused::errors);
    }

    private Admission.Result check(String media, String recipients, List<FieldError> errors) throws IOException {
        Path file = Files.write(folder.resolve("media"), SampleMedia.PNG);
        return admission.check(
                new ObjectMapper().readTree("{\"name\": \"Offer\", \"senders\": [\"main\"], \"media\": " + media + "}"),
                Files.writeString(folder.resolve("recipients"), recipients),
                Optional.of(Admission.MediaFile.of(file, "offer.png", SampleMedia.PNG.length)),
                errors);
    }

    private static SenderStore.State installed() {
        Sender sender = new Sender(
                new SenderId("main"),
                new AccountKey("main"),
                "cloud",
                "",
                Pacing.DEFAULT,
                null,
                Duration.ofSeconds(30));
        return SenderStates.ready(sender);
    }
}
