package io.drumbeat.campaigns.workbook;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Texts by their number, in files that go with it: however many there are, they take no heap. For one thread. */
final class TextSpool implements Closeable {
    private static final int PLACE_BYTES = Long.BYTES + Integer.BYTES;

    private final Appended texts;
    private final Appended places;
    private int size;

    TextSpool() throws IOException {
        texts = new Appended();
        try {
            places = new Appended();
        } catch (IOException e) {
            texts.close();
            throw e;
        }
    }

    int size() {
        return size;
    }

    void add(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        places.add(ByteBuffer.allocate(PLACE_BYTES)
                .putLong(texts.end)
                .putInt(bytes.length)
                .flip());
        texts.add(ByteBuffer.wrap(bytes));
        size++;
    }

    /** The text {@code number}, counted from 0, of those that were added. */
    String get(int number) throws IOException {
        ByteBuffer place = ByteBuffer.wrap(places.read((long) number * PLACE_BYTES, PLACE_BYTES));
        return new String(texts.read(place.getLong(), place.getInt()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        try (texts) {
            places.close();
        }
    }

    /** A file that is written at its end, and read anywhere. */
    private static final class Appended implements Closeable {
        private final FileChannel file;
        private final ByteBuffer unwritten = ByteBuffer.allocate(1 << 16);
        private long end;

        Appended() throws IOException {
            Path path = Files.createTempFile("drumbeat-workbook-", ".texts");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }

        void add(ByteBuffer bytes) throws IOException {
            end += bytes.remaining();
            if (bytes.remaining() > unwritten.remaining()) {
                flush();
            }
            if (bytes.remaining() > unwritten.remaining()) {
                write(bytes);
            } else {
                unwritten.put(bytes);
            }
        }

        byte[] read(long from, int length) throws IOException {
            flush();
            byte[] read = new byte[length];
            ByteBuffer bytes = ByteBuffer.wrap(read);
            while (bytes.hasRemaining()) {
                if (file.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException("a spooled text is gone");
                }
            }
            return read;
        }

        private void flush() throws IOException {
            write(unwritten.flip());
            unwritten.clear();
        }

        private void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
