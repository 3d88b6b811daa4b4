package io.drumbeat.campaigns.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuppressionStoreTest {

    private static final Instant NINE = Instant.parse("2025-01-01T09:00:00Z");
    private static final String REPLY = "reply to main";
    private static final AccountKey MAIN = new AccountKey("cloud|graph.facebook.com:443|111");

    private TestDatabase database;
    private SuppressionStore store;
    private int phones;

    @BeforeAll
    void start() {
        database = TestDatabase.fresh();
        store = SuppressionStore.on(database.database());
    }

    @AfterAll
    void stop() {
        database.close();
    }

    private String phone() {
        phones++;
        return "+4915%08d".formatted(phones);
    }

    private boolean isOnTheList(String phone) {
        return store.find(phone).isPresent();
    }

    private void heard(String phone, Consent wanted, Instant at, String source) {
        assertThat(store.heard(MAIN, Speaker.at(phone), wanted, at, source)).isNotEqualTo(ConsentResult.PENDING);
    }

    private int add(String... phones) {
        return store.add(
                Stream.of(phones)
                        .map(phone -> new Suppression.Request(phone, "complained"))
                        .toList(),
                "api ops");
    }

    @Test
    void shouldKeepTheFirstEntryWhenAPhoneIsAddedAgain() {
        String phone = phone();
        String other = phone();

        assertThat(store.add(List.of(new Suppression.Request(phone, "first")), "api one"))
                .isEqualTo(1);
        assertThat(add(phone, other, other)).isEqualTo(1);

        assertThat(store.find(phone)).hasValueSatisfying(found -> {
            assertThat(found.reason()).isEqualTo("first");
            assertThat(found.source()).isEqualTo("api one");
            assertThat(found.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(found.toString()).doesNotContain(phone);
        });
    }

    @Test
    void shouldSayThatThereIsNoReasonWhenNoneIsGivenAndCutOneThatIsTooLong() {
        assertThat(new Suppression.Request(phone(), " ").reason()).isEqualTo("no reason given");
        assertThat(new Suppression.Request(phone(), "🛑".repeat(501)).reason()).isEqualTo("🛑".repeat(500));
    }

    @Test
    void shouldSayHowManyWereThereWhenPhonesAreRemoved() {
        String one = phone();
        String two = phone();
        add(one, two);

        assertThat(store.remove(List.of(one, two, phone())).removed()).isEqualTo(2);
        assertThat(store.remove(List.of(one)).removed()).isZero();
        assertThat(store.remove(List.of()).removed()).isZero();
        assertThat(isOnTheList(one)).isFalse();
    }

    private List<String> undo(String... phones) {
        return store.remove(List.of(phones)).undo();
    }

    @Test
    void shouldPutBackWhatWasRemovedAsItWas() {
        String optedOut = phone();
        String added = phone();
        String later = phone();
        heard(optedOut, Consent.WITHDRAWN, NINE, REPLY);
        add(added);
        add(later);
        List<Suppression> before = store.list(null, 3).items();

        List<String> undo = undo(optedOut, added);
        assertThat(store.putBack(undo)).isEqualTo(new Removal.Undone(2, 0, List.of(), List.of()));
        assertThat(store.list(null, 3).items()).isEqualTo(before);
        assertThat(store.putBack(undo)).isEqualTo(new Removal.Undone(0, 2, List.of(), List.of()));
        heard(optedOut, Consent.GIVEN, NINE.plusSeconds(1), REPLY);
        heard(added, Consent.GIVEN, NINE.plusSeconds(1), REPLY);
        assertThat(isOnTheList(optedOut)).isFalse();
        assertThat(isOnTheList(added)).isTrue();
    }

    @Test
    void shouldNotPutBackWhoHasAskedForMessagesSince() {
        String optedOut = phone();
        String added = phone();
        heard(optedOut, Consent.WITHDRAWN, NINE, REPLY);
        add(added);
        List<String> undo =
                Stream.concat(undo(optedOut).stream(), undo(added).stream()).toList();
        heard(optedOut, Consent.GIVEN, NINE.plusSeconds(1), REPLY);
        heard(added, Consent.GIVEN, NINE.plusSeconds(1), REPLY);

        assertThat(store.putBack(undo)).isEqualTo(new Removal.Undone(1, 0, List.of(0), List.of()));
        assertThat(isOnTheList(optedOut)).isFalse();
        assertThat(isOnTheList(added)).isTrue();
    }

    @Test
    void shouldKeepForGoodWhoOptedOutBeforeAnOperatorsEntryWasPutBack() {
        String phone = phone();
        add(phone);
        List<String> undo = undo(phone);
        heard(phone, Consent.WITHDRAWN, NINE, REPLY);

        assertThat(store.putBack(undo).existing()).isEqualTo(1);
        heard(phone, Consent.GIVEN, NINE.plusSeconds(1), REPLY);
        assertThat(isOnTheList(phone)).isTrue();
    }

    @Test
    void shouldPutBackNothingThatNoRemovalAnsweredWith() {
        String one = phone();
        String other = phone();
        add(one, other);
        List<String> undo = undo(one, other);
        String forged = undo.get(0).replace("\"api ops\"", "\"reply to main\"");
        String otherSeal = undo.get(0).substring(0, 64) + undo.get(1).substring(64);

        assertThat(forged).isNotEqualTo(undo.get(0));
        assertThat(store.putBack(List.of(undo.get(0), forged, otherSeal, "", "nonsense")))
                .isEqualTo(new Removal.Undone(0, 0, List.of(), List.of(1, 2, 3, 4)));
        assertThat(isOnTheList(one)).isFalse();
    }

    @Test
    void shouldBeAbleToUndoNoMoreThanSoMany() {
        String[] many =
                IntStream.rangeClosed(0, Removal.UNDONE).mapToObj(i -> phone()).toArray(String[]::new);
        add(many);

        Removal removal = store.remove(List.of(many));

        assertThat(removal.removed()).isEqualTo(Removal.UNDONE + 1);
        assertThat(removal.undo()).isEmpty();
        assertThat(removal.toString()).doesNotContain("+49");
    }

    @Test
    void shouldListNewestFirstInPages() {
        List<String> added =
                IntStream.range(0, 7).mapToObj(i -> phone()).peek(this::add).toList();

        List<String> listed = new ArrayList<>();
        Page<Suppression> page = store.list(null, 3);
        while (listed.size() < added.size()) {
            assertThat(page.items()).hasSize(3);
            page.items().forEach(entry -> listed.add(entry.phone()));
            page = store.list(page.nextCursor(), 3);
        }

        assertThat(listed.subList(0, 7))
                .containsExactlyElementsOf(
                        added.stream().sorted(Comparator.reverseOrder()).toList());
        assertThatThrownBy(() -> store.list("made-up", 3)).isInstanceOf(InvalidCursor.class);
    }

    @Test
    void shouldEndTheListWithoutACursor() {
        add(phone());

        assertThat(store.list(null, 500).nextCursor()).isNull();
    }

    @Test
    void shouldPutOnTheListWhoSaysStopAndTakeOffWhoSaysStartAgain() {
        String phone = phone();

        heard(phone, Consent.WITHDRAWN, NINE, REPLY);
        assertThat(store.find(phone)).hasValueSatisfying(found -> {
            assertThat(found.reason()).isEqualTo("opted out");
            assertThat(found.source()).isEqualTo(REPLY);
        });
        heard(phone, Consent.GIVEN, NINE.plusSeconds(1), REPLY);

        assertThat(isOnTheList(phone)).isFalse();
    }

    @Test
    void shouldLeaveOnTheListWhomSomebodyElsePutThereWhenTheySayStart() {
        String before = phone();
        String after = phone();

        add(before);
        heard(before, Consent.WITHDRAWN, NINE, REPLY);
        heard(after, Consent.WITHDRAWN, NINE, REPLY);
        assertThat(add(after)).isZero();
        for (String phone : List.of(before, after)) {
            heard(phone, Consent.GIVEN, NINE.plusSeconds(1), REPLY);
            assertThat(isOnTheList(phone)).isTrue();
        }
    }

    @Test
    void shouldTakeAVendorsRefusalForTheirOwnWord() {
        String phone = phone();

        database.database().transact(handle -> {
            new OptOuts(handle).refused(phone, "131050", NINE, "sender main");
            return null;
        });
        assertThat(store.find(phone)).hasValueSatisfying(found -> {
            assertThat(found.reason()).contains("opted out", "131050");
            assertThat(found.source()).isEqualTo("sender main");
        });
        heard(phone, Consent.GIVEN, NINE.minusSeconds(1), REPLY);
        assertThat(isOnTheList(phone)).isTrue();
        heard(phone, Consent.GIVEN, NINE.plusSeconds(1), REPLY);
        assertThat(isOnTheList(phone)).isFalse();
    }

    @Test
    void shouldStayOffTheListWhenAStopThatAnOperatorUndidIsToldAgain() {
        String phone = phone();
        heard(phone, Consent.WITHDRAWN, NINE, REPLY);
        store.remove(List.of(phone));

        heard(phone, Consent.WITHDRAWN, NINE, REPLY);
        assertThat(isOnTheList(phone)).isFalse();
        heard(phone, Consent.WITHDRAWN, NINE.plusSeconds(1), REPLY);
        assertThat(isOnTheList(phone)).isTrue();
    }

    @Test
    void shouldHearALaterStopWhenAStartCameFromTheFuture() {
        String phone = phone();
        heard(phone, Consent.GIVEN, Instant.parse("3000-01-01T00:00:00Z"), REPLY);

        heard(phone, Consent.WITHDRAWN, Instant.parse("3000-01-01T00:00:00Z"), REPLY);

        assertThat(isOnTheList(phone)).isTrue();
    }

    /** Vendors tell whole seconds, and a STOP without a time has that of its arrival. */
    @Test
    void shouldHearAStartInTheSameSecondAsItsStop() {
        String phone = phone();
        heard(phone, Consent.WITHDRAWN, NINE.plusMillis(700), REPLY);
        heard(phone, Consent.GIVEN, NINE, REPLY);
        assertThat(isOnTheList(phone)).isFalse();

        heard(phone, Consent.WITHDRAWN, NINE, REPLY);
        assertThat(isOnTheList(phone)).isTrue();
    }

    /** A property: whatever the order in which words come, and however often each does, the newest is what holds. */
    @Test
    void shouldComeToTheSameWhateverTheOrderOfTheWords() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            String phone = phone();
            List<Word> words = random.ints(1 + random.nextInt(5), 0, 8)
                    .mapToObj(
                            bits -> new Word(bits % 2 == 0 ? Consent.WITHDRAWN : Consent.GIVEN, NINE.plusSeconds(bits)))
                    .toList();
            List<Word> told = new ArrayList<>(words);
            told.addAll(words.subList(0, random.nextInt(words.size() + 1)));
            Collections.shuffle(told, random);

            told.forEach(word -> heard(phone, word.wanted, word.at, REPLY));

            Word newest = Collections.max(words, Comparator.comparing(Word::at));
            assertThat(isOnTheList(phone)).as("%s, told as %s", words, told).isEqualTo(newest.isStop());
        }
    }

    private record Word(Consent wanted, Instant at) {
        boolean isStop() {
            return wanted == Consent.WITHDRAWN;
        }
    }

    @Test
    void shouldComeToTheSameWhenAllWordsAreToldAtOnce() {
        String phone = phone();

        IntStream.range(0, 40)
                .parallel()
                .forEach(i -> heard(phone, i % 2 == 0 ? Consent.GIVEN : Consent.WITHDRAWN, NINE.plusSeconds(i), REPLY));

        assertThat(isOnTheList(phone)).isTrue();
    }

    /** A STOP from 551187654321 was not heard: the list had +5511987654321, and the next campaign sent to it. */
    @ParameterizedTest
    @CsvSource({
        "+5511987654321, +551187654321",
        "+2250707080910, +22507080910",
        "+5491123456789, +541123456789",
        "+525512345678, +5215512345678",
        "+2290190011234, +22990011234",
    })
    void shouldBeOneEntryWhateverFormOfANumberIsUsed(String one, String other) {
        heard(other, Consent.WITHDRAWN, NINE, REPLY);
        assertThat(isOnTheList(one)).isTrue();
        heard(one, Consent.GIVEN, NINE.plusSeconds(1), REPLY);
        assertThat(isOnTheList(other)).isFalse();

        assertThat(add(other, one)).isEqualTo(1);
        assertThat(store.find(other).orElseThrow().phone()).isEqualTo(one);
        assertThat(store.remove(List.of(other)).removed()).isEqualTo(1);
        database.database().transact(handle -> {
            new OptOuts(handle).refused(other, "131050", NINE.plusSeconds(2), "sender main");
            return null;
        });
        assertThat(store.remove(List.of(one)).removed()).isEqualTo(1);
    }

    private static Speaker hidden(String userId) {
        return new Speaker(null, userId, null);
    }

    /** An opt-out with a user id in place of the phone was dropped without a word. */
    @Test
    void shouldKeepAnOptOutOfSomebodyHiddenUntilItIsKnownWhoTheyAre() {
        String phone = phone();
        long before = store.unmatched(1).count();

        assertThat(store.heard(MAIN, hidden("DE.1"), Consent.WITHDRAWN, NINE, REPLY))
                .isEqualTo(ConsentResult.PENDING);
        assertThat(store.heard(MAIN, hidden("DE.1"), Consent.WITHDRAWN, NINE, REPLY))
                .as("told again")
                .isEqualTo(ConsentResult.UNCHANGED);
        assertThat(store.unmatched(50).count()).isEqualTo(before + 1);
        assertThat(store.unmatched(50).newest()).contains(new Suppression.Unmatched.OptOut("DE.1", NINE, REPLY));

        hearAgain();
        store.met(List.of(new Speaker(phone, "DE.1", null)));
        hearAgain();
        assertThat(isOnTheList(phone)).isTrue();
        assertThat(store.unmatched(50).count()).isEqualTo(before);
    }

    private void hearAgain() {
        database.database().transact(handle -> {
            new OptOuts(handle).hearAgain(100);
            return null;
        });
    }

    /** "Heard" was the answer for a word of somebody known and for one that was told again of somebody hidden. */
    @Test
    void shouldTellWhatIsWrittenFromWhatIsKnownAlready() {
        Speaker speaker = Speaker.at(phone());

        assertThat(store.heard(MAIN, speaker, Consent.WITHDRAWN, NINE, REPLY)).isEqualTo(ConsentResult.APPLIED);
        assertThat(store.heard(MAIN, speaker, Consent.WITHDRAWN, NINE, REPLY)).isEqualTo(ConsentResult.UNCHANGED);
        assertThat(store.heard(MAIN, speaker, Consent.GIVEN, NINE.minusSeconds(1), REPLY))
                .isEqualTo(ConsentResult.UNCHANGED);
        assertThat(store.heard(MAIN, speaker, Consent.GIVEN, NINE.plusSeconds(1), REPLY))
                .isEqualTo(ConsentResult.APPLIED);
    }

    @Test
    void shouldHearSomebodyHiddenAtOnceWhenTheirIdIsKnown() {
        String phone = phone();
        store.met(List.of(new Speaker(phone, "DE.2", null), new Speaker(null, "DE.3", null), Speaker.at(phone())));

        assertThat(store.heard(MAIN, hidden("DE.2"), Consent.WITHDRAWN, NINE, REPLY))
                .isEqualTo(ConsentResult.APPLIED);
        assertThat(isOnTheList(phone)).isTrue();
        store.heard(MAIN, hidden("DE.2"), Consent.GIVEN, NINE.plusSeconds(1), REPLY);
        assertThat(isOnTheList(phone)).isFalse();
    }

    /** Meta gives somebody who changes their number another id, and their number may become somebody else's. */
    @Test
    void shouldBelieveWhatIsToldLastOfAnId() {
        String before = phone();
        String now = phone();
        store.met(List.of(new Speaker(before, "DE.4", null)));
        store.met(List.of(new Speaker(now, "DE.4", null)));

        store.heard(MAIN, hidden("DE.4"), Consent.WITHDRAWN, NINE, REPLY);

        assertThat(isOnTheList(now)).isTrue();
        assertThat(isOnTheList(before)).isFalse();
    }

    @Test
    void shouldKeepTheNewestWordOfSomebodyHiddenAlone() {
        String phone = phone();
        long before = store.unmatched(1).count();
        store.heard(MAIN, hidden("DE.5"), Consent.WITHDRAWN, NINE, REPLY);
        store.heard(MAIN, hidden("DE.5"), Consent.GIVEN, NINE.plusSeconds(5), REPLY);
        store.heard(MAIN, hidden("DE.5"), Consent.WITHDRAWN, NINE.plusSeconds(1), REPLY);
        assertThat(store.unmatched(1).count()).isEqualTo(before);

        heard(phone, Consent.WITHDRAWN, NINE.plusSeconds(4), REPLY);
        store.met(List.of(new Speaker(phone, "DE.5", null)));
        hearAgain();

        assertThat(isOnTheList(phone)).isFalse();
    }

    @Test
    void shouldCountAnOptOutOfWhomTheVendorTellsNothing() {
        long before = store.unmatched(1).count();

        assertThat(store.heard(MAIN, new Speaker(null, null, null), Consent.WITHDRAWN, NINE, REPLY))
                .isEqualTo(ConsentResult.PENDING);

        assertThat(store.unmatched(1).count()).isEqualTo(before + 1);
    }
}
