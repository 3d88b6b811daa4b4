package io.drumbeat.engine.simulator.vendor.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The templates that a simulated business account has: those of templates.json, and whatever other name is asked for, as it says
 * itself (docs/simulator.md, in words).
 */
final class CloudTemplateList {

    private static final List<String> LANGUAGES = List.of("de", "en", "en_US", "es", "hi", "pt_BR");
    private static final Pattern NAME =
            Pattern.compile("(?:.*?_)??(?<status>paused|disabled|rejected|pending)?_?(?<places>[0-9])?");
    private static final int USUAL_PLACES = 2;

    /** So few that there are several pages of them. */
    private static final int MOST_ON_A_PAGE = 4;

    private static final String PLACE_BEFORE = "after-";
    private static final JsonNode ALL = read();

    private CloudTemplateList() {}

    private static JsonNode read() {
        try (InputStream file = CloudTemplateList.class.getResourceAsStream("templates.json")) {
            return new JsonMapper().readTree(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("templates.json is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer's body for whoever asks for those of a name, else a page of all. */
    static String answer(Request request) throws Refusal {
        String name = request.parameter("name").orElse(null);
        return name == null ? page(request) : named(name);
    }

    private static String page(Request request) throws Refusal {
        String status = request.parameter("status").orElse(null);
        List<JsonNode> wanted = new ArrayList<>();
        ALL.forEach(template -> {
            if (status == null || template.path("status").asText().equals(status)) {
                wanted.add(template);
            }
        });
        int from = number(request.parameter("after").orElse(PLACE_BEFORE + "0").replaceFirst("^" + PLACE_BEFORE, ""));
        int most = Math.min(MOST_ON_A_PAGE, number(request.parameter("limit").orElse("25")));
        int to = Math.min(wanted.size(), from + most);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        wanted.subList(Math.min(from, to), to).forEach(data::add);
        ObjectNode paging = body.putObject("paging");
        paging.putObject("cursors").put("before", PLACE_BEFORE + from).put("after", PLACE_BEFORE + to);
        if (to < wanted.size()) {
            paging.put("next", "https://graph.facebook.com/v23.0/whose/message_templates?after=" + PLACE_BEFORE + to);
        }
        return body.toString();
    }

    private static int number(String text) throws Refusal {
        if (!text.matches("[0-9]{1,6}")) {
            throw new Refusal(400, "100", "Invalid parameter");
        }
        return Integer.parseInt(text);
    }

    private static String named(String name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        ALL.forEach(template -> {
            if (template.path("name").asText().equals(name)) {
                data.add(template);
            }
        });
        if (data.isEmpty() && !name.startsWith("no_such")) {
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
