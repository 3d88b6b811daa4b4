package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.LogLine;
import io.drumbeat.campaigns.campaign.SendCurve;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.recipient.ErrorCount;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientColumn;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.SpecJson;
import java.net.URI;
import java.util.function.Function;

/** Campaigns as openapi.json describes them. */
public final class CampaignJson {

    private static final String SPEC = "spec";

    private final Reachability reachability;

    CampaignJson(Reachability reachability) {
        this.reachability = reachability;
    }

    /**
     * Writes them as the server at {@code publicUrl} does.
     *
     * @param mediaWay how media gets to a sender's vendor
     */
    public static CampaignJson at(URI publicUrl, Function<SenderId, MediaWay> mediaWay) {
        return new CampaignJson(new Reachability(publicUrl, mediaWay));
    }

    /** What is told of a campaign to those who asked to be told: itself, without its spec. */
    public String notice(Campaign campaign) {
        ObjectNode json = write(campaign);
        json.remove(SPEC);
        return json.toString();
    }

    public ObjectNode write(Campaign campaign) {
        ObjectNode json = Json.object();
        json.put("id", campaign.id().toString());
        json.put("name", campaign.name());
        json.put("status", campaign.status().text());
        json.put("statusReason", campaign.statusReason());
        json.put("createdAt", Json.time(campaign.times().createdAt()));
        json.put("startedAt", Json.time(campaign.times().startedAt()));
        json.put("finishedAt", Json.time(campaign.times().finishedAt()));
        json.put("erasedAt", Json.time(campaign.times().erasedAt()));
        json.put("createdBy", campaign.createdBy());
        json.put("workflowId", campaign.workflowId());
        json.set(SPEC, SpecJson.write(campaign.spec()));
        json.set("audience", audience(campaign.audience()));
        json.set("progress", progress(campaign.progress()));
        var lanes = json.putArray("lanes");
        campaign.lanes().stream().filter(lane -> isTold(lane, campaign)).forEach(lane -> lanes.add(lane(lane)));
        var warnings = json.putArray("warnings");
        reachability.warnings(campaign.spec()).forEach(warnings::add);
        return json;
    }

    /** One that was taken out before anything came of it has nothing to tell. */
    private static boolean isTold(Campaign.Lane lane, Campaign campaign) {
        return campaign.spec().senders().contains(lane.sender())
                || lane.status() != Campaign.LaneStatus.DONE
                || lane.sent() + lane.failed() + lane.unconfirmed() > 0;
    }

    static ObjectNode audience(AudienceFigures audience) {
        return Json.object()
                .put("rows", audience.rows())
                .put("accepted", audience.accepted())
                .put("rejected", audience.rejected())
                .put("duplicates", audience.duplicates())
                .put("suppressed", audience.suppressed());
    }

    private static ObjectNode progress(Campaign.Progress progress) {
        return Json.object()
                .put("total", progress.total())
                .put("pending", progress.pending())
                .put("sending", progress.sending())
                .put("sent", progress.sent())
                .put("delivered", progress.heard().delivered())
                .put("read", progress.heard().read())
                .put("held", progress.heard().held())
                .put("failed", progress.failed())
                .put("unconfirmed", progress.unconfirmed())
                .put("skipped", progress.skipped())
                .put("replied", progress.heard().replied())
                .put("optedOut", progress.heard().optedOut())
                .put("percent", progress.percent())
                .put("ratePerMinute", progress.outlook().ratePerMinute())
                .put("estimatedFinishAt", Json.time(progress.outlook().estimatedFinishAt()));
    }

    private static ObjectNode lane(Campaign.Lane lane) {
        ObjectNode json = Json.object()
                .put("sender", lane.sender().value())
                .put("status", Json.name(lane.status()))
                .put("sent", lane.sent())
                .put("failed", lane.failed())
                .put("unconfirmed", lane.unconfirmed())
                .put("nextSendAt", Json.time(lane.nextSendAt()));
        json.set("waitingFor", lane.waitingFor() == null ? null : waitingFor(lane.waitingFor()));
        return json.put("blockedReason", lane.blockedReason());
    }

    private static ObjectNode waitingFor(Campaign.WaitingFor waitingFor) {
        return Json.object()
                .put("why", Json.name(waitingFor.why()))
                .put("reason", waitingFor.reason())
                .put("until", Json.time(waitingFor.until()));
    }

    public static ObjectNode recipient(Recipient recipient) {
        ObjectNode json = Json.object();
        for (RecipientColumn column : RecipientColumn.values()) {
            Object value = column.of(recipient);
            if (value instanceof Number number) {
                json.put(column.title(), number.longValue());
            } else {
                json.put(column.title(), value == null ? null : value.toString());
            }
        }
        return json;
    }

    static ObjectNode error(ErrorCount error) {
        return Json.object()
                .put("status", error.status().text())
                .put("errorCode", error.code())
                .put("errorMessage", error.message())
                .put("recipients", error.recipients());
    }

    static ObjectNode sends(SendCurve curve) {
        ObjectNode json = Json.object()
                .put("from", Json.time(curve.from()))
                .put("width", curve.width().toString());
        curve.counts().forEach(json.putArray("counts")::add);
        ArrayNode pauses = json.putArray("pauses");
        curve.pauses()
                .forEach(pause -> pauses.addObject()
                        .put("from", Json.time(pause.from()))
                        .put("to", Json.time(pause.to()))
                        .put("by", pause.by())
                        .put("reason", pause.reason()));
        return json;
    }

    static ObjectNode logLine(LogLine line) {
        return Json.object()
                .put("at", Json.time(line.at()))
                .put("actor", line.actor())
                .put("event", line.event())
                .put("detail", line.detail());
    }
}
