package io.drumbeat.api.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first place at which a text stops being JSON, and what was expected there. Of the text it quotes one
 * character at most, for a credential may stand anywhere; and names of fields.
 */
final class JsonFault {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.+-]*");
    private static final Set<String> WORDS = Set.of("true", "false", "null");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4})");
    private static final int LONGEST_NAME = 60;

    private static final String VALUE = "a value was expected";
    private static final String NAME = "a field's name in double quotes was expected";
    private static final String VALUE_OR_END = "a value or ] was expected";
    private static final String NAME_OR_END = "a field's name in double quotes or } was expected";
    private static final String COLON = "a colon was expected behind the field's name";
    private static final String COMMA_IN_LIST = "a comma or ] was expected";
    private static final String COMMA_IN_OBJECT = "a comma or } was expected";
    private static final String END = "nothing more was expected";

    private final String text;
    private final Deque<Part> open = new ArrayDeque<>();
    private String expected = VALUE;
    private int at;
    private int place;
    private @Nullable String fault;

    private JsonFault(String text) {
        this.text = text;
    }

    /** An object with the names that it has so far; a list where there are none to have. */
    private record Part(@Nullable Set<String> names) {}

    /** The first fault of {@code text}; empty: its grammar has none. */
    static Optional<JsonFault> in(String text) {
        JsonFault search = new JsonFault(text);
        while (search.fault == null && search.at < text.length()) {
            search.step();
        }
        if (search.fault == null && !search.expected.equals(END)) {
            search.report(text.length(), search.expected + ", but the text ends here");
        }
        return search.fault == null ? Optional.empty() : Optional.of(search);
    }

    private void step() {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
        } else if (expected.equals(VALUE) || (expected.equals(VALUE_OR_END) && c != ']')) {
            value(c);
        } else if ((expected.equals(NAME) || expected.equals(NAME_OR_END)) && c == '"') {
            name();
        } else if (expected.equals(COLON) && c == ':') {
            take(VALUE);
        } else if (c == ',' && expected.equals(COMMA_IN_LIST)) {
            take(VALUE);
        } else if (c == ',' && expected.equals(COMMA_IN_OBJECT)) {
            take(NAME);
        } else if ((c == ']' && (expected.equals(COMMA_IN_LIST) || expected.equals(VALUE_OR_END)))
                || (c == '}' && (expected.equals(COMMA_IN_OBJECT) || expected.equals(NAME_OR_END)))) {
            open.pop();
            at++;
            afterValue();
        } else {
            unexpected(c);
        }
    }

    private void take(String next) {
        at++;
        expected = next;
    }

    private void value(char c) {
        if (c == '{') {
            open.push(new Part(new HashSet<>()));
            take(NAME_OR_END);
        } else if (c == '[') {
            open.push(new Part(null));
            take(VALUE_OR_END);
        } else if (c == '"') {
            string();
            afterValue();
        } else {
            Matcher word = WORD.matcher(text).region(at, text.length());
            word.lookingAt();
            if (!WORDS.contains(word.group()) && !NUMBER.matcher(word.group()).matches()) {
                unexpected(c);
            }
            at = word.end();
            afterValue();
        }
    }

    private void name() {
        int begin = at;
        string();
        Set<String> names = open.element().names();
        String name = fault == null ? text.substring(begin + 1, at - 1) : "";
        if (fault == null && names != null && !names.add(name)) {
            report(
                    begin,
                    name.length() > LONGEST_NAME
                            ? "this field appears a second time"
                            : "the field \"" + name + "\" appears a second time");
        }
        expected = COLON;
    }

    private void afterValue() {
        Part part = open.peek();
        expected = part == null ? END : part.names() == null ? COMMA_IN_LIST : COMMA_IN_OBJECT;
    }

    /** Goes behind the text that begins here. */
    private void string() {
        int begin = at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            Matcher escape = ESCAPE.matcher(text).region(at, text.length());
            if (c == '\n' || c == '\r') {
                report(
                        begin,
                        "the text that begins here is not closed by a double quote on the same line;"
                                + " a line break in a text is written \\n");
                return;
            } else if (c < ' ') {
                report(at, "a control character in a text was not expected; a tab is written \\t");
                return;
            } else if (c == '\\' && !escape.lookingAt()) {
                report(at, "a backslash in a text was not expected here; one that is meant is written \\\\");
                return;
            }
            at = c == '\\' ? escape.end() : at + 1;
        }
        if (at == text.length()) {
            report(begin, "the text that begins here is never closed by a double quote");
        }
        at++;
    }

    private void unexpected(char c) {
        boolean visible = Character.isDefined(c)
                && !Character.isISOControl(c)
                && !Character.isSpaceChar(c)
                && !Character.isSurrogate(c)
                && Character.getType(c) != Character.FORMAT;
        String there = visible ? ", but there is " + c : ", but there is a character that cannot be seen";
        boolean quote = c == '\'' || c == '\u201c' || c == '\u201d' || c == '\u2018' || c == '\u2019';
        report(at, expected + there + (quote ? "; quotes are written as \"" : ""));
    }

    private void report(int where, String what) {
        if (fault == null) {
            place = where;
            fault = what;
        }
    }

    /** The end of a sentence: line, column, and what is wrong there. */
    @Override
    public String toString() {
        String before = text.substring(0, place);
        String[] lines = before.split("\r\n|\r|\n", -1);
        return "line " + lines.length + ", column " + (lines[lines.length - 1].length() + 1) + ": " + fault;
    }
}
