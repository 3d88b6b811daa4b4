package io.drumbeat.engine.temporal;

import io.drumbeat.engine.workflow.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that campaigns can be searched for, where the cluster lets it. */
final class SearchAttributeRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeRegistration.class);

    private static final long DEADLINE_SECONDS = 3;

    private static final Map<String, IndexedValueType> WANTED = Map.of(
            SearchAttributes.CAMPAIGN_STATUS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
            SearchAttributes.CAMPAIGN_NAME.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);

    private final OperatorServiceGrpc.OperatorServiceBlockingStub operator;
    private final String namespace;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** Whether they were registered here. */
    private volatile boolean ours;

    SearchAttributeRegistration(WorkflowServiceStubs stubs, String namespace) {
        // The stubs' own channel puts the API key on every call.
        this.operator = OperatorServiceGrpc.newBlockingStub(stubs.blockingStub().getChannel());
        this.namespace = namespace;
    }

    /**
     * Registers ours where they are missing; safe to repeat. Returns whether they can be used, each with its type: a
     * workflow that sets one of another type fails its task for ever. The first time that they cannot be used, it logs a
     * warning.
     */
    boolean ensured() {
        try {
            Optional<Map<String, IndexedValueType>> listed = listed();
            Map<String, IndexedValueType> missing = missing(listed.orElse(Map.of()));
            return missing.isEmpty() || added(missing, listed.isPresent());
        } catch (NotUsable why) {
            if (warned.compareAndSet(false, true)) {
                LOG.warn("Campaigns run, but cannot be searched for in Temporal: {}", why.getMessage());
            }
            return false;
        }
    }

    /** Why they cannot be used, in a sentence. */
    private static final class NotUsable extends Exception {
        private static final long serialVersionUID = 1L;

        NotUsable(String why) {
            super(why);
        }
    }

    private static Map<String, IndexedValueType> missing(Map<String, IndexedValueType> known) throws NotUsable {
        Map<String, IndexedValueType> missing = new HashMap<>(WANTED);
        for (Map.Entry<String, IndexedValueType> wanted : WANTED.entrySet()) {
            IndexedValueType type = known.get(wanted.getKey());
            if (type != null && type != wanted.getValue()) {
                throw new NotUsable("the search attribute " + wanted.getKey() + " is there as " + name(type)
                        + " and would have to be " + name(wanted.getValue()));
            }
            if (type != null) {
                missing.remove(wanted.getKey());
            }
        }
        return missing;
    }

    private static String name(IndexedValueType type) {
        return type.name().replace("INDEXED_VALUE_TYPE_", "").toLowerCase(Locale.ROOT);
    }

    private boolean added(Map<String, IndexedValueType> missing, boolean canBeListed) throws NotUsable {
        try {
            var unused = operator.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .putAllSearchAttributes(missing)
                            .build());
            ours = true;
            return true;
        } catch (StatusRuntimeException refused) {
            // Somebody was first: of which type they are, only the list tells, or that it was us.
            boolean there = refused.getStatus().getCode() == Status.Code.ALREADY_EXISTS;
            if (there && (canBeListed ? missing(listed().orElse(Map.of())).isEmpty() : ours)) {
                return true;
            }
            throw new NotUsable("the search attributes " + missing.keySet() + " cannot be registered ("
                    + refused.getStatus().getCode() + ")");
        }
    }

    /** Empty where they cannot be listed, as on the server within this process. */
    private Optional<Map<String, IndexedValueType>> listed() {
        try {
            return Optional.of(operator.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .build())
                    .getCustomAttributesMap());
        } catch (StatusRuntimeException refused) {
            LOG.debug(
                    "search attributes cannot be listed: {}",
                    refused.getStatus().getCode());
            return Optional.empty();
        }
    }
}
