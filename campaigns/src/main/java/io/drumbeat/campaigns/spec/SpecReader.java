package io.drumbeat.campaigns.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingJson;
import io.drumbeat.campaigns.sender.SenderId;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one spec from JSON; what is wrong is collected, and the rest is read nevertheless. */
final class SpecReader {

    private static final int MAX_NAME = 200;
    private static final int MAX_FILE_NAME = 255;
    private static final int MAX_CAPTION_TEMPLATE = 10_000;
    private static final int MAX_WINDOW = 1_000;

    private final JsonFields fields;
    private final boolean mediaPart;
    private final boolean stored;
    private final boolean complete;

    private SpecReader(JsonNode json, boolean mediaPart, boolean stored, boolean complete) {
        this.fields = JsonFields.root("spec", json);
        this.mediaPart = mediaPart;
        this.stored = stored;
        this.complete = complete;
    }

    /** Of what is posted; {@code mediaPart}: whether a media file is beside it. */
    static SpecReader ofPosted(JsonNode json, boolean mediaPart) {
        return new SpecReader(json, mediaPart, false, true);
    }

    /** The same of a spec that is still being written: what is missing is not said. */
    static SpecReader ofIncomplete(JsonNode json, boolean mediaPart) {
        return new SpecReader(json, mediaPart, false, false);
    }

    /** Of what was taken once, by the rules of its time: those that are new since must not make it unreadable. */
    static SpecReader ofStored(JsonNode json) {
        return new SpecReader(json, !json.path("media").has("url"), true, true);
    }

    SpecJson.Parsed read() {
        if (!fields.json().isObject()) {
            return new SpecJson.Parsed(null, List.of(), null, null, null, Schedule.NONE, null, null, fields.errors());
        }
        if (complete) {
            fields.require("name", "media");
        }
        String name = name();
        List<SenderId> senders = senders();
        FollowUp followUp = new FollowUpReader(fields, complete).read();
        JsonFields mediaFields = fields.object("media");
        CampaignSpec.Media media = mediaFields == null ? null : media(mediaFields);
        JsonFields templateFields = fields.object("template");
        CampaignSpec.Template template =
                templateFields == null ? null : new TemplateReader(templateFields, complete).read();
        ListFormat list = new ListFormatReader(fields).read();
        JsonFields pacingFields = fields.object("pacing");
        Pacing pacing = pacingFields == null ? null : PacingJson.CAMPAIGN.read(pacingFields);
        Schedule schedule = Schedule.read(fields.objectOrEmpty("schedule"));
        CampaignSpec.AutoPause autoPause = autoPause();
        Repeats repeats = new RepeatsReader(fields).read();
        JsonFields notifyFields = fields.object("notify");
        CampaignSpec.Notices notices = notifyFields == null ? null : notices(notifyFields);
        Boolean start = fields.bool("start");
        fields.refuseOthers();

        CampaignSpec spec = null;
        if ((stored || fields.errors().isEmpty()) && name != null && media != null && !senders.isEmpty()) {
            spec = new CampaignSpec(
                    name,
                    senders,
                    followUp,
                    list,
                    media,
                    template,
                    pacing,
                    schedule,
                    autoPause,
                    repeats,
                    notices,
                    start == null || start);
        }
        return new SpecJson.Parsed(
                spec,
                senders,
                media,
                template,
                pacing,
                schedule,
                notices,
                list.audience(readableTexts()),
                fields.errors());
    }

    /** The texts also of a spec that is wrong, as far as they can be read. */
    private MessageTexts readableTexts() {
        JsonNode json = fields.json();
        List<String> parameters = new ArrayList<>();
        json.path("template").path("parameters").forEach(parameter -> parameters.add(parameter.asText("")));
        if (json.path("template").isObject()) {
            return MessageTexts.asFarAsReadable(null, parameters);
        }
        String caption = json.path("media").path("caption").textValue();
        return caption == null ? MessageTexts.NONE : MessageTexts.asFarAsReadable(caption, List.of());
    }

    private @Nullable String name() {
        String name = fields.text("name");
        if (name != null && (name.isBlank() || name.length() > MAX_NAME)) {
            fields.error("name", "must have 1 to " + MAX_NAME + " characters");
        }
        return name;
    }

