package io.drumbeat.api.system.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Lists of recipients, of whom one in forty may misbehave. */
final class Lists {

    /** By the phones' last digits (docs/simulator.md). */
    private static final List<Integer> MISBEHAVING =
            List.of(99_126, 99_801, 99_012, 99_013, 99_014, 99_015, 99_022, 99_500, 99_502, 99_010, 99_017, 99_019);

    private static final int ONE_IN = 40;

    private Lists() {}

    /** @param series 0 to 9; no two lists with different ones share a phone */
    static List<String> phones(int series, int count, boolean allBehave, Random random) {
        List<String> phones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            phones.add(
                    i % ONE_IN == ONE_IN - 1 && !allBehave
                            ? phone(series, 1 + i / ONE_IN, MISBEHAVING.get(random.nextInt(MISBEHAVING.size())))
                            : phone(series, 0, i));
        }
        Collections.shuffle(phones, random);
        return phones;
    }

    private static String phone(int series, int group, int last) {
        return String.format(Locale.ROOT, "+49151%d%02d%05d", series, group, last);
    }

    static String csv(List<String> phones) {
        return "phone,name\n" + String.join(",Asha\n", phones) + ",Asha\n";
    }
}
