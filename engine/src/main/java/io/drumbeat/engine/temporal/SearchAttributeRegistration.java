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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that campaigns can be searched for, where the cluster lets it. */
final class SearchAttributeRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeRegistration.class);

    private SearchAttributeRegistration() {}

    /** Registers ours; safe to repeat. Returns whether they can be used; where not, it logs a warning. */
    static boolean register(WorkflowServiceStubs stubs, String namespace) {
        // The stubs' own channel puts the API key on every call.
        OperatorServiceGrpc.OperatorServiceBlockingStub operator =
                OperatorServiceGrpc.newBlockingStub(stubs.blockingStub().getChannel());
        try {
            var unused = operator.withDeadlineAfter(10, TimeUnit.SECONDS)
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .putAllSearchAttributes(wanted())
                            .build());
            return true;
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() == Status.Code.ALREADY_EXISTS || present(operator, namespace)) {
                return true;
            }
            LOG.warn(
                    "Temporal does not take the search attributes {} ({}): campaigns run, but cannot be searched for there",
                    wanted().keySet(),
                    refused.getStatus().getCode());
            return false;
        }
    }

    /** An administrator may have made them where we may not. */
    private static boolean present(OperatorServiceGrpc.OperatorServiceBlockingStub operator, String namespace) {
        try {
            Map<String, IndexedValueType> known = operator.withDeadlineAfter(10, TimeUnit.SECONDS)
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
