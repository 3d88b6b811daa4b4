package io.drumbeat.engine.tracing;

import io.opentelemetry.api.common.AttributeKey;

/** What spans tell besides their names: by OpenTelemetry's semantic conventions where they have a name for it. */
public final class SpanNames {

    public static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    public static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    public static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    /** By which the answer to a call, and the lines of the log for it, are found: its {@code X-Request-Id}. */
    public static final AttributeKey<String> REQUEST = AttributeKey.stringKey("drumbeat.request_id");

    /** A campaign's id. */
    public static final AttributeKey<String> CAMPAIGN = AttributeKey.stringKey("drumbeat.campaign");

    /** A sender's id. */
    public static final AttributeKey<String> SENDER = AttributeKey.stringKey("drumbeat.sender");

    /** Its vendor, as senders.json names it. */
    static final AttributeKey<String> GATEWAY = AttributeKey.stringKey("drumbeat.gateway");

    /** What became of a send, in the word of the metrics. */
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("drumbeat.outcome");

    /** How many sends were begun or finished together. */
    static final AttributeKey<Long> SENDS = AttributeKey.longKey("drumbeat.sends");

    // As Temporal's own SDKs call them.
    static final AttributeKey<String> WORKFLOW_ID = AttributeKey.stringKey("temporalWorkflowID");
    static final AttributeKey<String> RUN_ID = AttributeKey.stringKey("temporalRunID");

    private SpanNames() {}
}
