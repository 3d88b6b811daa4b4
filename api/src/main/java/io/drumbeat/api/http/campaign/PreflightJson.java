package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.campaigns.audience.AudienceForm;
import io.drumbeat.campaigns.audience.AudiencePreview;
import io.drumbeat.campaigns.audience.FileGlance;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.media.Frame;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Estimate;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.admission.MediaFacts;
import io.drumbeat.engine.admission.Preflight;
import io.drumbeat.engine.admission.Warning;
import io.drumbeat.engine.gateway.MediaLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a preflight found, as openapi.json describes it: what cannot be told is null. */
final class PreflightJson {

    private PreflightJson() {}

    static ObjectNode write(Preflight.Found found, List<Warning> warnings) {
        ObjectNode json = Json.object();
        AudiencePreview audience = found.audience();
        json.put("partial", audience != null && audience.partial());
        if (audience == null) {
            json.putNull("audience").putNull("file").putNull("rejects").putNull("samples");
        } else {
            write(json, audience);
        }
        json.set("media", media(found.media()));
        json.set("limits", limits(found.limits()));
        json.set("estimate", estimate(found.estimate(), found.senders()));
        ArrayNode all = json.putArray("warnings");
        warnings.forEach(warning -> all.addObject().put("code", warning.code()).put("message", warning.message()));
        return json;
    }

    private static void write(ObjectNode json, AudiencePreview audience) {
        json.set("audience", CampaignJson.audience(audience.figures()));
        json.set("file", file(audience.form()));
        ArrayNode rejects = json.putArray("rejects");
        audience.rejects().forEach(row -> rejects.add(reject(row)));
        ArrayNode samples = json.putArray("samples");
        audience.samples().forEach(sample -> samples.add(sample(sample)));
    }

    private static ObjectNode file(AudienceForm form) {
        ObjectNode json = Json.object()
                .put("format", form.delimiter() == null ? "xlsx" : "csv")
                .put(
                        "delimiter",
                        form.delimiter() == null ? null : form.delimiter().toString())
                .put(
                        "encoding",
                        form.encoding() == null ? null : form.encoding().name());
        json.set("headers", texts(form.headers()));
        json.put("phoneColumn", form.phoneColumn());
        json.set("firstRows", rows(form.firstRows()));
        form.emptyCells().forEach(json.putArray("emptyCells")::add);
        return json;
    }

    /** What a file shows that cannot be an audience as it is. */
    static ObjectNode glance(FileGlance file) {
        ObjectNode json = Json.object();
        json.set("headers", texts(file.headers()));
        json.put("phoneColumn", file.phoneColumn()).put("likelyPhoneColumn", file.likelyPhoneColumn());
        json.set("firstRows", rows(file.firstRows()));
        ArrayNode regions = json.putArray("regions");
        file.regions()
                .forEach(fit -> regions.addObject()
                        .put("region", fit.region())
                        .put("mobiles", fit.mobiles())
                        .put("looked", fit.looked()));
        return json;
    }

    private static ArrayNode rows(List<List<String>> rows) {
        ArrayNode array = Json.object().arrayNode();
        rows.forEach(row -> array.add(texts(row)));
        return array;
    }

    private static @Nullable ArrayNode limits(Map<MediaType, MediaLimits> limits) {
        if (limits.isEmpty()) {
            return null;
        }
        ArrayNode array = Json.object().arrayNode();
        Stream.of(MediaType.values()).filter(limits::containsKey).forEach(type -> {
            MediaLimits taken = Objects.requireNonNull(limits.get(type));
            ObjectNode one = array.addObject().put("type", type.text()).put("maxBytes", taken.maxBytes());
            taken.mimeTypes().stream().sorted().forEach(one.putArray("mimeTypes")::add);
        });
        return array;
    }

    private static ObjectNode reject(RejectedRow row) {
        ObjectNode json =
                Json.object().put("line", row.line()).put("code", row.code()).put("reason", row.reason());
        json.set("cells", texts(row.cells()));
        return json;
    }

    private static ObjectNode sample(AudiencePreview.Sample sample) {
        ObjectNode json = Json.object()
                .put("line", sample.line())
                .put("phone", sample.phone())
                .put("caption", sample.caption());
        json.set("cells", texts(sample.cells()));
        List<String> parameters = sample.parameters();
        return json.set("parameters", parameters == null ? null : texts(parameters));
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = Json.object().arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static @Nullable ObjectNode media(@Nullable MediaFacts media) {
        if (media == null) {
            return null;
        }
        Frame frame = media.frame();
        return Json.object()
                .put("type", media.type() == null ? null : media.type().text())
                .put("mimeType", media.mimeType())
                .put("bytes", media.bytes())
                .put("width", frame == null ? null : frame.width())
                .put("height", frame == null ? null : frame.height());
    }

    private static @Nullable ObjectNode estimate(@Nullable Estimate estimate, List<SenderId> senders) {
        if (estimate == null) {
            return null;
        }
        Instant end = estimate.end();
        ObjectNode json = Json.object()
                .put(
                        "duration",
                        end == null ? null : rounded(estimate.begin(), end).toString())
                .put("finishesAt", Json.time(end))
                .put("days", end == null ? null : estimate.byDay().size());
        ArrayNode days = json.putArray("byDay");
        if (end != null) {
            estimate.byDay()
                    .forEach((date, sends) ->
                            days.addObject().put("date", date.toString()).put("sends", sends));
        }
        ArrayNode bySender = json.putArray("bySender");
        for (int i = 0; i < senders.size(); i++) {
            Estimate.Part part = estimate.byShare().get(i);
            bySender.addObject()
                    .put("sender", senders.get(i).value())
                    .put("sends", part.sends())
                    .put("finishesAt", Json.time(part.end()));
        }
        return json;
    }

    /** Up to the second. */
    private static Duration rounded(Instant from, Instant to) {
        return Duration.ofSeconds(
                Duration.between(from, to).plusSeconds(1).minusNanos(1).toSeconds());
    }
}
