package io.drumbeat.engine.vendor.cloud;

import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.ApprovedTemplate;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.http.VendorRequests;
import io.drumbeat.engine.gateway.http.WrongAddress;
import io.drumbeat.engine.gateway.meta.MetaErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The templates of a WhatsApp Business Account.
 *
 * @see <a href="https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates">Graph
 *     API, message_templates</a>
 */
final class CloudTemplates implements TemplateLookup {

    /** A name has one template a language, and Meta's filter takes longer names for it too. */
    private static final String MOST_OF_A_NAME = "250";

    /** As many as surely fit into an answer that is read, whatever their letters. */
    private static final String PAGE = "100";

    /** An account has at most 6,000 templates. */
    private static final int MOST_PAGES = 60;

    /** Begun after so long, no page is asked for: somebody waits. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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

    /** One answer; {@code next} is the cursor of what follows, null: nothing does. */
    private record Page(
            List<CloudTemplate> templates,
            @Nullable String next,
            @Nullable Failure failure) {}

    @Override
    public Answer find(String name, String language) {
        Page page = ask(Map.of("name", name, "limit", MOST_OF_A_NAME));
        if (page.failure() != null) {
            return new Unanswered(page.failure());
        }
        List<CloudTemplate> named = page.templates().stream()
                .filter(template -> name.equals(template.name()))
                .toList();
        return named.stream()
                .filter(template -> language.equals(template.language()))
                .findFirst()
                .<Answer>map(template -> new Found(template.status(), template.places(), template.header()))
                .orElseGet(() -> new NotFound(
                        named.stream().map(CloudTemplate::language).sorted().toList()));
    }

    @Override
    public Listing approved() {
        List<ApprovedTemplate> all = new ArrayList<>();
        String after = null;
        long since = System.nanoTime();
        for (int pages = 0; pages < MOST_PAGES && System.nanoTime() - since < PATIENCE.toNanos(); pages++) {
            Map<String, String> parameters = new TreeMap<>(Map.of("status", "APPROVED", "limit", PAGE));
            if (after != null) {
                parameters.put("after", after);
            }
            Page page = ask(parameters);
            if (page.failure() != null) {
                return new Unanswered(page.failure());
            }
            page.templates().stream()
                    .filter(CloudTemplate::isApproved)
                    .map(CloudTemplate::approved)
                    .forEach(all::add);
            after = page.next();
            if (after == null) {
                all.sort(Comparator.comparing(ApprovedTemplate::name).thenComparing(ApprovedTemplate::language));
                return new Listed(all);
            }
        }
        return new Unanswered(
                new Outcome.Unconfirmed("unreadable", "its list of templates has no end, or takes more than a minute"));
    }

    private Page ask(Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("fields", CloudTemplate.FIELDS);
        Function<Failure, Page> unanswered = failure -> new Page(List.of(), null, failure);
        return http.ask(
                sender,
                requests.get("/" + business + "/message_templates", all),
                reply -> read(reply, unanswered),
                unanswered);
    }

    private Page read(Reply reply, Function<Failure, Page> unanswered) {
        JsonNode json = reply.json();
        if (!reply.ok() || !json.path("data").isArray()) {
            return unanswered.apply(
                    WrongAddress.ofMeta(reply, sender.baseUrl()).orElseGet(() -> MetaErrors.read(reply)));
        }
        // The address of the next page leads to Meta's own host, whatever ours is: its cursor says the same.
        String next = first(json, "/paging/next") == null ? null : first(json, "/paging/cursors/after");
        return new Page(
                objects(json.path("data")).stream().map(CloudTemplate::new).toList(), next, null);
    }
}
