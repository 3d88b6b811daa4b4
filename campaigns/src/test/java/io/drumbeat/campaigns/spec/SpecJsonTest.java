package io.drumbeat.campaigns.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecJsonTest {

    private static final String MINIMAL = """
            {"name": "Offer", "senders": ["main"], "media": {"type": "image"}}""";

    @Test
    void shouldFillInDefaultsWhenOnlyWhatIsRequiredIsSaid() throws Exception {
        CampaignSpec spec = parse(MINIMAL, true).spec();

        assertThat(spec)
                .isEqualTo(new CampaignSpec(
                        "Offer",
                        List.of(new SenderId("main")),
                        null,
                        new ListFormat(null, PhoneFormat.AUTO, null, null, null),
                        new CampaignSpec.Media(MediaType.IMAGE, null, null, null),
                        null,
                        null,
                        Schedule.NONE,
                        new CampaignSpec.AutoPause(0.5, 50),
                        Repeats.NONE,
                        null,
                        true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"name": "Offer", "senders": ["main", "second"],
                 "media": {"type": "image", "url": "https://example.com/a.png", "fileName": "a.png",
                           "caption": "Hello {{name|friend}}, {{code}}"},
                 "defaultRegion": "IN", "phoneFormat": "international", "encoding": "windows-1251", "sheet": "List 1", "columns": {"phone": "Mobile No"},
                 "pacing": {"minDelay": "PT3S", "maxDelay": "PT5S"}, "schedule": {"startAt": "2026-12-01T09:00:00+05:30", "quietHours": {"from": "13:30", "to": "14:00", "zone": "Asia/Kolkata"}},
                 "autoPause": {"failureRate": 0.25, "window": 20, "optOutRate": 0.02}, "notWithin": "P7D", "onUnconfirmed": "resend",
                 "retryReported": {"codes": ["131049", "131026"], "after": "PT24H", "times": 3}, "allowRepeat": true,
                 "notify": {"url": "https://example.com/hook?t=1", "events": ["end"]}, "start": false}""", """
                {"name": "x", "senders": ["a"], "media": {"type": "audio", "url": "http://h/a.mp3"},
                 "phoneFormat": "auto", "pacing": {"ratePerSecond": 80.5, "rest": {"after": 50, "for": "PT10M"}},
                 "schedule": {"quietHours": {"from": "21:00", "to": "09:00", "zone": "recipient"}},
                 "autoPause": null, "onUnconfirmed": "hold", "start": true}""", """
                {"name": "x", "senders": ["a"], "media": {"type": "audio", "url": "http://h/a.mp3"},
                 "phoneFormat": "auto", "pacing": {"ratePerSecond": "unlimited"},
                 "autoPause": {"failureRate": 1.0, "window": 1}, "onUnconfirmed": "hold", "start": true}""", """
                {"name": "x", "senders": ["a"], "media": {"type": "video", "url": "http://h/a.mp4"},
                 "template": {"name": "offer_2", "language": "en_US", "parameters": ["{{name}}", "Rs {{ sum |0}}"]},
                 "phoneFormat": "auto", "autoPause": null, "onUnconfirmed": "hold", "start": true}"""})
    void shouldWriteWhatItReadWhenNothingIsWrong(String json) throws Exception {
        CampaignSpec spec = Objects.requireNonNull(parse(json, false).spec());

        assertThat(SpecJson.write(spec)).isEqualTo(new ObjectMapper().readTree(json));
    }

    @Test
    void shouldNameEveryWrongFieldAtOnceWhenThereAreMany() throws Exception {
        SpecJson.Parsed parsed = parse("""
                {"name": " ", "senders": ["main", 7, "main"], "colour": "red",
                 "media": {"type": "picture", "url": "ftp://x/y", "fileName": "a/b", "caption": "Hi {{name", "size": 1},
                 "defaultRegion": "XX", "phoneFormat": "guess", "encoding": "ANSI?", "columns": {"phone": 1, "name": "n"},
                 "pacing": {"minDelay": "soon", "maxDelay": "PT1S"}, "schedule": {"startAt": "2026-12-01T09:00:00", "days": 2},
                 "template": {"name": "Offer", "parameters": ["{{a}}", "{{b"], "body": ""}, "autoPause": {"failureRate": 2, "window": 0, "optOutRate": 1.5},
                 "onUnconfirmed": "again", "notWithin": "PT0S", "retryReported": {"codes": [], "after": "PT24H", "times": 0, "more": 1},
                 "start": "yes"}""", false);

        assertThat(parsed.spec()).isNull();
        assertThat(parsed.senders()).containsExactly(new SenderId("main"));
        assertThat(fields(parsed))
                .containsExactlyInAnyOrder(
                        "name",
                        "senders[1]",
                        "senders[2]",
                        "colour",
                        "media.type",
                        "media.url",
                        "media.fileName",
                        "media.caption",
                        "media.size",
                        "defaultRegion",
                        "phoneFormat",
                        "encoding",
                        "columns.phone",
                        "columns.name",
                        "pacing.minDelay",
                        "schedule.startAt",
                        "schedule.days",
                        "template",
                        "template.name",
                        "template.language",
                        "template.parameters[1]",
                        "template.body",
                        "autoPause.failureRate",
                        "autoPause.window",
                        "autoPause.optOutRate",
                        "onUnconfirmed",
                        "notWithin",
                        "retryReported.codes",
                        "retryReported.times",
                        "retryReported.more",
                        "start");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                // field that is wrong # what replaces or joins the minimal spec
                "name                  # \"name\": null",
                "name                  # \"name\": 5",
                "name                  # \"name\": \"a\\u0000b\"",
                "name                  # \"name\": \"\\ud800\"",
                "senders               # \"senders\": []",
                "senders               # \"senders\": \"main\"",
                "media                 # \"media\": \"a.png\"",
                "media.type            # \"media\": {}",
                "media.url             # \"media\": {\"type\": \"image\", \"url\": \"https://example.com/a.png\"}",
                "media.caption         # \"media\": {\"type\": \"sticker\", \"caption\": \"x\"}",
                "media.caption         # \"media\": {\"type\": \"image\", \"caption\": \"{{}}\"}",
                "defaultRegion         # \"defaultRegion\": \"in\"",
                "columns               # \"columns\": [\"Mobile\"]",
                "pacing.maxDelay       # \"pacing\": {\"minDelay\": \"PT1S\"}",
                "pacing.minDelay       # \"pacing\": {\"minDelay\": \"PT2S\", \"maxDelay\": \"PT1S\"}",
                "pacing.minDelay       # \"pacing\": {\"minDelay\": \"-PT2S\", \"maxDelay\": \"PT1S\"}",
                "pacing.maxDelay       # \"pacing\": {\"minDelay\": \"PT2S\", \"maxDelay\": \"PT9999999H\"}",
                "pacing.ratePerSecond  # \"pacing\": {\"ratePerSecond\": 0}",
                "pacing.ratePerSecond  # \"pacing\": {\"ratePerSecond\": \"fast\"}",
                "pacing.minDelay       # \"pacing\": {\"ratePerSecond\": 1, \"minDelay\": \"PT1S\"}",
                "pacing.rest           # \"pacing\": {\"ratePerSecond\": 1, \"rest\": 5}",
                "pacing.rest.for       # \"pacing\": {\"ratePerSecond\": 1, \"rest\": {\"after\": 5}}",
                "pacing.rest.for       # \"pacing\": {\"ratePerSecond\": 1, \"rest\": {\"after\": 5, \"for\": \"PT0S\"}}",
                "pacing.rest.after     # \"pacing\": {\"ratePerSecond\": 1, \"rest\": {\"after\": 0, \"for\": \"PT1M\"}}",
                "pacing.maxInFlight    # \"pacing\": {\"ratePerSecond\": 1, \"maxInFlight\": 3}",
                "schedule              # \"schedule\": \"tomorrow\"",
                "schedule.startAt      # \"schedule\": {\"startAt\": \"2026-12-01T09:00\"}",
                "schedule.startAt      # \"schedule\": {\"startAt\": \"2026-12-01\"}",
                "schedule.quietHours   # \"schedule\": {\"quietHours\": \"21-9\"}",
                "schedule.quietHours.to # \"schedule\": {\"quietHours\": {\"from\": \"21:00\"}}",
                "schedule.quietHours.to # \"schedule\": {\"quietHours\": {\"from\": \"21:00\", \"to\": \"21:00\"}}",
                "schedule.quietHours.from # \"schedule\": {\"quietHours\": {\"from\": \"9 pm\", \"to\": \"09:00\"}}",
                "schedule.quietHours.to # \"schedule\": {\"quietHours\": {\"from\": \"21:00\", \"to\": \"24:00\"}}",
                "schedule.quietHours.zone # \"schedule\": {\"quietHours\": {\"from\": \"21:00\", \"to\": \"09:00\", \"zone\": \"+05:30\"}}",
                "schedule.quietHours.zone # \"schedule\": {\"quietHours\": {\"from\": \"21:00\", \"to\": \"09:00\", \"zone\": 5}}",
                "schedule.quietHours.days # \"schedule\": {\"quietHours\": {\"from\": \"21:00\", \"to\": \"09:00\", \"days\": []}}",
                "schedule.startAt      # \"schedule\": {\"startAt\": \"2026-12-01T09:00:00+17:00\"}",
                "schedule.startAt      # \"schedule\": {\"startAt\": \"+12026-12-01T09:00:00Z\"}",
                "template              # \"template\": \"offer\"",
                "template.language     # \"template\": {\"name\": \"a\"}",
                "template.name         # \"template\": {\"language\": \"en\"}",
                "template.name         # \"template\": {\"name\": \"my offer\", \"language\": \"en\"}",
                "template.language     # \"template\": {\"name\": \"a\", \"language\": \"en-US\"}",
                "template.language     # \"template\": {\"name\": \"a\", \"language\": {\"code\": \"en\"}}",
                "template.parameters   # \"template\": {\"name\": \"a\", \"language\": \"en\", \"parameters\": \"x\"}",
                "template.parameters[0] # \"template\": {\"name\": \"a\", \"language\": \"en\", \"parameters\": [\"{{}}\"]}",
                "template.parameters[1] # \"template\": {\"name\": \"a\", \"language\": \"en\", \"parameters\": [\"x\", 7]}",
                "template.parameters[0] # \"template\": {\"name\": \"a\", \"language\": \"en\", \"parameters\": [\" \"]}",
                "template.components   # \"template\": {\"name\": \"a\", \"language\": \"en\", \"components\": []}",
                "autoPause             # \"autoPause\": true",
                "autoPause.window      # \"autoPause\": {\"window\": 1.5}",
                "autoPause.rate        # \"autoPause\": {\"rate\": 0.5}",
                "onUnconfirmed         # \"onUnconfirmed\": \"drop\"",
                "start                 # \"start\": 1",
                "sender                # \"sender\": \"main\"",
            })
    void shouldNameTheFieldWhenItIsWrong(String field, String member) throws Exception {
        String json = """
                {"name": "Offer", "senders": ["main"], "media": {"type": "image"}, %s}""".formatted(member);

        assertThat(fields(parse(json, true))).containsExactly(field);
    }

    /** It was told as rows that are rejected, and a draft without recipients was taken with it. */
    @Test
    void shouldNameTheCaptionWhenItIsTooLongForEveryone() throws Exception {
        String fixed = "x".repeat(1_024);
        String spec = MINIMAL.replace("}}", ", \"caption\": \"%s\"}, \"start\": false}");

        assertThat(parse(spec.formatted(fixed + "{{name|friend}}"), false).errors())
                .isEmpty();
        assertThat(parse(spec.formatted(fixed + "y{{name}}"), false).errors())
                .extracting(FieldError::field)
                .containsExactly("media.caption");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"image\", \"caption\": \"Hi\"", "\"audio\"", "\"sticker\""})
    void shouldRefuseATemplateWhenItsMediaGoesWithNone(String type) throws Exception {
        String json = """
                {"name": "Offer", "senders": ["main"], "media": {"type": %s},
                 "template": {"name": "offer", "language": "en"}}""".formatted(type);

        assertThat(fields(parse(json, true))).containsExactly("template");
    }

    @Test
    void shouldFillInNoParametersWhenATemplateSaysNone() throws Exception {
        String json = """
                {"name": "Offer", "senders": ["main"], "media": {"type": "document"},
                 "template": {"name": "offer", "language": "en"}}""";

        assertThat(Objects.requireNonNull(parse(json, true).spec()).template())
                .isEqualTo(new CampaignSpec.Template("offer", "en", List.of()));
    }

    @Test
    void shouldAskForTheMediaWhenNeitherUrlNorPartIsThere() throws Exception {
        assertThat(fields(parse(MINIMAL, false))).containsExactly("media.url");
    }

    @Test
    void shouldAllowNoPauseAtAllWhenPacingSaysSo() throws Exception {
        String json = """
                {"name": "Offer", "senders": ["main"], "media": {"type": "image"},
                 "pacing": {"minDelay": "PT0S", "maxDelay": "PT0S"}}""";

        assertThat(parse(json, true).pacing()).isEqualTo(new Pacing.Delay(Duration.ZERO, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"spec\"", "null", "17"})
    void shouldRefuseWhatIsNoObject(String json) throws Exception {
        assertThat(fields(parse(json, false))).containsExactly("spec");
    }

    /** One that a later version would refuse made every list of campaigns fail in which it stood. */
    @Test
    void shouldReadWhatWasStoredBeforeARuleWasMadeStricter() throws Exception {
        String url = "https://example.org/" + "a".repeat(3_000) + ".png#there";
        String json = """
                {"name": "%s", "senders": ["main"], "media": {"type": "image", "url": "%s"}}""".formatted("n".repeat(300), url);

        assertThat(parse(json, false).errors()).isNotEmpty();
        assertThat(SpecJson.read(json).media().url()).hasToString(url);
    }

    private static SpecJson.Parsed parse(String json, boolean mediaPart) throws JsonProcessingException {
        return SpecJson.parse(new ObjectMapper().readTree(json), mediaPart);
    }

    private static List<String> fields(SpecJson.Parsed parsed) {
        return parsed.errors().stream().map(FieldError::field).toList();
    }
}
