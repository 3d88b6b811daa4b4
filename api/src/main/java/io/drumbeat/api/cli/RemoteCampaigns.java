package io.drumbeat.api.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.drumbeat.campaigns.StartFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The campaigns of a Drumbeat elsewhere, over its HTTP API. */
final class RemoteCampaigns {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Between one try of a post and the next: a restart of Drumbeat is over by then. */
    private static final List<Duration> PAUSES =
            Stream.of(1, 2, 4, 8, 15, 30).map(Duration::ofSeconds).toList();

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int NOT_MODIFIED = 304;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI base;
    private final String token;
    private final List<Duration> pauses;

    private RemoteCampaigns(URI base, String token, List<Duration> pauses) {
        this.base = base;
        this.token = token;
        this.pauses = pauses;
    }

    /** @throws StartFailure where {@code url} is none */
    static RemoteCampaigns at(String url, String token) {
        return at(url, token, PAUSES);
    }

    /** @param pauses between one try of a post and the next */
    static RemoteCampaigns at(String url, String token, List<Duration> pauses) {
        try {
            URI base = new URI(url.replaceAll("/+$", "") + "/api/v1/campaigns");
            if (("http".equals(base.getScheme()) || "https".equals(base.getScheme())) && base.getHost() != null) {
                return new RemoteCampaigns(base, token, pauses);
            }
        } catch (java.net.URISyntaxException notAUrl) {
            // said below
        }
        throw new StartFailure("DRUMBEAT_URL must be an http or https URL, like http://127.0.0.1:8080.");
    }

    /**
     * Posts a campaign; the files are streamed. Where the answer is lost, what became of it is asked; where nothing did, or
     * the server could not say, it is posted again under the same key, which makes no second one.
     *
     * @param key one that no other campaign was posted under by this token
     * @throws IOException where Drumbeat could not be reached at all, so that nothing was posted
     * @throws Refused also where it remains unknown what became of it
     */
    JsonNode post(Path spec, Path recipients, Optional<Path> media, String key)
            throws IOException, InterruptedException, Refused {
        boolean mayBeThere = false;
        for (int tries = 0; ; tries++) {
            Refused unknown;
            try {
                Optional<JsonNode> made = mayBeThere ? made(key) : Optional.empty();
                if (made.isPresent()) {
                    return made.get();
                }
                return call(posting(spec, recipients, media, key));
            } catch (ConnectException | HttpConnectTimeoutException away) {
                if (tries == 0) {
                    throw away;
                }
                unknown = Refused.unanswered(key, List.of());
            } catch (IOException lost) {
                mayBeThere = true;
                unknown = Refused.unanswered(key, List.of());
            } catch (Refused refused) {
                if (!refused.passing()) {
                    throw refused;
                }
                mayBeThere = true;
                unknown = Refused.unanswered(key, refused.sentences());
            }
            if (tries == pauses.size()) {
                throw unknown;
            }
            TimeUnit.MILLISECONDS.sleep(pauses.get(tries).toMillis());
        }
    }

    /**
     * What is there under {@code key}: the files need not be uploaded once more to hear that.
     *
     * @throws IOException also where such a post is still being read
     */
    private Optional<JsonNode> made(String key) throws IOException, InterruptedException, Refused {
        String query = "?idempotencyKey=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        JsonNode answer = call(HttpRequest.newBuilder(URI.create(base + query)).timeout(Duration.ofSeconds(10)));
        if (answer.path("inProgress").asBoolean()) {
            throw new IOException("it is still being read");
        }
        return Optional.ofNullable(answer.path("items").get(0));
    }

