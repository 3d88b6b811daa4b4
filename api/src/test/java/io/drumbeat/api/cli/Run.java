package io.drumbeat.api.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/**
 * One run of the command line within the test's JVM.
 *
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error, log lines not included
 */
public record Run(int exitCode, String out, String err) {

    /** Runs it to its end. */
    public static Run of(Map<String, String> variables, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Main.commandLine(variables);
        commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Run(commands.execute(arguments), out.toString(), err.toString());
    }
}
