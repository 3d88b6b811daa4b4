package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** A campaign's recipients file as it came, compressed, in pieces: a part of it in memory at a time. */
public final class RecipientsFile {

    private static final int PIECE = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private RecipientsFile() {}

    /** Keeps {@code file} in place of the one before. */
    public static void keep(Handle handle, CampaignId campaign, Path file) throws IOException {
        drop(handle, campaign);
        // The fastest, since whoever posts waits for it: lists shrink to a third all the same.
        try (OutputStream out = new GZIPOutputStream(new Pieces(handle, campaign), BUFFER) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            Files.copy(file, out);
        }
    }

    /** Writes it to {@code into}; false where none is kept. */
    public static boolean restore(Handle handle, CampaignId campaign, Path into) throws IOException {
        try (ResultIterator<byte[]> pieces = handle.createQuery(
                        "select bytes from recipients_file where campaign_id = :campaign order by seq")
                .bind("campaign", campaign)
                .setFetchSize(1)
                .mapTo(byte[].class)
                .iterator()) {
            if (!pieces.hasNext()) {
                return false;
            }
            try (InputStream in = new GZIPInputStream(new Joined(pieces), BUFFER)) {
                Files.copy(in, into, StandardCopyOption.REPLACE_EXISTING);
            }
            return true;
        }
    }

    /** Pieces, one behind another. */
    private static final class Joined extends InputStream {
        private final Iterator<byte[]> pieces;
        private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[0]);

        Joined(Iterator<byte[]> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            while (piece.available() == 0 && pieces.hasNext()) {
                piece = new ByteArrayInputStream(pieces.next());
            }
            return piece.read(into, from, length);
        }
    }

    private static void drop(Handle handle, CampaignId campaign) {
        handle.createUpdate("delete from recipients_file where campaign_id = :campaign")
                .bind("campaign", campaign)
                .execute();
    }

    /** Writes what comes as rows, whenever a piece is full and when it is closed. */
    private static final class Pieces extends OutputStream {
        private final Handle handle;
        private final CampaignId campaign;
        private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE);
        private int seq;

        Pieces(Handle handle, CampaignId campaign) {
            this.handle = handle;
            this.campaign = campaign;
        }

        @Override
        public void write(int b) {
            piece.write(b);
            writeWhereFull();
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            piece.write(bytes, from, length);
            writeWhereFull();
        }

        private void writeWhereFull() {
            if (piece.size() >= PIECE) {
                writePiece();
            }
        }

        private void writePiece() {
            handle.createUpdate(
                            "insert into recipients_file (campaign_id, seq, bytes) values (:campaign, :seq, :bytes)")
                    .bind("campaign", campaign)
                    .bind("seq", seq++)
                    .bind("bytes", piece.toByteArray())
                    .execute();
            piece.reset();
        }

        @Override
        public void close() {
            if (piece.size() > 0) {
                writePiece();
            }
        }
    }
}
