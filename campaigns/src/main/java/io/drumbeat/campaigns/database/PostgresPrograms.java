package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs, initdb and pg_ctl.
 *
 * @param bin the folder they are in
 */
record PostgresPrograms(Path bin) {

    private static final String UNPACKED_FROM = "unpacked-from";

    /** Not needed to run a server: static libraries, headers' companions, translations. */
    private static final List<String> LEFT_OUT = List.of(".a", ".pc", ".mo");

    /**
     * The programs that came with Drumbeat, unpacked into {@code folder} unless these very ones are there already.
     *
     * @throws StartFailure where Drumbeat brings none for this machine
     */
    static PostgresPrograms unpackedIn(Path folder) throws IOException {
        URL archive = archive();
        String name = fingerprint(archive);
        Path mark = folder.resolve(UNPACKED_FROM);
        if (!Files.exists(mark) || !Files.readString(mark).equals(name)) {
            Path fresh = Folders.emptied(folder.resolveSibling(folder.getFileName() + ".new"));
            unpack(archive, fresh);
            Files.writeString(fresh.resolve(UNPACKED_FROM), name);
            Folders.delete(folder);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresPrograms(folder.resolve("bin"));
    }

    /** A command line that runs one of them. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        // PostgreSQL refuses to run as root. In a user namespace without a mapping root is nobody, and keeps its files.
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static URL archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os;
        String machine = System.getProperty("os.arch");
        String processor = Set.of("aarch64", "arm64").contains(machine) ? "arm_64" : "x86_64";
        URL found = PostgresPrograms.class.getResource("/postgres-" + system + "-" + processor + ".txz");
        if (found == null) {
            throw new StartFailure("Drumbeat brings no PostgreSQL for " + os + " on " + machine
                    + ": set DRUMBEAT_DB_URL to a database of your own.");
        }
        return found;
    }

    /** Tells one archive from the next; costs no reading of it. */
    private static String fingerprint(URL archive) throws IOException {
        return archive.openConnection() instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : archive.toString();
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        try (InputStream bytes = archive.openStream();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(bytes))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                Path target = folder.resolve(name).normalize();
                if (entry.isDirectory() || LEFT_OUT.stream().anyMatch(name::endsWith)) {
                    continue;
                }
                Files.createDirectories(target.resolve(".."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                    continue;
                }
                Files.copy(tar, target);
                if (target.startsWith(folder.resolve("bin")) && !target.toFile().setExecutable(true)) {
                    throw new IOException(target + " cannot be made executable");
                }
            }
        }
    }
}
