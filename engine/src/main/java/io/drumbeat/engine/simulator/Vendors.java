package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.util.List;
import java.util.Optional;

/** Which vendor a path belongs to. */
final class Vendors {

    private final CloudVendor cloud;
    private final WachatVendor wachat;
    private final WaConnectVendor waconnect;
    private final PepipostVendor pepipost;
    private final WacrVendor wacr;

    Vendors(Options options, MediaFetch media, Ledger ledger) {
        this.cloud = new CloudVendor(options, ledger);
        MediaUrls urls = new MediaUrls(options.fetchMedia(), media);
        this.wachat = new WachatVendor(options, urls, ledger);
        this.waconnect = new WaConnectVendor(options, urls, ledger);
        this.pepipost = new PepipostVendor(options, urls, ledger);
        this.wacr = new WacrVendor(options, urls, ledger);
    }

    Reaction react(Request request) {
        Optional<Reaction> reaction =
                request.method().equals("POST") ? post(request.path(), request) : Optional.empty();
        return reaction.orElseGet(() -> Reaction.refusal(
                request.path().get(0),
                Answer.json("unknown path", 404, "{\"error\":\"no such path in the simulator\"}")));
    }

    private Optional<Reaction> post(List<String> path, Request request) {
        if (path.size() == 4 && path.get(0).equals("cloud") && path.get(1).matches("v\\d+\\.\\d+")) {
            return switch (path.get(3)) {
                case "messages" -> Optional.of(cloud.send(path.get(2), request));
                case "media" -> Optional.of(cloud.upload(path.get(2), request));
                default -> Optional.empty();
            };
        }
        if (path.equals(List.of("wachat", "api", "v1", "send", "media"))) {
            return Optional.of(wachat.send(request));
        }
        if (path.size() == 4 && path.subList(0, 3).equals(List.of("waconnect", "api", "messages"))) {
            return MediaType.parse(path.get(3)).map(type -> waconnect.send(type, request));
        }
        if (path.equals(List.of("pepipost", "api", "v2", "message", ""))) {
            return Optional.of(pepipost.send(request));
        }
        if (path.size() == 5 && path.subList(0, 4).equals(List.of("pepipost", "api", "v2", "media"))) {
            return Optional.of(pepipost.upload(path.get(4), request));
        }
        if (path.equals(List.of("wacr", "api", "v1", "messages", "media"))) {
            return Optional.of(wacr.send(request));
        }
        return Optional.empty();
    }
}
