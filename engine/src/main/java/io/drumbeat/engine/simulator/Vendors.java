package io.drumbeat.engine.simulator;

import io.drumbeat.engine.gateway.MediaFetch;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.util.List;

/** Which vendor a path belongs to. */
final class Vendors {

    private final CloudVendor cloud;
    private final WachatVendor wachat;
    private final WacrVendor wacr;

    Vendors(Options options, MediaFetch media, Ledger ledger) {
        this.cloud = new CloudVendor(options, ledger);
        this.wachat = new WachatVendor(options, media, ledger);
        this.wacr = new WacrVendor(options, media, ledger);
    }

    Reaction react(Request request) {
        List<String> path = request.path();
        boolean post = request.method().equals("POST");
        if (post
                && path.size() == 4
                && path.get(0).equals("cloud")
                && path.get(1).matches("v\\d+\\.\\d+")) {
            if (path.get(3).equals("messages")) {
                return cloud.send(path.get(2), request);
            }
            if (path.get(3).equals("media")) {
                return cloud.upload(path.get(2), request);
            }
        }
        if (post && path.equals(List.of("wachat", "api", "v1", "send", "media"))) {
            return wachat.send(request);
        }
        if (post && path.equals(List.of("wacr", "api", "v1", "messages", "media"))) {
            return wacr.send(request);
        }
        return Reaction.refusal(
                path.get(0), Answer.json("unknown path", 404, "{\"error\":\"no such path in the simulator\"}"));
    }
}
