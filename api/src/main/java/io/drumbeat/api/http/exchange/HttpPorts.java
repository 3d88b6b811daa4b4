package io.drumbeat.api.http.exchange;

import io.drumbeat.api.security.AuditStore;
import io.drumbeat.api.security.Authenticator;
import io.drumbeat.api.security.FailedSignIns;
import io.drumbeat.api.security.Sessions;
import io.drumbeat.api.security.TokenStore;
import io.drumbeat.campaigns.stores.Stores;
import io.drumbeat.engine.activity.TestSends;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.notice.NoticeRule;
import io.drumbeat.engine.receipt.Webhooks;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.tracing.Tracing;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the server stands on; whoever gives it closes it, after the server.
 *
 * @param readiness what the server needs to be ready, by name, each with what keeps it from it, within a few seconds; empty: nothing does
 */
public record HttpPorts(
        Stores stores,
        ConnectedSenders senders,
        MediaFetch mediaFetch,
        NoticeRule notices,
        CampaignSignals signals,
        Webhooks webhooks,
        TestSends tests,
        TokenStore tokens,
        AuditStore audit,
        FailedSignIns failedSignIns,
        Authenticator authenticator,
        Sessions sessions,
        Map<String, Supplier<Optional<String>>> readiness,
        PrometheusMeterRegistry metrics,
        Tracing tracing) {

    public HttpPorts {
        readiness = Map.copyOf(readiness);
    }
}
