package io.drumbeat.campaigns.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingJson;
import io.drumbeat.campaigns.sender.SenderId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A campaign's spec as JSON. */
public final class SpecJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SpecJson() {}

    /**
     * What a spec says, and everything that is wrong with it.
     *
     * @param spec null where anything is wrong
     * @param senders those that could be read, in their order, also beside errors elsewhere
     * @param media null where its type could not be read; its URL is null where it has none, or a wrong one
     * @param template null where it says none, or none that can be read
     * @param pacing null where it says none or it could not be read
     * @param schedule as far as it can be read
     * @param notices null where it says none, or none with an address
     * @param audience how its recipients are read, as far as it can be read; null: it is no object
     * @param errors empty where nothing is wrong
     */
    public record Parsed(
            @Nullable CampaignSpec spec,
            List<SenderId> senders,
            CampaignSpec.@Nullable Media media,
            CampaignSpec.@Nullable Template template,
            @Nullable Pacing pacing,
            Schedule schedule,
            CampaignSpec.@Nullable Notices notices,
            @Nullable AudienceSpec audience,
            List<FieldError> errors) {

        public Parsed {
            senders = List.copyOf(senders);
            errors = List.copyOf(errors);
        }
    }

    /**
     * Reads a spec by the rules that need nothing but the spec.
     *
     * @param mediaPart whether a media file was posted beside it
     */
    public static Parsed parse(JsonNode spec, boolean mediaPart) {
        return SpecReader.ofPosted(spec, mediaPart).read();
    }

    /** As {@link #parse}, of a spec that is still being written: what is missing is no error. */
    public static Parsed parseIncomplete(JsonNode spec, boolean mediaPart) {
        return SpecReader.ofIncomplete(spec, mediaPart).read();
    }

    /** Whom {@code spec} follows up; empty where it says nobody, or anything is wrong with that. */
    public static Optional<FollowUp> followUp(JsonNode spec) {
        return FollowUpReader.find(spec);
    }

    /** Whether {@code spec} is not to start when it is posted: then it may still be without its media and its recipients. */
    public static boolean isDraft(JsonNode spec) {
        return spec.path("start").isBoolean() && !spec.path("start").booleanValue();
    }

    /** A spec that {@link #write} wrote, by this version or one before. */
    public static CampaignSpec read(String written) {
        Parsed parsed = SpecReader.ofStored(tree(written)).read();
        return Objects.requireNonNull(parsed.spec(), () -> "a stored spec that is wrong: " + parsed.errors());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored spec that is no JSON", e);
        }
    }

    /** The spec in the form it is posted in, with the defaults filled in; {@link #read} reads it back. */
    public static ObjectNode write(CampaignSpec spec) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", spec.name());
        spec.senders().forEach(sender -> json.withArray("/senders").add(sender.value()));
        if (spec.followUp() != null) {
            FollowUpReader.write(json, spec.followUp());
        }
        writeMedia(json.putObject("media"), spec.media());
        if (spec.template() != null) {
            writeTemplate(json.putObject("template"), spec.template());
        }
        ListFormatReader.write(json, spec.list());
        if (spec.pacing() != null) {
            json.set("pacing", PacingJson.CAMPAIGN.write(spec.pacing()));
        }
        if (!spec.schedule().equals(Schedule.NONE)) {
            json.set("schedule", spec.schedule().write());
        }
        CampaignSpec.AutoPause autoPause = spec.autoPause();
        if (autoPause == null) {
            json.putNull("autoPause");
        } else {
            ObjectNode written = json.putObject("autoPause")
                    .put("failureRate", autoPause.failureRate())
                    .put("window", autoPause.window());
            if (autoPause.optOutRate() != null) {
                written.put("optOutRate", autoPause.optOutRate());
            }
        }
        RepeatsReader.write(json, spec.repeats());
        if (spec.notices() != null) {
            writeNotices(json.putObject("notify"), spec.notices());
        }
        json.put("start", spec.start());
        return json;
    }

    private static void writeMedia(ObjectNode json, CampaignSpec.Media media) {
        json.put("type", media.type().text());
        if (media.url() != null) {
            json.put("url", media.url().toString());
        }
        if (media.fileName() != null) {
            json.put("fileName", media.fileName());
        }
        if (media.caption() != null) {
            json.put("caption", media.caption());
        }
    }

    private static void writeNotices(ObjectNode json, CampaignSpec.Notices notices) {
        json.put("url", notices.url().toString());
        ArrayNode events = json.putArray("events");
        Stream.of(CampaignSpec.Notices.Event.values())
                .filter(notices.events()::contains)
                .forEach(event -> events.add(event.text()));
    }

    private static void writeTemplate(ObjectNode json, CampaignSpec.Template template) {
        json.put("name", template.name());
        json.put("language", template.language());
        ArrayNode parameters = json.putArray("parameters");
        template.parameters().forEach(parameters::add);
    }
}
