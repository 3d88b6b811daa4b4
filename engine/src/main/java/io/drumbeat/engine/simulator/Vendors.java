package io.drumbeat.engine.simulator;

import io.drumbeat.engine.simulator.protocol.Fault;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Uploads;
import io.drumbeat.engine.simulator.protocol.Vendor;
import io.drumbeat.engine.simulator.vendor.cloud.CloudVendor;
import io.drumbeat.engine.simulator.vendor.pepipost.PepipostVendor;
import io.drumbeat.engine.simulator.vendor.wachat.WachatVendor;
import io.drumbeat.engine.simulator.vendor.waconnect.WaConnectVendor;
import io.drumbeat.engine.simulator.vendor.wacr.WacrVendor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The vendors that are simulated. */
final class Vendors {

    private final List<Vendor> all;

    Vendors(Uploads uploads, MediaUrls urls) {
        all = List.of(
                new CloudVendor(uploads),
                new WachatVendor(urls),
                new WaConnectVendor(uploads, urls),
                new PepipostVendor(uploads, urls),
                new WacrVendor(uploads, urls));
    }

    List<Vendor> all() {
        return all;
    }

    /** The names of those that call back. */
    List<String> calling() {
        return all.stream()
                .filter(vendor -> vendor.webhook().isPresent())
                .map(Vendor::name)
                .toList();
    }

    /** The one of the gateway {@code name}. */
    Optional<Vendor> byName(String name) {
        return all.stream().filter(vendor -> vendor.name().equals(name)).findFirst();
    }

    /** Those of all of them: no two may have the same digits. */
    Map<Integer, Fault> faults() {
        return all.stream()
                .flatMap(vendor -> vendor.faults().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
