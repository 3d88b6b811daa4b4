package io.drumbeat.engine.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.drumbeat.campaigns.CapturedLog;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("reads what all classes of this process log")
final class SearchAttributeRegistrationTest {
    private final TestServer.InProcessTestServer server = TestServer.createServer(true);
    private final WorkflowServiceStubs stubs =
            WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setChannel(server.getChannel())
                    .validateAndBuildWithDefaults());
    private final SearchAttributeRegistration registration = new SearchAttributeRegistration(stubs, "default");

    @AutoClose
    private final CapturedLog log = new CapturedLog(SearchAttributeRegistration.class);

    @AfterEach
    void close() {
        stubs.shutdownNow();
        server.close();
    }

    private void there(String name, IndexedValueType type) {
        var unused = OperatorServiceGrpc.newBlockingStub(stubs.blockingStub().getChannel())
                .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                        .setNamespace("default")
                        .putSearchAttributes(name, type)
                        .build());
    }

    @Test
    void shouldRegisterThem() {
        assertThat(registration.ensured()).isTrue();
        assertThat(registration.ensured()).isTrue();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldNotUseWhatOthersMadeWhereTypesCannotBeListedAndSayItOnce() {
        there("CampaignStatus", IndexedValueType.INDEXED_VALUE_TYPE_INT);

        assertThat(registration.ensured()).isFalse();
        assertThat(registration.ensured()).isFalse();

        assertThat(log.lines())
                .singleElement(STRING)
                .startsWith("WARN Campaigns run, but cannot be searched for in Temporal:")
                .contains("CampaignStatus");
    }
}
