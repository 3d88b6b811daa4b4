package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.EntityTag;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Recorder;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.AlreadySent;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.Retry;
import io.drumbeat.campaigns.campaign.posting.PostStatus;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Campaigns: posted, listed, shown and commanded. */
final class CampaignRoutes implements Routes {

    private static final String REASON = "reason";
    private static final int MAX_REASON = 500;
    private static final int MAX_PART = 200;

    /** Of the address: the key that a campaign was posted under, by the same token. */
    private static final String KEY = "idempotencyKey";

    /** Of a cancel's body: whether only a draft is meant. */
    private static final String DRAFT = "draft";

    private static final String STATUSES = "statuses";
    private static final String CODES = "errorCodes";
    private static final String DUPLICATES = "acceptDuplicates";

    private final CampaignStore campaigns;
    private final PostingStore posting;
    private final CampaignControl control;
    private final CampaignSignals signals;
    private final CampaignIntake intake;
    private final CampaignJson json;

    CampaignRoutes(HttpPorts ports, CampaignIntake intake, CampaignJson json) {
        this.campaigns = ports.stores().campaigns();
        this.posting = ports.stores().posting();
        this.control = ports.stores().control();
        this.signals = ports.signals();
        this.intake = intake;
        this.json = json;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(Role.MARKETER, "/campaigns", this::post),
                Route.get(Role.VIEWER, "/campaigns", this::list),
                Route.delete(Role.MARKETER, "/campaigns", this::giveUp),
                Route.get(Role.VIEWER, "/campaigns/{id}/log", this::log),
                Route.get(Role.VIEWER, "/campaigns/{id}/sends", this::sends),
                Route.post(Role.MARKETER, "/campaigns/{id}/start", ctx -> command(ctx, Command.START)),
                Route.post(Role.MARKETER, "/campaigns/{id}/pause", ctx -> command(ctx, Command.PAUSE)),
                Route.post(Role.OPERATOR, "/campaigns/{id}/resume", ctx -> command(ctx, Command.RESUME)),
                Route.post(Role.MARKETER, "/campaigns/{id}/cancel", this::cancel),
                Route.post(Role.OPERATOR, "/campaigns/{id}/retry", this::retry));
    }

    private void post(Context ctx) throws IOException {
        CampaignId id = intake.take(ctx, Access.caller(ctx));
        Recorder.subject(ctx, id.toString());
        ctx.status(HttpStatus.CREATED).header(Header.LOCATION, Route.BASE + "/campaigns/" + id);
        answer(ctx, id);
    }

    private void list(Context ctx) {
        Query query = Query.of(ctx);
        Optional<String> key = key(query);
        Optional<CampaignStatus> wanted = query.parse("status", CampaignStatus::parse, "is not a campaign status");
        Optional<String> name =
                query.parse("q", CampaignRoutes::part, "must have at most " + MAX_PART + " characters, and no NUL");
        PageRequest page = PageRequest.of(query);
        query.check();
        if (key.isPresent()) {
            PostStatus status = posting.posted(Access.caller(ctx).name(), key.get());
            answer(ctx, form -> posted(status, form));
        } else {
            Page<Campaign> found = campaigns.list(wanted.orElse(null), name.orElse(null), page.cursor(), page.limit());
            answer(ctx, form -> PageRequest.json(found, campaign -> json.write(form.apply(campaign))));
        }
    }

    /**
     * Answers with campaigns, or that the client has them already: forecasts move with the clock, and are no news.
     *
     * @param body with each campaign in the form that it is given
     */
    private static void answer(Context ctx, Function<UnaryOperator<Campaign>, ObjectNode> body) {
        EntityTag tag = EntityTag.weak(Json.bytes(body.apply(Campaign::withoutOutlook)));
        ctx.header(Header.ETAG, tag.toString());
        if (tag.isNamedBy(ctx)) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else {
            Json.answer(ctx, body.apply(UnaryOperator.identity()));
        }
    }

    /** The part of a name to look for. */
    private static Optional<String> part(String text) {
        return Optional.of(text.strip()).filter(part -> part.length() <= MAX_PART && part.indexOf('\0') < 0);
    }

    private static Optional<String> key(Query query) {
        return query.parse(KEY, CampaignIntake::key, CampaignIntake.KEY_RULE);
    }

    /** Makes sure that nothing is created any more under a key under which nothing was. */
    private void giveUp(Context ctx) {
        Query query = Query.of(ctx);
        Optional<String> key = key(query);
        query.check();
        PostStatus status = posting.giveUp(
                Access.caller(ctx).name(),
                key.orElseThrow(() -> Problem.invalid(KEY, "is required: the key that is given up")));
        Json.answer(ctx, posted(status, UnaryOperator.identity()));
    }

    /** What came of a post, with its campaign in the form that it is given. */
    private ObjectNode posted(PostStatus status, UnaryOperator<Campaign> form) {
        List<Campaign> found =
                status.campaign().flatMap(campaigns::find).stream().toList();
        return PageRequest.json(new Page<>(found, null), campaign -> json.write(form.apply(campaign)))
                .put("inProgress", status.inProgress());
    }

    private void log(Context ctx) {
        CampaignId id = find(PageRequest.campaignId(ctx)).id();
        Query query = Query.of(ctx);
        PageRequest page = PageRequest.of(query);
        query.check();
        Json.answer(ctx, PageRequest.json(campaigns.log(id, page.cursor(), page.limit()), CampaignJson::logLine));
    }

    private void sends(Context ctx) {
        Query.of(ctx).check();
        Json.answer(
                ctx,
                campaigns
                        .sends(PageRequest.campaignId(ctx))
                        .map(CampaignJson::sends)
                        .orElseThrow(() -> Problem.unknown("campaign")));
    }

    private void command(Context ctx, Command command) throws IOException {
        CampaignId id = PageRequest.campaignId(ctx);
        JsonFields body = Json.fields(ctx);
        String reason = body.text(REASON, MAX_REASON);
        Json.check(body);
        apply(ctx, id, command, reason);
    }

    /**
     * A draft has sent nothing: who posted it may take it back, whatever their role. An operator who means a draft says so:
     * somebody may have started it since they last looked.
     */
    private void cancel(Context ctx) throws IOException {
        Caller caller = Access.caller(ctx);
        CampaignId id = PageRequest.campaignId(ctx);
        if (!caller.role().includes(Role.OPERATOR) && !find(id).createdBy().equals(caller.name())) {
            throw Access.forbidden(Role.OPERATOR, caller);
        }
        JsonFields body = Json.fields(ctx);
        boolean draft = Boolean.TRUE.equals(body.bool(DRAFT));
        String reason = body.text(REASON, MAX_REASON);
        Json.check(body);
        if (draft) {
            apply(ctx, id, Command.DISCARD, reason, CampaignRoutes::isNoDraft);
        } else if (caller.role().includes(Role.OPERATOR)) {
            apply(ctx, id, Command.CANCEL, reason);
        } else {
            apply(ctx, id, Command.DISCARD, reason, status -> Access.forbidden(Role.OPERATOR, caller));
        }
    }

    private static Problem isNoDraft(CampaignStatus status) {
        return Problem.of(
                HttpStatus.CONFLICT, "It is " + status.text() + ": only a campaign that is a draft can be discarded.");
    }

    private void apply(Context ctx, CampaignId id, Command command, @Nullable String reason) {
        apply(
                ctx,
                id,
                command,
                reason,
                status -> Problem.of(
                        HttpStatus.CONFLICT,
                        "A campaign that is " + status.text() + " cannot be asked to " + Json.name(command) + "."));
    }

    private void apply(
            Context ctx,
            CampaignId id,
            Command command,
            @Nullable String reason,
            Function<CampaignStatus, Problem> refusal) {
        answer(ctx, id, control.apply(id, command, Access.caller(ctx).name(), reason, null), refusal);
    }

    private void answer(
            Context ctx, CampaignId id, CampaignControl.Result result, Function<CampaignStatus, Problem> refusal) {
        if (result instanceof CampaignControl.Unknown) {
            throw Problem.unknown("campaign");
        }
        if (result instanceof CampaignControl.Refused refused) {
            throw refusal.apply(refused.status());
        }
        if (result instanceof CampaignControl.Erased) {
            throw Problem.of(HttpStatus.CONFLICT, "Its recipients were erased: there is nobody to try again.");
        }
        if (result instanceof AlreadySent earlier) {
            throw Problem.alreadySent(earlier);
        }
        if (result instanceof CampaignControl.Unfinished unfinished) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "It has no %s yet: PUT a file to %s first."
                            .formatted(
                                    String.join(" and no ", unfinished.parts()),
                                    unfinished.parts().stream()
                                            .map(part -> "%s/campaigns/%s/%s".formatted(Route.BASE, id, part))
                                            .collect(Collectors.joining(" and "))));
        }
        signals.changed(id);
        answer(ctx, id);
    }

    private void retry(Context ctx) throws IOException {
        CampaignId id = PageRequest.campaignId(ctx);
        Retry what = retry(Json.fields(ctx));
        answer(
                ctx,
                id,
                control.retry(id, what, Access.caller(ctx).name()),
                status -> Problem.of(
                        HttpStatus.CONFLICT,
                        "A campaign that is " + status.text() + " has nothing that could be tried again."));
    }

    /** Without a body, those that failed; unconfirmed ones only where it says that some will get the message twice. */
    private static Retry retry(JsonFields body) {
        Set<Status> statuses = new HashSet<>();
        List<@Nullable String> named = body.has(STATUSES) ? body.requiredTexts(STATUSES) : List.of("failed");
        for (int i = 0; i < named.size(); i++) {
            String text = named.get(i);
            Retry.POSSIBLE.stream()
                    .filter(status -> status.text().equals(text))
                    .findFirst()
                    .ifPresentOrElse(statuses::add, noneOf(body, STATUSES + "[" + i + "]", text));
        }
        Set<String> codes = new HashSet<>();
        (body.has(CODES) ? body.requiredTexts(CODES) : List.<@Nullable String>of())
                .forEach(code -> Optional.ofNullable(code).ifPresent(codes::add));
        boolean duplicates = Boolean.TRUE.equals(body.bool(DUPLICATES));
        if (statuses.contains(Status.UNCONFIRMED) && !duplicates) {
            body.error(
                    DUPLICATES,
                    "must be true: who is unconfirmed may have the message already, and would get it twice");
        }
        Json.check(body);
        return new Retry(statuses, codes);
    }

    private static Runnable noneOf(JsonFields body, String field, @Nullable String text) {
        return () -> {
            if (text != null) {
                body.error(field, "must be failed or unconfirmed");
            }
        };
    }

    private void answer(Context ctx, CampaignId id) {
        Json.answer(ctx, json.write(find(id)));
    }

    private Campaign find(CampaignId id) {
        return campaigns.find(id).orElseThrow(() -> Problem.unknown("campaign"));
    }
}
