package io.drumbeat.api.http.exchange;

import io.drumbeat.api.security.SignIns;
import io.drumbeat.campaigns.stores.Stores;
import io.drumbeat.engine.activity.TestSends;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.notice.NoticeRule;
import io.drumbeat.engine.receipt.Webhooks;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.tracing.Tracing;
import io.drumbeat.engine.workflow.CampaignSignals;

/** What the server stands on; whoever gives it closes it, after the server. */
public record HttpPorts(
        Stores stores,
        ConnectedSenders senders,
        MediaFetch mediaFetch,
        NoticeRule notices,
        CampaignSignals signals,
        Webhooks webhooks,
        TestSends tests,
        SignIns signIns,
        Health health,
        Tracing tracing) {}
