package io.drumbeat.api.config;

/** The environment variables that configure Drumbeat: what docs/settings.md lists, held against it by a test. */
public enum Setting {
    HTTP_HOST("`127.0.0.1`", "The address on which the API and the page listen."),
    HTTP_PORT("`8080`", "The port on which they listen, 1 to 65535."),
    PUBLIC_URL("`http://HOST:PORT`", "Where browsers and vendors reach Drumbeat: its `/media` and `/webhooks`."),
    DATA_DIR(
            "`./drumbeat-data`",
            "The folder of the embedded PostgreSQL and Temporal, and of the generated `admin-token`."),
    DB_URL("embedded PostgreSQL in the data folder", "A PostgreSQL database of your own, as `jdbc:postgresql://…`."),
    DB_USER("none", "The user to connect to it as."),
    DB_PASSWORD("none", "That user's password."),
    SENDERS_FILE("`./senders.json` where it exists", "The senders: numbers and accounts to send from."),
    BOOTSTRAP_TOKEN("made at the first start, kept in `admin-token`", "The API token of `admin`."),
    MAX_UPLOAD_BYTES("`1073741824`", "The largest request, in bytes (1 GiB)."),
    TEMPORAL_RATE(
            "`10`",
            "Dispatch activities per second that this installation allows itself, all workers together: where one for each"
                    + " recipient would be more, one handles several."),
    RETENTION_DAYS(
            "none: kept",
            "After so many days an ended campaign loses recipients, files and media, and keeps its figures."),
    LOG_FORMAT("`text`", "`text`, or `json` for one JSON object a line."),
    NOTIFY_SECRET(
            "none: `notify` is refused",
            "What posts to `notify.url` are signed with: `whsec_` and a key in base64; the same in all processes."),
    ALLOW_PRIVATE_MEDIA_HOSTS(
            "`false`", "`true` lets `media.url` and `notify.url` point at private addresses: tests, private clouds."),
    STOP_WORDS(
            "`stop`, `unsubscribe`, `opt out` and their like in twelve languages",
            "What people reply to opt out, separated by commas, instead of the default; a reply counts with a courtesy around the word, not within a sentence."),
    START_WORDS("`start`, `subscribe`, `opt in` and their like in twelve languages", "The same for opting in again.");

    private final String defaultText;
    private final String meaning;

    Setting(String defaultText, String meaning) {
        this.defaultText = defaultText;
        this.meaning = meaning;
    }

    /** The variable's name; behind {@code _FILE}, the path of a file that holds its value. */
    public String variable() {
        return "DRUMBEAT_" + name();
    }

    /** What holds where it is not set, in Markdown. */
    public String defaultText() {
        return defaultText;
    }

    /** What it is for, one sentence of Markdown. */
    public String meaning() {
        return meaning;
    }
}
