package io.drumbeat.campaigns.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.drumbeat.campaigns.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all that an installation without a database of its own keeps. While one process has it open,
 * no other can: whoever opens it knows that every earlier process is dead.
 */
public final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens the folder for this process alone, creating it where it is missing, for its owner alone.
     *
     * @throws StartFailure where another process has it open or it cannot be written
     */
    public static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            create(folder);
            Path lockFile = folder.resolve(LOCK);
            FileChannel lock = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(lock) == null) {
                String holder = Files.readString(lockFile, UTF_8).strip();
                lock.close();
                throw new StartFailure("The data folder " + folder + " is in use by process " + holder + ".");
            }
            lock.truncate(0);
            lock.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
            return new DataFolder(folder, lock);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Where it is: absolute. */
    public Path path() {
        return path;
    }

    /** Lets other processes have it. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StartFailure unusable(Path folder, IOException cause) {
        String reason = cause instanceof AccessDeniedException
                ? "no permission to write there"
                : cause instanceof FileSystemException file && file.getReason() != null
                        ? file.getReason()
                        : String.valueOf(cause.getMessage());
        return new StartFailure("The data folder " + folder + " cannot be used: " + reason + ".", cause);
    }

    private static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder, Folders.ownerOnly(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new FileSystemException(folder.toString(), null, "it is a file");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            // This process has it open already. Closing this channel would end that lock too, as POSIX wants it.
            throw new IllegalStateException("this process has the data folder open already", e);
        }
    }
}
