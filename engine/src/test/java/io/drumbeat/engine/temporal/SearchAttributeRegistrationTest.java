package io.drumbeat.engine.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("reads what all classes of this process log")
final class SearchAttributeRegistrationTest {
    private final TestServer.InProcessTestServer server = TestServer.createServer(true);
    private final WorkflowServiceStubs stubs =
            WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setChannel(server.getChannel())
                    .validateAndBuildWithDefaults());
    private final SearchAttributeRegistration registration = new SearchAttributeRegistration(stubs, "default");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(SearchAttributeRegistration.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
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
        assertThat(log.list).isEmpty();
    }

    @Test
    void shouldNotUseWhatOthersMadeWhereTypesCannotBeListedAndSayItOnce() {
        there("CampaignStatus", IndexedValueType.INDEXED_VALUE_TYPE_INT);

        assertThat(registration.ensured()).isFalse();
        assertThat(registration.ensured()).isFalse();

        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage())
                    .startsWith("Campaigns run, but cannot be searched for in Temporal:")
                    .contains("CampaignStatus");
        });
    }
}
