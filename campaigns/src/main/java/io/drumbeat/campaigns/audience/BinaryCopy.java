package io.drumbeat.campaigns.audience;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Writes rows in PostgreSQL's binary COPY format, where no value needs escaping.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, "Binary Format"</a>
 */
final class BinaryCopy {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int NO_FLAGS = 0;
    private static final int NO_EXTENSION = 0;
    private static final int TEXT_OID = 25;
    private static final int NULL = -1;
    private static final int END = -1;

    private final DataOutputStream out;

    /** Begins; {@code out} should be buffered. */
    BinaryCopy(OutputStream out) throws IOException {
        this.out = new DataOutputStream(out);
        this.out.write(SIGNATURE);
        this.out.writeInt(NO_FLAGS);
        this.out.writeInt(NO_EXTENSION);
    }

    BinaryCopy row(int columns) throws IOException {
        out.writeShort(columns);
        return this;
    }

    BinaryCopy uuid(UUID value) throws IOException {
        out.writeInt(2 * Long.BYTES);
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
        return this;
    }

    BinaryCopy smallint(int value) throws IOException {
        out.writeInt(Short.BYTES);
        out.writeShort(value);
        return this;
    }

    BinaryCopy bigint(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
        return this;
    }

    BinaryCopy text(String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
        return this;
    }

    BinaryCopy nothing() throws IOException {
        out.writeInt(NULL);
        return this;
    }

    BinaryCopy texts(List<String> values) throws IOException {
        int dimensions = values.isEmpty() ? 0 : 1;
        List<byte[]> elements = values.stream()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList();
        int length = (3 + 2 * dimensions + elements.size()) * Integer.BYTES
                + elements.stream().mapToInt(element -> element.length).sum();
        out.writeInt(length);
        out.writeInt(dimensions);
        out.writeInt(0); // holds no nulls
        out.writeInt(TEXT_OID);
        if (dimensions == 1) {
            out.writeInt(elements.size());
            out.writeInt(1); // the first element's index
        }
        for (byte[] element : elements) {
            out.writeInt(element.length);
            out.write(element);
        }
        return this;
    }

    /** After the last row. */
    void end() throws IOException {
        out.writeShort(END);
        out.flush();
    }
}
