package io.drumbeat.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Deque's axe-core: what keeps somebody from using what a page shows at this moment. */
final class Axe {

    private static final String FINDINGS = """
            async only => (await axe.run(only ? { runOnly: only } : {})).violations.map(({ id, help, nodes }) =>
              `${id}: ${help}: ${nodes.slice(0, 5).map(({ target, failureSummary }) =>
                `${target.join(' ')} (${failureSummary.split('\\n').slice(1).join(' ')})`).join('; ')}`)""";

    /** A colour on its way is neither of the two. */
    private static final String SETTLED = """
            () => Promise.race([
                Promise.allSettled(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished)),
                new Promise(enough => setTimeout(enough, 2000))])""";

    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private static final String SCRIPT = script();

    private Axe() {}

    /** Holds where nothing that axe knows of is wrong. */
    static void check(Page page) {
        check(page, null);
    }

    /** The same for a page that is another's work: what WCAG asks for, at its levels A and AA. */
    static void checkWcag(Page page) {
        check(page, WCAG);
    }

    private static void check(Page page, @Nullable List<String> only) {
        if (!(Boolean) page.evaluate("'axe' in window")) {
            page.evaluate(SCRIPT);
        }
        page.evaluate(SETTLED);
        assertThat((List<?>) page.evaluate(FINDINGS, only)).as(page.url()).isEmpty();
    }

    private static String script() {
        try (InputStream file = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
