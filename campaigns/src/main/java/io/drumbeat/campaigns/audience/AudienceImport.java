package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Reads a file into the tables {@code recipient} and {@code reject}, as docs/csv.md says. */
public final class AudienceImport {
    private static final int BUFFER = 1 << 16;
    private static final int TAPE = 0;

    private final CampaignId campaign;
    private final Connection connection;

    /**
     * An import into one campaign.
     *
     * @param connection to PostgreSQL, within a transaction of the caller's, who rolls it back whenever {@link #read}
     *     throws
     */
    public AudienceImport(CampaignId campaign, Connection connection) {
        this.campaign = campaign;
        this.connection = connection;
    }

    /**
     * Reads {@code file}: its recipients become rows 1, 2, 3… of the campaign's tape 0, its other rows rejects.
     * Memory does not grow with the file but for some 32 bytes a recipient.
     *
     * @throws InvalidAudienceException where the file is refused as a whole, with every fault found
     * @throws IOException where the file cannot be read, or the rejects not be kept beside it
     * @throws SQLException where the database refuses, a campaign that was imported before for example
     */
    public ImportedAudience read(Path file, AudienceSpec spec)
            throws IOException, SQLException, InvalidAudienceException {
        AudienceReader reader = AudienceReader.open(file, spec);
        SuppressedPersons suppressed = SuppressedPersons.read(connection);
        // COPY has the connection until its end, so rejects wait in a file of their own.
        Path rejects = Files.createTempFile("drumbeat-rejects-", ".copy");
        try {
            PhoneDigest people = new PhoneDigest();
            AudienceFigures figures = copyRecipients(reader, suppressed, people, rejects);
            copyRejects(rejects);
            return new ImportedAudience(figures, people.text(), reader.header(), reader.passedColumns());
        } finally {
            Files.delete(rejects);
        }
    }

    /**
     * Reads {@code file} as an import would if nobody were suppressed, and keeps nothing of it.
     *
     * @throws InvalidAudienceException with what keeps it from being an audience
     * @throws IOException where it cannot be read
     */
    public static void check(Path file, AudienceSpec spec) throws IOException, InvalidAudienceException {
        AudienceReader.open(file, spec).read(SuppressedPersons.none().numbers(), new AudienceSink() {
            @Override
            public void recipient(long n, Row.Sendable row) {}

            @Override
            public void rejected(RejectedRow row) {}
        });
    }

    private AudienceFigures copyRecipients(
            AudienceReader reader, SuppressedPersons suppressed, PhoneDigest people, Path rejects)
            throws IOException, SQLException, InvalidAudienceException {
        PGCopyOutputStream copy = new PGCopyOutputStream(postgres(), """
                copy recipient (campaign_id, tape, n, line, phone, variables, person)
                from stdin (format binary)""", BUFFER);
        try (OutputStream spool = new BufferedOutputStream(Files.newOutputStream(rejects), BUFFER)) {
            Rows rows = new Rows(new BinaryCopy(copy), people, new BinaryCopy(spool));
            AudienceFigures figures = reader.read(suppressed.numbers(), rows);
            rows.end();
            copy.endCopy();
            return figures;
        } catch (IOException e) {
            // The stream wraps what the database says, and callers tell the two apart.
            if (e.getCause() instanceof SQLException database) {
                throw database;
            }
            throw e;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void copyRejects(Path rejects) throws IOException, SQLException {
        try (InputStream in = Files.newInputStream(rejects)) {
            postgres()
                    .getCopyAPI()
                    .copyIn(
                            "copy reject (campaign_id, line, code, reason, cells) from stdin (format binary)",
                            in,
                            BUFFER);
        }
    }

    private PGConnection postgres() throws SQLException {
        return connection.unwrap(PGConnection.class);
    }

    private final class Rows implements AudienceSink {
        private final BinaryCopy recipients;
        private final PhoneDigest people;
        private final BinaryCopy rejects;

        Rows(BinaryCopy recipients, PhoneDigest people, BinaryCopy rejects) {
            this.recipients = recipients;
            this.people = people;
            this.rejects = rejects;
        }

        @Override
        public void recipient(long n, Row.Sendable row) throws IOException {
            people.add(row.person());
            recipients
                    .row(7)
                    .uuid(campaign.value())
                    .smallint(TAPE)
                    .bigint(n)
                    .bigint(row.line())
                    .text(row.phone())
                    .texts(row.variables());
            if (row.isInAnotherForm()) {
                recipients.text(row.person());
            } else {
                recipients.nothing();
            }
        }

        @Override
        public void rejected(RejectedRow row) throws IOException {
            rejects.row(5)
                    .uuid(campaign.value())
                    .bigint(row.line())
                    .text(row.code())
                    .text(row.reason())
                    .texts(row.cells());
        }

        void end() throws IOException {
            recipients.end();
            rejects.end();
        }
    }
}
