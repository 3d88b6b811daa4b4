package io.drumbeat.engine.simulator.vendor.cloud;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.simulator.protocol.Body;
import io.drumbeat.engine.simulator.protocol.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the template of a Cloud send. Which templates there are it does not know: any name and any number of parameters
 * will do.
 */
final class CloudTemplate {

    private static final Set<MediaType> HEADERS = Set.of(MediaType.IMAGE, MediaType.VIDEO, MediaType.DOCUMENT);

    private CloudTemplate() {}

    /** How the media in a header is checked. */
    interface MediaRule {
        void check(MediaType type, Body media) throws Refusal;
    }

    static void check(Body template, MediaRule media) throws Refusal {
        template.allow(Set.of("name", "language", "components"));
        template.require(template.required("name").matches("[a-z0-9_]{1,512}"), "template.name is no name of one");
        Body language = template.object("language").allow(Set.of("code"));
        language.require(language.required("code").matches("[a-z]{2,3}(_[A-Z]{2,3})?"), "language.code is none");
        Set<String> seen = new HashSet<>();
        for (Body component : template.objects("components")) {
            component.allow(Set.of("type", "parameters"));
            String type = component.required("type");
            component.require(seen.add(type), "components name " + type + " twice");
            List<Body> parameters = component.objects("parameters");
            switch (type) {
                case "header" -> checkHeader(component, parameters, media);
                case "body" -> checkBody(parameters);
                default -> throw component.refusal("components must be header or body");
            }
        }
    }

    private static void checkHeader(Body header, List<Body> parameters, MediaRule media) throws Refusal {
        header.require(parameters.size() == 1, "header takes one parameter");
        Body parameter = parameters.get(0);
        MediaType type = MediaType.parse(parameter.required("type"))
                .filter(HEADERS::contains)
                .orElseThrow(() -> parameter.refusal("a header's parameter is an image, a video or a document"));
        parameter.allow(Set.of("type", type.text()));
        Body file = parameter.object(type.text());
        file.require(file.optional("caption").isEmpty(), "a template's media takes no caption");
        media.check(type, file);
    }

    private static void checkBody(List<Body> parameters) throws Refusal {
        for (Body parameter : parameters) {
            parameter.allow(Set.of("type", "text"));
            parameter.require(parameter.required("type").equals("text"), "a body's parameters must be texts");
            String text = parameter.required("text");
            parameter.require(
                    !text.isBlank()
                            && !text.contains("     ")
                            && text.chars().noneMatch(c -> c == '\n' || c == '\r' || c == '\t'),
                    "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
        }
    }
}
