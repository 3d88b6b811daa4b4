package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes of the release before still run while a migration does, and after it: it takes nothing away that they use, and asks for
 * nothing that they do not write. Workers of a version before 15 stood still when that had dropped a column of theirs.
 */
class MigrationsTest {

    private static final int LAST_THAT_TOOK_AWAY = 15;

    private static final Pattern COMMENT = Pattern.compile("--.*");

    private static final Pattern TAKES_AWAY =
            Pattern.compile("drop (column|table|view|function)|rename|set not null|alter column \\w+ (set data )?type"
                    + "|add column \\w+ (?![^,;]*default)[^,;]*not null");

    static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/drumbeat/campaigns/database/migrations"))) {
            return files.filter(file -> version(file) > LAST_THAT_TOOK_AWAY)
                    .sorted()
                    .toList();
        }
    }

    private static int version(Path file) {
        return Integer.parseInt(file.getFileName().toString().split("__")[0].substring(1));
    }

    private static boolean takesAway(String sql) {
        return TAKES_AWAY
                .matcher(COMMENT.matcher(sql)
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\s+", " "))
                .find();
    }

    @ParameterizedTest
    @MethodSource("migrations")
    void shouldLeaveTheReleaseBeforeAllThatItUses(Path file) throws IOException {
        assertThat(takesAway(Files.readString(file))).isFalse();
    }

    @Test
    void shouldFindWhatTakesAway() {
        assertThat(List.of(
                        "alter table account\n  drop column a;",
                        "alter table lane rename column a to b;",
                        "alter table lane add column a int not null, add column b int default 0;",
                        "alter table lane alter column a type bigint;"))
                .allMatch(MigrationsTest::takesAway);
        assertThat(takesAway("-- drop table lane\nalter table lane add column a int not null default 0;"))
                .isFalse();
    }
}
