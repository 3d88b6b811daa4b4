package io.drumbeat.api.http.exchange;

import io.drumbeat.campaigns.NearestName;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.Sha256;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a multipart request, in files of their own that go when it is closed. They are written as they arrive;
 * nothing else is held meanwhile.
 */
public final class Upload implements AutoCloseable {

    /** How much of a request that is too large is read before the answer, so that its sender reads the answer. */
    private static final long DRAINED = 16L << 20;

    /** Other processes may be receiving into the same folder, but none of them for so long. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final String PREFIX = "upload";
    private static final int BUFFER = 1 << 16;

    /** Where Jetty looks for it. */
    private static final String CONFIG = "org.eclipse.jetty.multipartConfig";

    private final Path folder;
    private final Map<String, FilePart> parts = new TreeMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    private Upload(Path folder) {
        this.folder = folder;
    }

    /**
     * One part.
     *
     * @param fileName as the client calls it; null: it does not
     */
    public record FilePart(Path file, @Nullable String fileName, long size) {}

    /**
     * Receives the request.
     *
     * @param names of the parts that may be there, each once; what is wrong with the parts goes to {@link #errors}
     * @param spool where the files go meanwhile
     */
    public static Upload receive(Context ctx, Path spool, long maxBytes, Set<String> names) throws IOException {
        if (!isOf(ctx, "multipart/form-data")) {
            throw Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be multipart/form-data.");
        }
        return received(ctx, spool, maxBytes, upload -> upload.receive(ctx, maxBytes, names));
    }

    /** Receives a request whose body is one file, as if it were the part {@code name}. */
    public static Upload receiveWhole(Context ctx, Path spool, long maxBytes, String name) throws IOException {
        return received(ctx, spool, maxBytes, upload -> upload.receiveWhole(ctx, maxBytes, name));
    }

    /** Nothing yet: a folder for files that go when it is closed. */
    public static Upload nothing(Path spool) throws IOException {
        return new Upload(Files.createTempDirectory(spool.toAbsolutePath(), PREFIX));
    }

    /** Where a file of that name is, or may be put. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Whether the body says that it is of {@code type}. */
    public static boolean isOf(Context ctx, String type) {
        String said = ctx.contentType();
        return said != null && said.split(";", 2)[0].strip().equalsIgnoreCase(type);
    }

    private interface Receiving {
        void into(Upload upload) throws IOException;
    }

    private static Upload received(Context ctx, Path spool, long maxBytes, Receiving receiving) throws IOException {
        if (ctx.req().getContentLengthLong() > maxBytes) {
            drain(ctx);
            throw tooLarge(maxBytes);
        }
        Upload upload = nothing(spool);
        try {
            receiving.into(upload);
            return upload;
        } catch (Throwable failure) {
            upload.close();
            throw failure;
        }
    }

    private void receive(Context ctx, long maxBytes, Set<String> names) throws IOException {
        ctx.req().setAttribute(CONFIG, new MultipartConfigElement(folder.toString(), -1, maxBytes, 0));
        for (Part part : arrived(ctx, maxBytes)) {
            String name = Objects.requireNonNullElse(part.getName(), "");
            if (!names.contains(name)) {
                errors.add(new FieldError(name, "is an unknown part" + NearestName.question(name, names)));
            } else if (parts.containsKey(name)) {
                errors.add(new FieldError(name, "is there twice"));
            } else {
                Path file = folder.resolve(name);
                part.write(file.toString());
                parts.put(name, new FilePart(file, part.getSubmittedFileName(), Files.size(file)));
            }
        }
    }

    private void receiveWhole(Context ctx, long maxBytes, String name) throws IOException {
        Path file = folder.resolve(name);
        long size = 0;
        try (InputStream in = ctx.req().getInputStream();
                OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > maxBytes) {
                    in.skip(DRAINED);
                    throw tooLarge(maxBytes);
                }
                out.write(buffer, 0, read);
            }
        }
        parts.put(name, new FilePart(file, null, size));
    }

    private static Iterable<Part> arrived(Context ctx, long maxBytes) throws IOException {
        try {
            return ctx.req().getParts();
        } catch (ServletException | IOException | RuntimeException e) {
            if (Problems.diskIsFull(e)
                    || Problems.caused(e, EofException.class).isPresent()
                    || Problems.caused(e, TimeoutException.class).isPresent()) {
                throw new IOException(e);
            }
            if (says(e, "headers max length exceeded")) {
                throw unread(Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "The headers of a part of the body are too long: give its file a shorter name."));
            }
            if (says(e, "larger than max length")) {
                throw unread(Problem.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "The spec, with whatever else has no file name, is longer than "
                                + ServletContextHandler.DEFAULT_MAX_FORM_CONTENT_SIZE + " bytes."));
            }
            if (says(e, "max length exceeded")) {
                throw tooLarge(maxBytes);
            }
            throw unread(Problem.of(
                    HttpStatus.BAD_REQUEST,
                    "The parts of the body cannot be told apart, are too many, or it was cut off."));
        }
    }

    private static boolean says(Throwable fault, String words) {
        return Stream.iterate(fault, at -> at != null, Throwable::getCause)
                .anyMatch(at -> String.valueOf(at.getMessage()).contains(words));
    }

    private static Problem tooLarge(long maxBytes) {
        return unread(Problem.of(HttpStatus.CONTENT_TOO_LARGE, "The request has more than " + maxBytes + " bytes."));
    }

    /** The server closes a connection on which something is left to read: the client must not ask on it again. */
    private static Problem unread(Problem problem) {
        return problem.with(Header.CONNECTION, "close");
    }

    private static void drain(Context ctx) throws IOException {
        if (ctx.header(Header.EXPECT) == null) {
            try (InputStream in = ctx.req().getInputStream()) {
                in.skip(DRAINED);
            }
        }
    }

    /** What is wrong with the parts: unknown ones, and ones that are there twice. */
    public List<FieldError> errors() {
        return errors;
    }

    public Optional<FilePart> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    /** The same for the same content of the same parts, in whatever order they came. */
    public Sha256 content() throws IOException {
        MessageDigest digest = sha256();
        for (Map.Entry<String, FilePart> part : parts.entrySet()) {
            String line = part.getKey() + " " + Sha256.ofFile(part.getValue().file()) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.of(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    /** Removes what processes that were killed left in {@code spool}. */
    public static void removeLeftovers(Path spool) throws IOException {
        Instant latest = Instant.now().minus(ABANDONED);
        try (Stream<Path> folders = Files.list(spool)) {
            for (Path folder : folders.toList()) {
                if (folder.getFileName().toString().startsWith(PREFIX)
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(latest)) {
                    delete(folder);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
