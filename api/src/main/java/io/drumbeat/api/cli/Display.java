package io.drumbeat.api.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Where the progress of a campaign is shown. */
interface Display {

    /** How far it is now. */
    void show(Progress progress);

    /** What is not known at the moment, and why. */
    void away(String why);

    /** It has ended; the last that is shown. */
    void end(Progress progress);

    /** One line that is drawn over and over, and a table at its end. */
    static Display terminal(PrintWriter out, Clock clock) {
        return new Display() {
            @Override
            public void show(Progress progress) {
                draw(progress.bar(clock.instant(), ZoneId.systemDefault()));
            }

            @Override
            public void away(String why) {
                draw(why);
            }

            @Override
            public void end(Progress progress) {
                show(progress);
                out.println();
                out.print(progress.table());
                out.println(progress.status());
                out.flush();
            }

            /** Over what was there: back to the line's begin, and what is left of the old one away. */
            private void draw(String text) {
                out.print("\r" + text + "\u001b[K");
                out.flush();
            }
        };
    }

    /** Lines for a file or a log: one at each change of status, others only now and then. */
    static Display lines(PrintWriter out, Clock clock) {
        return new Display() {
            private static final Duration GAP = Duration.ofSeconds(5);

            private Instant next = Instant.MIN;
            private String last = "";
            private String status = "";

            @Override
            public void show(Progress progress) {
                print(
                        progress.figures(clock.instant(), ZoneId.systemDefault()),
                        !progress.status().equals(status));
                status = progress.status();
            }

            @Override
            public void away(String why) {
                print(why, false);
            }

            @Override
            public void end(Progress progress) {
                out.println(progress.outcomes());
                out.println(progress.status());
                out.flush();
            }

            private void print(String text, boolean atOnce) {
                Instant now = clock.instant();
                if (!text.equals(last) && (atOnce || !now.isBefore(next))) {
                    out.println(text);
                    out.flush();
                    last = text;
                    next = now.plus(GAP);
                }
            }
        };
    }
}
