package io.drumbeat.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec.Template;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.TemplateLookup.Found;
import io.drumbeat.engine.gateway.TemplateLookup.NotFound;
import io.drumbeat.engine.gateway.TemplateLookup.Unanswered;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.vendor.cloud.CloudGatewayType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateCheckTest {

    private static final Template OFFER = new Template("offer", "en_US", List.of("{{name}}", "{{code}}"));
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** One that looks templates up by {@code lookup}; null: it cannot. */
    static ConnectedSender sender(String id, String business, @Nullable TemplateLookup lookup) {
        URI vendor = URI.create("http://127.0.0.1:1");
        return new ConnectedSender(
                new Sender(
                        new SenderId(id),
                        AccountKey.of("cloud", vendor, id),
                        "cloud",
                        id,
                        Pacing.DEFAULT,
                        null,
                        Duration.ofSeconds(30)),
                new SenderAccess(
                        new SenderId(id),
                        vendor,
                        Map.of(),
                        Map.of("phoneNumberId", id, "businessAccountId", business),
                        Duration.ofSeconds(30)),
                new CloudGatewayType(),
                new Gateway() {
                    @Override
                    public MediaWay mediaWay() {
                        return MediaWay.LINK;
                    }

                    @Override
                    public Optional<TemplateLookup> templates() {
                        return Optional.ofNullable(lookup);
                    }

                    @Override
                    public Upload upload(MediaFile file) {
                        throw new IllegalStateException("a preflight uploads nothing");
                    }

                    @Override
                    public Connection open() {
                        throw new IllegalStateException("a preflight sends nothing");
                    }
                });
    }

    private static TemplateLookup lookup(Supplier<TemplateLookup.Answer> answer) {
        return new TemplateLookup() {
            @Override
            public Answer find(String name, String language) {
                return answer.get();
            }

            @Override
            public Listing approved() {
                throw new IllegalStateException("a preflight asks for one");
            }
        };
    }

    private static List<Warning> of(TemplateLookup.Answer answer) {
        return TemplateCheck.of(OFFER, MediaType.IMAGE, List.of(sender("main", "1", lookup(() -> answer))), PATIENCE);
    }

    private static List<String> codes(TemplateLookup.Answer answer) {
        return of(answer).stream().map(Warning::code).toList();
    }

    @Test
    void shouldWarnOfWhatMetaKnowsOtherwise() {
        assertThat(codes(new Found("APPROVED", 2, "IMAGE"))).isEmpty();
        assertThat(of(new NotFound(List.of()))).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("template_not_found");
            assertThat(warning.message()).contains("\"offer\"", "main", "132001");
        });
        assertThat(of(new NotFound(List.of("de", "hi")))).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("template_language");
            assertThat(warning.message()).contains("not in en_US", "de, hi");
        });
        assertThat(of(new Found("PAUSED", 2, "IMAGE"))).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("template_not_approved");
            assertThat(warning.message()).contains("PAUSED");
        });
        assertThat(of(new Found("APPROVED", 3, "IMAGE"))).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("template_parameters");
            assertThat(warning.message()).contains("places for 3", "has 2", "132000");
        });
        assertThat(codes(new Found("REJECTED", 0, null)))
                .containsExactly("template_not_approved", "template_parameters", "template_header");
    }

    @Test
    void shouldWarnOfAHeadThatTakesOtherMedia() {
        assertThat(of(new Found("APPROVED", 2, "DOCUMENT"))).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("template_header");
            assertThat(warning.message())
                    .contains("\"offer\"", "main", "has DOCUMENT", "media.type is image", "132012");
        });
        assertThat(of(new Found("APPROVED", 2, null)))
                .singleElement()
                .extracting(Warning::message)
                .asString()
                .contains("has nothing at its head");
        TemplateLookup lookup = lookup(() -> new Found("APPROVED", 2, "VIDEO"));
        assertThat(TemplateCheck.of(OFFER, null, List.of(sender("main", "1", lookup)), PATIENCE))
                .isEmpty();
    }

    @Test
    void shouldSayNothingWhereNobodyAnswersInTime() {
        assertThat(codes(new Unanswered(new Outcome.SenderBlocked("190", "the token may not ask"))))
                .isEmpty();
        assertThat(TemplateCheck.of(OFFER, MediaType.IMAGE, List.of(sender("main", "1", null)), PATIENCE))
                .isEmpty();

        CountDownLatch never = new CountDownLatch(1);
        TemplateLookup silent = lookup(() -> {
            try {
                never.await();
            } catch (InterruptedException given) {
                never.countDown();
            }
            return new NotFound(List.of());
        });
        assertThat(TemplateCheck.of(OFFER, MediaType.IMAGE, List.of(sender("main", "1", silent)), Duration.ofMillis(1)))
                .isEmpty();
    }

    @Test
    void shouldAskEachBusinessOnce() {
        AtomicInteger asked = new AtomicInteger();
        TemplateLookup lookup = lookup(() -> {
            asked.incrementAndGet();
            return new NotFound(List.of());
        });

        List<Warning> warnings = TemplateCheck.of(
                OFFER,
                MediaType.IMAGE,
                List.of(sender("main", "1", lookup), sender("other", "2", lookup), sender("second", "1", lookup)),
                PATIENCE);

        assertThat(asked).hasValue(2);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0).message()).contains("main, second");
        assertThat(warnings.get(1).message()).contains("other");
    }
}
