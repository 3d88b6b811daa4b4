package io.drumbeat.engine.vendor.cloud;

import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorRequests;
import io.drumbeat.engine.gateway.http.WrongAddress;
import io.drumbeat.engine.gateway.meta.MetaErrors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The templates of a WhatsApp Business Account.
 *
 * @see <a href="https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates">Graph
 *     API, message_templates</a>
 */
final class CloudTemplates implements TemplateLookup {

    /** A name has one template a language, and Meta's filter takes longer names for it too. */
    private static final String MOST = "250";

    private static final Pattern PLACE = Pattern.compile("\\{\\{[^{}]+}}");

    private final SenderAccess sender;
    private final String business;
    private final VendorRequests requests;
    private final VendorHttp http;

    /** @param business Meta's id of the business account */
    CloudTemplates(SenderAccess sender, String business, VendorRequests requests, VendorHttp http) {
        this.sender = sender;
        this.business = business;
        this.requests = requests;
        this.http = http;
    }

    @Override
    public Answer find(String name, String language) {
        Map<String, String> parameters =
                new TreeMap<>(Map.of("name", name, "fields", "name,status,language,components", "limit", MOST));
        return http.ask(
                sender,
                requests.get("/" + business + "/message_templates", parameters),
                reply -> read(reply, name, language),
                Unanswered::new);
    }

    private Answer read(Reply reply, String name, String language) {
        if (!reply.ok() || !reply.json().path("data").isArray()) {
            return new Unanswered(WrongAddress.ofMeta(reply, sender.baseUrl()).orElseGet(() -> MetaErrors.read(reply)));
        }
        List<JsonNode> named = objects(reply.json().path("data")).stream()
                .filter(template -> name.equals(first(template, "/name")))
                .toList();
        return named.stream()
                .filter(template -> language.equals(first(template, "/language")))
                .findFirst()
                .<Answer>map(CloudTemplates::found)
                .orElseGet(() -> new NotFound(named.stream()
                        .map(template -> String.valueOf(first(template, "/language")))
                        .sorted()
                        .toList()));
    }

    private static Answer found(JsonNode template) {
        int places = 0;
        String header = null;
        for (JsonNode component : objects(template.path("components"))) {
            String type = first(component, "/type");
            if ("BODY".equals(type)) {
                places = places(String.valueOf(first(component, "/text")));
            } else if ("HEADER".equals(type)) {
                header = first(component, "/format");
            }
        }
        return new Found(String.valueOf(first(template, "/status")), places, header);
    }

    private static int places(String text) {
        return (int)
                PLACE.matcher(text).results().map(MatchResult::group).distinct().count();
    }
}
