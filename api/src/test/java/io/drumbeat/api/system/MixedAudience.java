package io.drumbeat.api.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A recipients file in which every kind of fault has its share.
 *
 * <p>Two unconfirmed in a row, or one behind a 429, back an account off for half a minute, which is right and slow. Lanes
 * take blocks of consecutive rows, 50 at a time while more than 500 are left. So what troubles an account stands on every
 * other row only, and not among the last 500. What takes another go half a minute later is not there either, so that
 * nobody waits for it. The first rows are good: a first send to WA.cr that fails has to bring the media again.
 */
final class MixedAudience {

    /** Throttled, or nobody knows whether it was sent: that is trouble of the account's. */
    private static final int[][] TROUBLES = {
        {99_801},
        {99_012},
        {99_013},
        {99_014},
        {99_015, 99_018},
        {99_502, 99_504},
        {99_500, 99_503, 99_760, 99_762},
        {99_301, 99_302, 99_307, 99_308}
    };

    /** Slow ones: 429 without Retry-After, never answered, 10 MB. */
    private static final int[][] SLOW_TROUBLES = {{99_831}, {99_010, 99_011}, {99_016}};

    /** Refused, opted out, taken at the second go half a minute later, refused behind a 200, taken in an unusual way. */
    private static final int[][] OTHERS = {
        {99_126, 99_147, 99_200, 99_212, 99_400, 99_672, 99_697, 99_698, 99_754, 99_755, 99_901, 99_903, 99_904, 99_906
        },
        {99_150, 99_753, 99_902},
        {99_811, 99_821},
        {99_021},
        {99_019, 99_020}
    };

    /** Slow ones: the answer trickles. */
    private static final int[][] SLOW_OTHERS = {{99_017}};

    private static final int[][] UNKNOWN = {{99_012}, {99_013}, {99_014}, {99_015}, {99_500}, {99_502}};
    private static final int[][] REPORTED_OTHERWISE = {
        {99_126}, {99_700}, {99_701}, {99_702}, {99_703}, {99_704}, {99_706}, {99_707}, {99_710}, {99_711}, {99_714}
    };

    private static final int LATE = 99_705;
    private static final int GOOD = 0;
    private static final int GOOD_AT_FIRST = 400;
    private static final int SMALL_BLOCKS = 500;

    private final List<String> phones = new ArrayList<>();

    private MixedAudience(int size, List<Integer> troubles, List<Integer> others, List<Integer> last) {
        int odd = (size - GOOD_AT_FIRST - SMALL_BLOCKS) / 2;
        Iterator<Integer> troubled = shuffled(troubles, odd);
        Iterator<Integer> untroubled = shuffled(others, size - GOOD_AT_FIRST - odd - last.size());
        Iterator<Integer> atLast = last.iterator();
        Map<Integer, Integer> used = new HashMap<>();
        for (int i = 0; i < size; i++) {
            int digits = GOOD;
            if (i >= size - last.size()) {
                digits = atLast.next();
            } else if (i >= GOOD_AT_FIRST) {
                boolean mayTrouble = i < GOOD_AT_FIRST + 2 * odd && i % 2 == 1;
                digits = mayTrouble ? troubled.next() : untroubled.next();
            }
            int series = 1_000 + used.merge(digits, 1, Integer::sum) % 1_000;
            phones.add(String.format(Locale.ROOT, "+4915%04d%05d", series, digits == GOOD ? i : digits));
        }
    }

    /** 5,000, of whom each kind of fault has 5 %, but for the slowest, which have two. */
    static MixedAudience ofEveryFault() {
        return new MixedAudience(
                5_000,
                with(each(250, TROUBLES), each(2, SLOW_TROUBLES)),
                with(each(250, OTHERS), each(2, SLOW_OTHERS)),
                Collections.nCopies(SMALL_BLOCKS, GOOD));
    }

    /** 1,500, of whom many are told about in unusual ways, where at all, and the last ones late. */
    static MixedAudience ofEveryReport() {
        return new MixedAudience(1_500, each(40, UNKNOWN), each(40, REPORTED_OTHERWISE), Collections.nCopies(40, LATE));
    }

    private static List<Integer> each(int count, int[][] kinds) {
        List<Integer> digits = new ArrayList<>();
        for (int[] kind : kinds) {
            for (int i = 0; i < count; i++) {
                digits.add(kind[i % kind.length]);
            }
        }
        return digits;
    }

    private static List<Integer> with(List<Integer> some, List<Integer> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Iterator<Integer> shuffled(List<Integer> bad, int size) {
        List<Integer> digits = new ArrayList<>(with(bad, Collections.nCopies(size - bad.size(), GOOD)));
        Collections.shuffle(digits, new Random(7));
        return digits.iterator();
    }

    List<String> phones() {
        return List.copyOf(phones);
    }

    /** Those of whom the vendor tells late. */
    List<String> late() {
        return phones.stream().filter(phone -> phone.endsWith("" + LATE)).toList();
    }

    /** Somebody towards the end of the file whose message would arrive; {@code another} 0, 1, … */
    String good(int another) {
        List<String> good =
                phones.stream().filter(phone -> !phone.matches(".*99\\d{3}")).toList();
        return good.get(good.size() - 1 - another);
    }

    /** The file: name, and a column that only WA.cr knows. */
    String csv() {
        StringBuilder csv = new StringBuilder("phone,name,contact.firstname\n");
        for (int i = 0; i < phones.size(); i++) {
            csv.append(phones.get(i))
                    .append(",N")
                    .append(i)
                    .append(",N")
                    .append(i)
                    .append('\n');
        }
        return csv.toString();
    }
}
