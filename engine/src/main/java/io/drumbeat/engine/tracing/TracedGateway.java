package io.drumbeat.engine.tracing;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A gateway whose calls are spans; a connection is one only where there is none to be had. */
final class TracedGateway implements Gateway {
    private final Gateway gateway;
    private final VendorSpans spans;

    TracedGateway(Gateway gateway, VendorSpans spans) {
        this.gateway = gateway;
        this.spans = spans;
    }

    @Override
    public MediaWay mediaWay() {
        return gateway.mediaWay();
    }

    @Override
    public Upload upload(MediaFile file) {
        return spans.around(
                "upload",
                () -> gateway.upload(file),
                upload -> upload instanceof NotUploaded not ? not.why().code() : null);
    }

    @Override
    public Optional<TemplateLookup> templates() {
        return gateway.templates().map(Templates::new);
    }

    @Override
    public Connection open() throws NotReached {
        try {
            return new Sends(gateway.open());
        } catch (NotReached notReached) {
            Span span = spans.begin("connect");
            Tracing.failed(span, notReached);
            span.end();
            throw notReached;
        }
    }

    private final class Sends implements Connection {
        private final Connection connection;

        Sends(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Outcome send(Message message) {
            return spans.around("send", () -> sent(message), outcome -> outcome.fold(taken -> null, why -> why.code()));
        }

        private Outcome sent(Message message) {
            Outcome outcome = connection.send(message);
            Span.current().setAttribute(SpanNames.OUTCOME, outcome.kind().label());
            return outcome;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private final class Templates implements TemplateLookup {
        private final TemplateLookup lookup;

        Templates(TemplateLookup lookup) {
            this.lookup = lookup;
        }

        @Override
        public Answer find(String name, String language) {
            return spans.around("find template", () -> lookup.find(name, language), Templates::wrong);
        }

        @Override
        public Listing approved() {
            return spans.around("list templates", lookup::approved, Templates::wrong);
        }

        private static @Nullable String wrong(Object answer) {
            return answer instanceof Unanswered unanswered ? unanswered.why().code() : null;
        }
    }
}
