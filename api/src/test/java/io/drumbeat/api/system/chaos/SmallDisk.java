package io.drumbeat.api.system.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk in memory that can be filled to the last byte, unmounted when this process ends at the latest. It is an ordinary folder where
 * this machine mounts nothing for us.
 */
final class SmallDisk implements AutoCloseable {

    private static final String SIZE = "size=1g";

    private final Path folder;
    private boolean ours;

    /** @param folder an empty one */
    SmallDisk(Path folder) {
        this.folder = folder;
        this.ours = System.getProperty("user.name").equals("root")
                && run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString());
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    Path folder() {
        return folder;
    }

    /** Whether it can be filled without harm to others. */
    synchronized boolean isOurs() {
        return ours;
    }

    /** Until {@link #free}. */
    void fill() throws IOException {
        if (!isOurs()) {
            throw new IllegalStateException("this would fill the machine's disk");
        }
        // Halved pieces, down to the last bytes.
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (int size = 1 << 20; size > 0; size /= 2) {
                writeWhileThereIsRoom(out, new byte[size]);
            }
        }
    }

    private static void writeWhileThereIsRoom(OutputStream out, byte[] piece) {
        try {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            // as it should be
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Whoever still uses it goes on doing so. Calling it twice is safe. */
    @Override
    public synchronized void close() {
        if (ours && !run("umount", "--lazy", folder.toString())) {
            throw new IllegalStateException(folder + " is still mounted");
        }
        ours = false;
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
