package io.drumbeat.engine.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.audience.AudiencePreview;
import io.drumbeat.campaigns.audience.AudiencePreview.Country;
import io.drumbeat.campaigns.campaign.control.AlreadySent;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.engine.admission.Admission.Look;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an author should know of a campaign that nothing is wrong with. Each is a line of {@link #ALL} and a method. */
final class Warnings {

    private static final List<Function<Subject, Stream<Warning>>> ALL = List.of(
            Warnings::noTemplate,
            Warnings::marketingToNorthAmerica,
            Warnings::unfilledText,
            Warnings::alreadySent,
            Warnings::smallPortfolios,
            Warnings::manyLeftOut,
            Warnings::foreignNumbers,
            Warnings::sendersThatDoNotSend,
            Warnings::hevc);

    /** What was filled in by hand: {name}, [name], %name%. What is in double braces has gone by then. */
    private static final Pattern UNFILLED =
            Pattern.compile("\\{[^{}\\n]{1,40}}|\\[\\p{L}[\\p{L}\\p{N}_ .-]{0,39}]|%\\p{L}[\\p{L}\\p{N}_.-]{0,39}%");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
    private static final int NORTH_AMERICA = 1;

    /** So few of a list are more probably misread than meant. */
    private static final double FEW = 0.1;

    private Warnings() {}

    /**
     * What is warned of.
     *
     * @param audience null: there are no recipients
     * @param earlier a campaign that is the same; null: there is none, or that cannot be told
     */
    record Subject(
            JsonNode spec,
            Look look,
            @Nullable AudiencePreview audience,
            @Nullable AlreadySent earlier) {

        Stream<String> texts() {
            Stream<JsonNode> parameters = Stream.of(spec.at("/template/parameters"))
                    .flatMap(array ->
                            Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(array::get));
            return Stream.concat(Stream.of(spec.at("/media/caption")), parameters)
                    .map(text -> text.asText(""));
        }

        boolean hasTemplate() {
            return spec.hasNonNull("template");
        }
    }

    static List<Warning> of(Subject subject) {
        return ALL.stream().flatMap(check -> check.apply(subject)).toList();
    }

    private static Stream<Warning> noTemplate(Subject subject) {
        String senders = subject.look.chosen().states().stream()
                .map(SenderStore.State::sender)
                .filter(sender -> GatewayTypes.byName(sender.gateway())
                        .filter(GatewayType::takesTemplates)
                        .isPresent())
                .map(sender -> sender.id().value())
                .collect(Collectors.joining(", "));
        return subject.hasTemplate() || senders.isEmpty()
                ? Stream.empty()
                : Stream.of(new Warning(
                        "template_missing",
                        "There is no template: Meta refuses messages by " + senders + " to everybody who has not"
                                + " written to that number within the last 24 hours (error 131047). Name an approved"
                                + " template, unless all of them have."));
    }

    private static Stream<Warning> marketingToNorthAmerica(Subject subject) {
        return subject.hasTemplate()
                ? countries(subject)
                        .filter(country -> country.callingCode() == NORTH_AMERICA)
                        .map(country -> new Warning(
                                "marketing_to_us",
                                people(country.recipients(), "have", "has") + " a number of +1 (the first on line "
                                        + country.firstLine() + "): Meta delivers no marketing templates to the USA."
                                        + " Leave them out, or use a utility template."))
                : Stream.empty();
    }

    private static Stream<Warning> unfilledText(Subject subject) {
        return subject.texts()
                .map(text -> UNFILLED.matcher(PLACEHOLDER.matcher(text).replaceAll("")))
                .filter(Matcher::find)
                .map(found -> new Warning(
                        "text_unfilled",
                        "\"" + found.group() + "\" in the text would be sent as it stands there: a column's value is"
                                + " written {{column}}."))
                .limit(1);
    }

    private static Stream<Warning> alreadySent(Subject subject) {
        return Stream.ofNullable(subject.earlier)
                .map(earlier -> new Warning(
                        "already_sent",
                        "The campaign \"" + earlier.name() + "\" (" + earlier.campaign()
                                + ") sends the same media and text to the same people, or has in the last 24 hours: this"
                                + " one starts only if allowRepeat is true."));
    }

    /** Who has a place already, or has just written and needs none, is not looked up. */
    private static Stream<Warning> smallPortfolios(Subject subject) {
        long people = subject.audience == null ? 0 : subject.audience.figures().accepted();
        Map<String, Warning> byPortfolio = new TreeMap<>();
        for (SenderStore.State state : subject.look.chosen().states()) {
            Portfolio portfolio = state.sender().portfolio();
            if (portfolio == null || state.places() == null) {
                continue;
            }
            long left =
                    Math.max(0, portfolio.uniqueRecipients() - state.places().used());
            if (people > left) {
                byPortfolio.put(
                        portfolio.id(),
                        new Warning(
                                "portfolio_small",
                                "There are %d recipients, and the portfolio %s has places for %d people more of its %d in 24 hours: others than those who have one already wait until places are free, or for senders outside of it. The estimate takes all for others."
                                        .formatted(people, portfolio.id(), left, portfolio.uniqueRecipients())));
            }
        }
        return byPortfolio.values().stream();
    }

    private static Stream<Warning> manyLeftOut(Subject subject) {
        AudiencePreview audience = subject.audience;
        if (audience == null) {
            return Stream.empty();
        }
        AudienceFigures figures = audience.figures();
        long left = figures.rejected() + figures.duplicates();
        return figures.rows() == 0 || left * 3 < figures.rows()
                ? Stream.empty()
                : Stream.of(new Warning(
                        "many_rows_left_out",
                        "Of %d rows %d are rejected and %d are duplicates: look at the reasons, whether it is the right file, and its phone column and region."
                                .formatted(figures.rows(), figures.rejected(), figures.duplicates())));
    }

    /** A few numbers of another country are probably misread; if most are, it is probably the region that is wrong. */
    private static Stream<Warning> foreignNumbers(Subject subject) {
        long all = countries(subject).mapToLong(Country::recipients).sum();
        String own = subject.spec.path("defaultRegion").asText("");
        int region = own.isEmpty() ? 0 : PhoneNumberUtil.getInstance().getCountryCodeForRegion(own);
        Optional<Country> home = countries(subject)
                .filter(country -> region > 0 ? country.callingCode() == region : country.recipients() * 2 > all)
                .findFirst();
        long foreign = all - home.map(Country::recipients).orElse(0L);
        boolean mostly = region > 0 && foreign * 2 > all;
        boolean few = home.isPresent() && foreign <= all * FEW;
        int code = region > 0 ? region : home.map(Country::callingCode).orElse(0);
        return countries(subject)
                .filter(country -> country.callingCode() != code)
                .filter(country -> mostly || few)
                .limit(1)
                .map(country -> new Warning(
                        "foreign_numbers",
                        people(foreign, "have numbers", "has a number") + " of other countries than +" + code
                                + ", of +" + country.callingCode() + " for example (line " + country.firstLine()
                                + "): make sure that they are not misread, and that defaultRegion is theirs."));
    }

    private static Stream<Warning> sendersThatDoNotSend(Subject subject) {
        return subject.look.chosen().states().stream().flatMap(state -> doesNotSend(state).stream());
    }

    private static Optional<Warning> doesNotSend(SenderStore.State state) {
        String sender = "Sender " + state.sender().id();
        if (state.obstacles().blockedReason() != null) {
            return Optional.of(new Warning(
                    "sender_blocked",
                    sender + " is blocked: " + state.obstacles().blockedReason()
                            + ". See to that and resume it, or leave it out."));
        }
        if (state.obstacles().pausedBy() != null) {
            return Optional.of(new Warning(
                    "sender_paused",
                    sender + " was paused by " + state.obstacles().pausedBy() + ": resume it, or leave it out."));
        }
        Integer cap = state.sender().dailyCap();
        return cap == null || state.capUse().used() < cap
                ? Optional.empty()
                : Optional.of(new Warning(
                        "sender_capped",
                        sender + " has sent " + state.capUse().used() + " of its " + cap
                                + " a day: it goes on as they are a day old. Choose another one if that is too late."));
    }

    private static Stream<Warning> hevc(Subject subject) {
        return Stream.ofNullable(subject.look.media())
                .flatMap(media -> Stream.ofNullable(media.frame()))
                .filter(frame -> frame.isHevc())
                .map(frame -> new Warning(
                        "video_hevc",
                        "The video is coded in HEVC (H.265), which many phones do not play: convert it to H.264."));
    }

    private static Stream<Country> countries(Subject subject) {
        return Stream.ofNullable(subject.audience).flatMap(audience -> audience.countries().stream());
    }

    private static String people(long count, String many, String one) {
        return count == 1 ? "1 recipient " + one : count + " recipients " + many;
    }
}
