package io.drumbeat.engine.simulator.vendor.cloud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The templates that a simulated business account has: whatever is asked for, as its name says (docs/simulator.md, in
 * words).
 */
final class CloudTemplateList {

    private static final List<String> LANGUAGES = List.of("de", "en", "en_US", "es", "hi", "pt_BR");
    private static final Pattern NAME =
            Pattern.compile("(?:.*?_)??(?<status>paused|disabled|rejected|pending)?_?(?<places>[0-9])?");
    private static final int USUAL_PLACES = 2;

    private CloudTemplateList() {}

    /** The answer's body. */
    static String named(String name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        if (!name.startsWith("no_such")) {
            LANGUAGES.forEach(language -> add(data.addObject(), name, language));
            add(data.addObject(), name + "_more", "en"); // Meta's filter finds longer names, too
        }
        body.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MjQZD");
        return body.toString();
    }

    private static void add(ObjectNode template, String name, String language) {
        Matcher ending = NAME.matcher(name);
        boolean says = ending.matches();
        String status = says ? ending.group("status") : null;
        String places = says ? ending.group("places") : null;
        template.put("name", name).put("language", language);
        template.put("status", status == null ? "APPROVED" : status.toUpperCase(Locale.ROOT));
        ArrayNode components = template.putArray("components");
        components.addObject().put("type", "HEADER").put("format", "IMAGE");
        components
                .addObject()
                .put("type", "BODY")
                .put("text", text(places == null ? USUAL_PLACES : Integer.parseInt(places)));
    }

    private static String text(int places) {
        return IntStream.rangeClosed(1, places)
                .mapToObj(place -> "{{" + place + "}}")
                .collect(Collectors.joining(", ", "Simulated: ", ", thank you."));
    }
}
