package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("external-postgres")
class ExternalPostgresTest {

    private ExternalPostgres postgres;

    @BeforeEach
    void start() {
        postgres = ExternalPostgres.start();
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void shouldMigrateADatabaseThatIsNotOurs() {
        try (Database database = Database.connect(postgres.address(), 2)) {
            assertThat(campaigns(database)).isZero();
        }
    }

    @Test
    void shouldSayUnavailableWhilePostgresqlIsAwayAndGoOnOnceItIsBack() {
        try (Database database = Database.connect(postgres.address(), 2)) {
            for (Runnable away : new Runnable[] {postgres::stop, postgres::stopImmediate}) {
                away.run();
                assertThatThrownBy(() -> campaigns(database)).isInstanceOf(DatabaseUnavailable.class);
                assertThatThrownBy(() -> database.transact(handle -> handle.execute("select 1")))
                        .isInstanceOf(DatabaseUnavailable.class);

                postgres.startAgain();
                await().atMost(Duration.ofSeconds(20))
                        .ignoreExceptionsInstanceOf(DatabaseUnavailable.class)
                        .untilAsserted(() -> assertThat(campaigns(database)).isZero());
            }
        }
    }

    private static int campaigns(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from campaign")
                        .mapTo(Integer.class)
                        .one());
    }
}
