package io.drumbeat.engine.admission;

import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.spec.CampaignSpec.Template;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.TemplateLookup.Answer;
import io.drumbeat.engine.gateway.TemplateLookup.Found;
import io.drumbeat.engine.gateway.TemplateLookup.NotFound;
import io.drumbeat.engine.sender.ConnectedSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a campaign's template as the vendors of its senders know it. They are asked together, and not for long: of
 * one that does not answer, or whose sender may not ask, nothing is said.
 */
final class TemplateCheck {

    private static final int ASKED_TOGETHER = 8;

    private TemplateCheck() {}

    /** A business has the same templates for all of its numbers. */
    private record Business(String gateway, @Nullable String id) {}

    private record Question(TemplateLookup lookup, List<String> senders) {}

    /**
     * Asks for {@code template} at each business of {@code senders}, which takes no longer than {@code most}.
     *
     * @param media what is to stand at its head; null: that is not known yet
     */
    static List<Warning> of(
            Template template, @Nullable MediaType media, List<ConnectedSender> senders, Duration most) {
        Map<Business, Question> questions = new LinkedHashMap<>();
        for (ConnectedSender sender : senders) {
            sender.gateway()
                    .templates()
                    .ifPresent(lookup -> questions
                            .computeIfAbsent(
                                    new Business(sender.sender().gateway(), sender.business()),
                                    business -> new Question(lookup, new ArrayList<>()))
                            .senders()
                            .add(sender.id().value()));
        }
        return questions.isEmpty() ? List.of() : ask(template, media, List.copyOf(questions.values()), most);
    }

    private static List<Warning> ask(
            Template template, @Nullable MediaType media, List<Question> questions, Duration most) {
        List<Callable<List<Warning>>> asked = questions.stream()
                .map(question -> (Callable<List<Warning>>) () -> warnings(
                                template,
                                media,
                                String.join(", ", question.senders()),
                                question.lookup().find(template.name(), template.language()))
                        .toList())
                .toList();
        ExecutorService asking =
                Executors.newFixedThreadPool(Math.min(ASKED_TOGETHER, asked.size()), Daemons.named("templates"));
        try {
            return asking.invokeAll(asked, most.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .filter(answer -> !answer.isCancelled())
                    .flatMap(answer -> answered(answer).stream())
                    .toList();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            asking.shutdownNow();
        }
    }

    private static List<Warning> answered(Future<List<Warning>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException("it is done already", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a template could not be looked up", e.getCause());
        }
    }

    private static Stream<Warning> warnings(
            Template template, @Nullable MediaType media, String senders, Answer answer) {
        if (answer instanceof NotFound other) {
            return Stream.of(notFound(template, senders, other.languages()));
        }
        return answer instanceof Found found
                ? Stream.of(
                                notApproved(template, senders, found),
                                otherParameters(template, senders, found),
                                otherHeader(template, media, senders, found))
                        .flatMap(List::stream)
                : Stream.empty();
    }

    private static Warning notFound(Template template, String senders, List<String> languages) {
        return languages.isEmpty()
                ? new Warning(
                        "template_not_found",
                        "Meta knows no template \"%s\" of the business of %s (error 132001): look at its name, or have it approved first."
                                .formatted(template.name(), senders))
                : new Warning(
                        "template_language",
                        "The template \"%s\" of the business of %s is not in %s but in %s (error 132001): name one of these languages."
                                .formatted(
                                        template.name(), senders, template.language(), String.join(", ", languages)));
    }

    private static List<Warning> notApproved(Template template, String senders, Found found) {
        return found.isApproved()
                ? List.of()
                : List.of(new Warning(
                        "template_not_approved",
                        "The template \"%s\" of the business of %s is %s at Meta, which sends approved ones only: see to that in its WhatsApp Manager, or name another one."
                                .formatted(template.name(), senders, found.status())));
    }

    private static List<Warning> otherParameters(Template template, String senders, Found found) {
        int given = template.parameters().size();
        return found.bodyParameters() == given
                ? List.of()
                : List.of(new Warning(
                        "template_parameters",
                        "The body of the template \"%s\" of the business of %s has places for %d parameters, and template.parameters has %d: Meta refuses each message (error 132000)."
                                .formatted(template.name(), senders, found.bodyParameters(), given)));
    }

    private static List<Warning> otherHeader(
            Template template, @Nullable MediaType media, String senders, Found found) {
        if (media == null || media.name().equals(found.header())) {
            return List.of();
        }
        return List.of(new Warning(
                "template_header",
                "The template \"%s\" of the business of %s has %s at its head, and media.type is %s, which goes there: Meta refuses each message (error 132012)."
                        .formatted(
                                template.name(),
                                senders,
                                Objects.requireNonNullElse(found.header(), "nothing"),
                                media.text())));
    }
}
