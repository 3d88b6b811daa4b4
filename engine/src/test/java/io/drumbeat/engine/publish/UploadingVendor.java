package io.drumbeat.engine.publish;

import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.engine.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** A vendor that takes uploads, and fails as it is told to. */
final class UploadingVendor implements Gateway {

    final List<MediaFile> files = Collections.synchronizedList(new ArrayList<>());
    final List<byte[]> contents = Collections.synchronizedList(new ArrayList<>());
    final Queue<Supplier<Upload>> mishaps = new ConcurrentLinkedQueue<>();

    void refuseNext(Failure why) {
        mishaps.add(() -> new NotUploaded(why));
    }

    @Override
    public MediaWay mediaWay() {
        return MediaWay.UPLOAD;
    }

    @Override
    public Upload upload(MediaFile file) {
        Supplier<Upload> mishap = mishaps.poll();
        if (mishap != null) {
            return mishap.get();
        }
        try (InputStream in = file.bytes().open()) {
            files.add(file);
            contents.add(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Uploaded("id-" + files.size(), Duration.ofDays(29));
    }

    @Override
    public Connection open() {
        throw new UnsupportedOperationException();
    }
}
