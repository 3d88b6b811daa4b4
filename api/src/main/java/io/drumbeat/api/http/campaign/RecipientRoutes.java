package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.FileRows;
import io.drumbeat.campaigns.audience.file.CsvExport;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.recipient.PhonePart;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientColumn;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The recipients of a campaign and the rows that are none, in pages and as files. */
final class RecipientRoutes implements Routes {

    private static final List<String> OUTCOME =
            RecipientColumn.outcome().stream().map(RecipientColumn::csvTitle).toList();

    /** Vendors' codes are cut to so many characters. */
    private static final int LONGEST_CODE = 100;

    private final CampaignStore campaigns;
    private final Path spool;

    RecipientRoutes(HttpPorts ports, HttpSettings settings) {
        this.campaigns = ports.stores().campaigns();
        this.spool = settings.spool();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(Role.VIEWER, "/campaigns/{id}/recipients", this::page),
                Route.get(Role.VIEWER, "/campaigns/{id}/errors", this::errors),
                Route.get(Role.VIEWER, "/campaigns/{id}/recipients.csv", this::recipients),
                Route.get(Role.VIEWER, "/campaigns/{id}/rejects.csv", this::rejects));
    }

    private void page(Context ctx) {
        Campaign campaign = kept(ctx);
        Query query = Query.of(ctx);
        Optional<PhonePart> phone = query.parse(
                "phone",
                text -> PhonePart.of(text, campaign.spec().audience()),
                "must be a phone, its first digits (three at least) or its last (four at least)");
        Optional<Recipient.Status> status = query.parse("status", RecipientRoutes::status, "is not a recipient status");
        Optional<String> errorCode = query.parse(
                "errorCode",
                text -> Optional.of(text).filter(code -> !code.isBlank() && code.length() <= LONGEST_CODE),
                "must be one error code, as recipients and errors have it");
        PageRequest page = PageRequest.of(query);
        query.check();
        RecipientFilter filter = new RecipientFilter(status.orElse(null), phone.orElse(null), errorCode.orElse(null));
        Json.answer(
                ctx,
                PageRequest.json(
                        campaigns.recipients(campaign.id(), filter, page.cursor(), page.limit()),
                        CampaignJson::recipient));
    }

    private void errors(Context ctx) {
        CampaignId id = kept(ctx).id();
        Query.of(ctx).check();
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        campaigns.errors(id).forEach(error -> items.add(CampaignJson.error(error)));
        Json.answer(ctx, json);
    }

    private static Optional<Recipient.Status> status(String text) {
        return Arrays.stream(Recipient.Status.values())
                .filter(status -> Json.name(status).equals(text))
                .findFirst();
    }

    /** The file's own columns, where it is kept; else the phones stand for them. */
    private void recipients(Context ctx) throws IOException {
        Campaign campaign = kept(ctx);
        try (Upload folder = Upload.nothing(spool)) {
            Path file = folder.file("recipients");
            if (campaigns.recipientsFile(campaign.id(), file)) {
                try (FileRows rows = FileRows.open(file, campaign.spec().audience())) {
                    recipients(ctx, campaign, rows.columns(), rows.phoneColumn(), one -> rows.at(one.row()));
                }
            } else {
                recipients(ctx, campaign, List.of("phone"), 0, one -> List.of(one.phone()));
            }
        }
    }

    private interface OwnCells {
        List<String> of(Recipient recipient) throws IOException;
    }

    private void recipients(Context ctx, Campaign campaign, List<String> columns, int phoneColumn, OwnCells own)
            throws IOException {
        CsvExport csv = CsvExport.withPhones(file(ctx, campaign, "recipients"), phoneColumn);
        csv.row(joined(columns, FileRows.besides(columns, OUTCOME)));
        campaigns.eachRecipient(campaign.id(), recipient -> csv.row(joined(own.of(recipient), outcome(recipient))));
        csv.flush();
    }

    private static List<String> joined(List<String> own, List<String> ours) {
        return Stream.concat(own.stream(), ours.stream()).toList();
    }

    private static List<String> outcome(Recipient recipient) {
        return RecipientColumn.outcome().stream()
                .map(column -> Objects.toString(column.of(recipient), ""))
                .toList();
    }

    private void rejects(Context ctx) throws IOException {
        Campaign campaign = kept(ctx);
        CsvExport csv = CsvExport.to(file(ctx, campaign, "rejects"));
        csv.row(RejectedRow.header(campaigns.rejectHeader(campaign.id())));
        campaigns.eachReject(campaign.id(), row -> csv.row(row.record()));
        csv.flush();
    }

    /** Called like the campaign: whoever saves several must tell them apart. The second form is RFC 6266's, for any script. */
    private static OutputStream file(Context ctx, Campaign campaign, String what) {
        String name = campaign.name().replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]+", "_") + " " + what + ".csv";
        ctx.contentType("text/csv; charset=utf-8");
        ctx.header(
                Header.CONTENT_DISPOSITION,
                "attachment; filename=\"" + name.replaceAll("[^ -~]", "_") + "\"; filename*=UTF-8''"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8)
                                .replace("+", "%20")
                                .replace("*", "%2A"));
        return ctx.outputStream();
    }

    private Campaign kept(Context ctx) {
        return kept(campaigns, PageRequest.campaignId(ctx));
    }

    /** The campaign {@code id}; 410 where its recipients were erased. */
    static Campaign kept(CampaignStore campaigns, CampaignId id) {
        Campaign campaign = campaigns.find(id).orElseThrow(() -> Problem.unknown("campaign"));
        if (campaign.times().erasedAt() != null) {
            throw Problem.erased(campaign.times().erasedAt());
        }
        return campaign;
    }
}
