package io.drumbeat.engine.simulator.protocol;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The files that were uploaded, whose bytes are not kept. Safe to use from many threads. */
public final class Uploads {

    private final Map<String, Upload> files = new ConcurrentHashMap<>();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() * 1_000_000);

    private record Upload(String account, String mimeType) {}

    /** Whether WhatsApp takes such a file as any of its types. */
    public static boolean sendable(String mimeType, Multipart.Part file) {
        byte[] head = file.text().getBytes(StandardCharsets.ISO_8859_1);
        for (MediaType type : MediaType.values()) {
            MediaLimits limits = MediaLimits.ofMeta(type);
            if (limits.mimeTypes().contains(mimeType) && file.size() > 0 && file.size() <= limits.maxBytesOf(head)) {
                return true;
            }
        }
        return false;
    }

    /** Keeps a file of {@code account}'s, under the id that is returned: it was never given before. */
    public String keep(String account, String mimeType) {
        String id = Long.toString(ids.incrementAndGet());
        files.put(id, new Upload(account, mimeType));
        return id;
    }

    /** The MIME type of the file {@code id}; empty where {@code account} has none. */
    public Optional<String> mimeType(String account, String id) {
        return Optional.ofNullable(files.get(id))
                .filter(file -> file.account().equals(account))
                .map(Upload::mimeType);
    }

    /** Counts an upload of {@code account}'s. */
    public void count(String account) {
        counts.merge(account, 1L, Long::sum);
    }

    /** How many uploads of {@code account}'s were counted. */
    public long made(String account) {
        return counts.getOrDefault(account, 0L);
    }

    /** Forgets files and counts. */
    public void forget() {
        files.clear();
        counts.clear();
    }
}
