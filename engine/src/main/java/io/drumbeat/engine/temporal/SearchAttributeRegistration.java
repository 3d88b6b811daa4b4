package io.drumbeat.engine.temporal;

import io.drumbeat.engine.workflow.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that campaigns can be searched for, where the cluster lets it. */
final class SearchAttributeRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeRegistration.class);

    private static final long DEADLINE_SECONDS = 3;

    private final OperatorServiceGrpc.OperatorServiceBlockingStub operator;
    private final String namespace;
    private final AtomicBoolean warned = new AtomicBoolean();

    SearchAttributeRegistration(WorkflowServiceStubs stubs, String namespace) {
        // The stubs' own channel puts the API key on every call.
        this.operator = OperatorServiceGrpc.newBlockingStub(stubs.blockingStub().getChannel());
        this.namespace = namespace;
    }

    /**
     * Registers ours where they are missing; safe to repeat. Returns whether they can be used; the first time that they
     * cannot, it logs a warning.
     */
    boolean ensured() {
        if (present()) {
            return true;
        }
        try {
            var unused = operator.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .putAllSearchAttributes(wanted())
                            .build());
            return true;
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                return true;
            }
            if (warned.compareAndSet(false, true)) {
                LOG.warn(
                        "Temporal does not take the search attributes {} ({}): campaigns run, but cannot be searched"
                                + " for there",
                        wanted().keySet(),
                        refused.getStatus().getCode());
            }
            return false;
        }
    }

    /** An administrator may have made them where we may not. */
    private boolean present() {
        try {
            Map<String, IndexedValueType> known = operator.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .build())
                    .getCustomAttributesMap();
            return known.entrySet().containsAll(wanted().entrySet());
        } catch (StatusRuntimeException refused) {
            LOG.debug(
                    "search attributes cannot be listed: {}",
                    refused.getStatus().getCode());
            return false;
        }
    }

    private static Map<String, IndexedValueType> wanted() {
        return Map.of(
                SearchAttributes.CAMPAIGN_STATUS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
                SearchAttributes.CAMPAIGN_NAME.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    }
}
