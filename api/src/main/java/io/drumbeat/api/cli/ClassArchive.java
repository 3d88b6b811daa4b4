package io.drumbeat.api.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classes that this process has loaded, in a file from which later ones take them: that halves what a start has to do. */
final class ClassArchive {

    /** The system property by which the launcher asks for one; null: it does not. */
    private static final String FILE = System.getProperty("drumbeat.classArchive");

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private ClassArchive() {}

    /** Writes it where it is asked for, all of it or nothing. The JVM stands still meanwhile: to be done last. */
    static void write() {
        if (FILE == null) {
            return;
        }
        Path archive = Path.of(FILE);
        Path part = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        // The JVM says on standard output that it has done so.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            dump(part);
            Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (JMException
                | IOException
                | RuntimeException none) { // JMX has the JVM's own exceptions in one of those
            // A folder that is read-only, a full disk: nothing that the process was started for.
            LOG.debug("There is no archive of the classes, and later starts take longer", none);
        }
    }

    /** As {@code jcmd PID VM.cds dynamic_dump FILE} does: at its exit the JVM would write one of a start that failed, too. */
    private static void dump(Path file) throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmCds",
                        new Object[] {new String[] {"dynamic_dump", file.toString()}},
                        new String[] {String[].class.getName()});
    }
}