    private List<SenderId> senders() {
        List<SenderId> senders = new ArrayList<>();
        List<@Nullable String> ids = complete ? fields.requiredTexts("senders") : fields.texts("senders");
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            if (id != null && senders.contains(new SenderId(id))) {
                fields.error("senders[" + i + "]", "repeats the sender \"" + id + "\"");
            } else if (id != null) {
                senders.add(new SenderId(id));
            }
        }
        return senders;
    }

    private CampaignSpec.@Nullable Media media(JsonFields media) {
        MediaType type = mediaType(media);
        URI url = mediaUrl(media);
        String fileName = fileName(media);
        String caption = caption(media, type);
        media.refuseOthers();
        if (fields.has("template")) {
            checkBesideTemplate(type, caption);
        }
        return type == null ? null : new CampaignSpec.Media(type, url, fileName, caption);
    }

    private @Nullable MediaType mediaType(JsonFields media) {
        if (complete) {
            media.require("type");
        }
        String text = media.text("type");
        if (text == null) {
            return null;
        }
        MediaType type = MediaType.parse(text).orElse(null);
        if (type == null) {
            media.error("type", "must be image, video, audio, document or sticker");
        }
        return type;
    }

    private @Nullable URI mediaUrl(JsonFields media) {
        if (mediaPart == media.has("url") && (mediaPart || (complete && !SpecJson.isDraft(fields.json())))) {
            media.error(
                    "url",
                    mediaPart
                            ? "must be left out when the part media is posted"
                            : "is required unless the part media is posted");
        }
        return url(media);
    }

    private @Nullable URI url(JsonFields of) {
        String text = of.text("url");
        if (text == null) {
            return null;
        }
        return stored ? URI.create(text) : WebAddress.read(text, fault -> of.error("url", fault));
    }

    private static @Nullable String fileName(JsonFields media) {
        String name = media.text("fileName");
        if (name == null) {
            return null;
        }
        if (name.isBlank() || name.length() > MAX_FILE_NAME) {
            media.error("fileName", "must have 1 to " + MAX_FILE_NAME + " characters");
        } else if (name.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
            media.error("fileName", "must be a name without slashes and control characters");
        }
        return name;
    }

    private static @Nullable String caption(JsonFields media, @Nullable MediaType type) {
        String caption = media.text("caption");
        if (caption == null || caption.isEmpty()) {
            return null;
        }
        if (type != null && !type.takesCaption()) {
            media.error("caption", "must be left out: " + type.text() + " takes no caption");
        }
        MessageTexts.faults(caption).forEach(fault -> media.error("caption", fault));
        if (caption.length() > MAX_CAPTION_TEMPLATE) {
            media.error("caption", "must have at most " + MAX_CAPTION_TEMPLATE + " characters");
        } else if (MessageTexts.fixedLength(caption) > MessageTexts.MAX_CAPTION) {
            media.error(
                    "caption",
                    "must have at most %d characters: it would have %d and more for everyone"
                            .formatted(MessageTexts.MAX_CAPTION, MessageTexts.fixedLength(caption)));
        }
        return caption;
    }

    private void checkBesideTemplate(@Nullable MediaType type, @Nullable String caption) {
        if (caption != null) {
            fields.error("template", "must be left out beside media.caption: a template brings its own text");
        }
        if (type == MediaType.AUDIO || type == MediaType.STICKER) {
            fields.error(
                    "template",
                    "must be left out with " + type.text()
                            + ": a template's header is an image, a video or a document");
        }
    }

    private CampaignSpec.@Nullable AutoPause autoPause() {
        if (fields.isNull("autoPause")) {
            return null;
        }
        JsonFields autoPause = fields.objectOrEmpty("autoPause");
        Double rate = share(autoPause, "failureRate");
        Integer window = autoPause.wholeNumber("window", 1, MAX_WINDOW);
        Double optOutRate = share(autoPause, "optOutRate");
        autoPause.refuseOthers();
        return new CampaignSpec.AutoPause(
                rate == null ? CampaignSpec.AutoPause.DEFAULT.failureRate() : rate,
                window == null ? CampaignSpec.AutoPause.DEFAULT.window() : window,
                optOutRate);
    }

    private static @Nullable Double share(JsonFields fields, String name) {
        Double share = fields.number(name);
        if (share != null && !(share > 0 && share <= 1)) {
            fields.error(name, "must be more than 0 and at most 1");
        }
        return share;
    }

    /** Without its events, it tells all of them. */
    private CampaignSpec.@Nullable Notices notices(JsonFields notify) {
        notify.require("url");
        URI url = url(notify);
        Set<CampaignSpec.Notices.Event> events = EnumSet.noneOf(CampaignSpec.Notices.Event.class);
        List<@Nullable String> names = notify.has("events") ? notify.requiredTexts("events") : List.of("status", "end");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Optional<CampaignSpec.Notices.Event> event = Stream.of(CampaignSpec.Notices.Event.values())
                    .filter(each -> each.text().equals(name))
                    .findFirst();
            event.ifPresent(events::add);
            if (name != null && event.isEmpty()) {
                notify.error("events[" + i + "]", "must be status or end");
            }
        }
        notify.refuseOthers();
        return url == null ? null : new CampaignSpec.Notices(url, events);
    }
}
