package io.drumbeat.campaigns.phone;

/**
 * A person who was erased and about whom something must hold all the same: no phone any more, but the same text for the same
 * person in this installation. Whoever has the database can try out phones; from the text alone nobody can.
 */
public final class HashedPerson {

    /** What no phone begins with. */
    public static final String MARK = "#";

    private HashedPerson() {}

    /** In SQL, the text for {@code person}, an expression whose value is a key of {@link Person}. */
    public static String sql(String person) {
        return "'%s' || encode(sha256((select key from hash_key) || convert_to(%s, 'UTF8')), 'hex')"
                .formatted(MARK, person);
    }

    /** Whether {@code text}, a key or one of these, is one of these. */
    public static boolean is(String text) {
        return text.startsWith(MARK);
    }
}