    private HttpRequest.Builder posting(Path spec, Path recipients, Optional<Path> media, String key)
            throws IOException {
        String boundary = "drumbeat-" + UUID.randomUUID();
        List<BodyPublisher> body = new ArrayList<>();
        addPart(body, boundary, "spec", spec, "application/json");
        addPart(body, boundary, "recipients", recipients, isWorkbook(recipients) ? WORKBOOK : "text/csv");
        if (media.isPresent()) {
            addPart(body, boundary, "media", media.get(), "application/octet-stream");
        }
        body.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return HttpRequest.newBuilder(base)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.concat(body.toArray(BodyPublisher[]::new)));
    }

    /**
     * One campaign, as the API shows it.
     *
     * @param tag of this answer; empty: it has none
     */
    record News(JsonNode campaign, String tag) {}

    /**
     * The campaign as soon as it is another than the one with {@code tag}, at once where that is empty; empty where nothing
     * changes for half a minute.
     */
    Optional<News> news(String id, String tag) throws IOException, InterruptedException, Refused {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + id + "?wait=" + WAIT))
                .timeout(WAIT.plusSeconds(10));
        if (!tag.isEmpty()) {
            request.header("If-None-Match", tag);
        }
        HttpResponse<String> answer = exchange(request);
        return answer.statusCode() == NOT_MODIFIED
                ? Optional.empty()
                : Optional.of(new News(
                        body(answer), answer.headers().firstValue("ETag").orElse("")));
    }

    /** The newest campaigns, as the API lists them. */
    JsonNode newest() throws IOException, InterruptedException, Refused {
        return call(HttpRequest.newBuilder(base).timeout(Duration.ofSeconds(10)));
    }

    private static boolean isWorkbook(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".xlsx");
    }

    private static void addPart(List<BodyPublisher> body, String boundary, String name, Path file, String type)
            throws IOException {
        String fileName = file.getFileName().toString().replaceAll("[\"\\\\\\p{Cntrl}]", "_");
        body.add(BodyPublishers.ofString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; filename=\"" + fileName + "\"\r\nContent-Type: " + type + "\r\n\r\n"));
        body.add(BodyPublishers.ofFile(file));
        body.add(BodyPublishers.ofString("\r\n"));
    }

    private JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException, Refused {
        return body(exchange(request));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> response) throws IOException, Refused {
        JsonNode body = parse(response.body());
        if (response.statusCode() / 100 == 2) {
            if (body.isMissingNode()) {
                throw new IOException("something on the way answered instead of Drumbeat");
            }
            return body;
        }
        throw Refused.of(response.statusCode(), body);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /** How a campaign is paused. */
    String toPause(String id) {
        return "curl -X POST -H \"Authorization: Bearer $DRUMBEAT_TOKEN\" " + base + "/" + id + "/pause";
    }

    /** Where it is: no token. */
    @Override
    public String toString() {
        return base.getScheme() + "://" + base.getRawAuthority();
    }

    /** What Drumbeat said instead of doing it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** The server's own trouble, and that of what stands before it; not what it says of this request, as 507 does. */
        private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

        private final int status;

        @SuppressWarnings("serial") // an immutable list of strings is serializable
        private final List<String> sentences;

        private Refused(int status, List<String> sentences) {
            super("HTTP " + status);
            this.status = status;
            this.sentences = List.copyOf(sentences);
        }

        /** Nobody knows what became of the post under {@code key}, after what was said last. */
        static Refused unanswered(String key, List<String> said) {
            List<String> all = new ArrayList<>(said);
            all.add("Drumbeat may have created the campaign, but its answer was lost. Run the same command again with"
                    + " --key " + key + ": it shows the campaign where there is one, and makes no second one.");
            return new Refused(0, all);
        }

        static Refused of(int status, JsonNode problem) {
            List<String> all = new ArrayList<>();
            all.add("Refused with " + status + ": "
                    + problem.path("detail").asText(problem.path("title").asText("no reason given")));
            problem.path("errors")
                    .forEach(error -> all.add(error.path("field").asText() + ": "
                            + error.path("message").asText()));
            return new Refused(status, all);
        }

        /** Whether asking again later may help. */
        boolean passing() {
            return PASSING.contains(status);
        }

        List<String> sentences() {
            return sentences;
        }
    }
}
