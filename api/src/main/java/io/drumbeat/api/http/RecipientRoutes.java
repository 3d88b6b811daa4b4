package io.drumbeat.api.http;

import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.CsvExport;
import io.drumbeat.campaigns.audience.RejectedRow;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientColumn;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The recipients of a campaign and the rows that are none, in pages and as files. */
final class RecipientRoutes implements Routes {

    private final CampaignStore campaigns;

    RecipientRoutes(HttpPorts ports) {
        this.campaigns = ports.stores().campaigns();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(Role.VIEWER, "/campaigns/{id}/recipients", this::page),
                Route.get(Role.VIEWER, "/campaigns/{id}/recipients.csv", this::recipients),
                Route.get(Role.VIEWER, "/campaigns/{id}/rejects.csv", this::rejects));
    }

    private void page(Context ctx) {
        CampaignId id = known(ctx);
        Query query = Query.of(ctx);
        Optional<Recipient.Status> status = query.parse("status", RecipientRoutes::status, "is not a recipient status");
        PageRequest page = PageRequest.of(query);
        query.check();
        Json.answer(
                ctx,
                PageRequest.json(
                        campaigns.recipients(id, status.orElse(null), page.cursor(), page.limit()),
                        CampaignJson::recipient));
    }

    private static Optional<Recipient.Status> status(String text) {
        return Arrays.stream(Recipient.Status.values())
                .filter(status -> Json.name(status).equals(text))
                .findFirst();
    }

    private void recipients(Context ctx) throws IOException {
        CampaignId id = known(ctx);
        CsvExport csv = CsvExport.withPhones(
                file(ctx, "recipients-" + id), RecipientColumn.titles().indexOf(RecipientColumn.PHONE.title()));
        csv.row(RecipientColumn.titles());
        campaigns.eachRecipient(id, recipient -> csv.row(cells(recipient)));
        csv.flush();
    }

    private static List<String> cells(Recipient recipient) {
        return Arrays.stream(RecipientColumn.values())
                .map(column -> Objects.toString(column.of(recipient), ""))
                .toList();
    }

    private void rejects(Context ctx) throws IOException {
        CampaignId id = known(ctx);
        CsvExport csv = CsvExport.to(file(ctx, "rejects-" + id));
        csv.row(RejectedRow.header(campaigns.rejectHeader(id)));
        campaigns.eachReject(id, row -> csv.row(row.record()));
        csv.flush();
    }

    private static OutputStream file(Context ctx, String name) {
        ctx.contentType("text/csv; charset=utf-8");
        ctx.header(Header.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"");
        return ctx.outputStream();
    }

    private CampaignId known(Context ctx) {
        CampaignId id = PageRequest.campaignId(ctx);
        if (campaigns.find(id).isEmpty()) {
            throw Problem.unknown("campaign");
        }
        return id;
    }
}
