package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Message;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** How one vendor is asked to send, and what its answers mean: all that tells two gateways apart. */
public interface VendorProtocol {

    /** The request that sends {@code message}. */
    ClassicHttpRequest request(Message message);

    /** What {@code reply} to it means; its texts may be the vendor's own, they are cleaned later. */
    Outcome read(Reply reply);
}
