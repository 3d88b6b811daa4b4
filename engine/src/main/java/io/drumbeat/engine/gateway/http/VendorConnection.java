package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.media.TransferTime;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a sender's vendor, in that vendor's protocol. */
final class VendorConnection implements Gateway.Connection {

    private static final Logger LOG = LoggerFactory.getLogger(VendorConnection.class);

    private final LeasedConnection connection;
    private final SenderAccess sender;
    private final VendorProtocol protocol;

    VendorConnection(LeasedConnection connection, SenderAccess sender, VendorProtocol protocol) {
        this.connection = connection;
        this.sender = sender;
        this.protocol = protocol;
    }

    @Override
    public Outcome send(Message message) {
        ClassicHttpRequest request = protocol.request(message);
        return Redaction.of(sender, message).of(outcome(request, deadline(message)));
    }

    private Duration deadline(Message message) {
        return message.media()
                .fold(
                        id -> sender.timeout(),
                        link -> sender.timeout(),
                        file -> TransferTime.most(file.content().size()));
    }

    private Outcome outcome(ClassicHttpRequest request, Duration deadline) {
        try {
            return read(connection.exchange(request, deadline));
        } catch (NoReply e) {
            return e.outcome();
        }
    }

    /** The message has left: an answer that nobody foresaw must not look as if it had not. */
    private Outcome read(Reply reply) {
        try {
            return WrongAddress.of(reply, sender.baseUrl())
                    .<Outcome>map(elsewhere -> elsewhere)
                    .orElseGet(() -> protocol.read(reply));
        } catch (RuntimeException e) {
            LOG.warn("Sender {}: a reply with status {} could not be read", sender.id(), reply.status(), e);
            return new Outcome.Unconfirmed("unreadable", "The answer could not be read");
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
