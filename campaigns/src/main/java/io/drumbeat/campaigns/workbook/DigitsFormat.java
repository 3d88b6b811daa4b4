package io.drumbeat.campaigns.workbook;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Digits within what stands around and between them: {@code +00 000-000}, {@code 0.00%}. */
final class DigitsFormat extends NumberFormat {
    private final List<String> tokens;
    private final int wholePlaces;
    private final int decimals;
    private final int leastDecimals;
    private final boolean percent;

    /** @param tokens places of digits, a point, a percent sign, and other text with a quote in front */
    DigitsFormat(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
        int point = tokens.indexOf(".");
        List<String> whole = point < 0 ? tokens : tokens.subList(0, point);
        List<String> behind = point < 0 ? List.of() : tokens.subList(point, tokens.size());
        wholePlaces = (int) whole.stream().filter(DigitsFormat::isPlace).count();
        decimals = (int) behind.stream().filter(DigitsFormat::isPlace).count();
        leastDecimals = (int) behind.stream()
                .limit(behind.lastIndexOf("0") + 1L)
                .filter(DigitsFormat::isPlace)
                .count();
        percent = tokens.contains("%");
    }

    private static boolean isPlace(String token) {
        return token.equals("0") || token.equals("#") || token.equals("?");
    }

    @Override
    String text(BigDecimal number, boolean from1904) {
        BigDecimal shown = (percent ? number.movePointRight(2) : number).setScale(decimals, RoundingMode.HALF_UP);
        String all = shown.abs().toPlainString();
        int point = decimals == 0 ? all.length() : all.length() - decimals - 1;
        String whole = all.substring(0, point).replaceFirst("^0+", "");
        String behind = decimals == 0 ? "" : all.substring(point + 1);
        while (behind.length() > leastDecimals && behind.endsWith("0")) {
            behind = behind.substring(0, behind.length() - 1);
        }
        return (shown.signum() < 0 ? "-" : "") + filled(whole, behind);
    }

    private String filled(String whole, String behind) {
        StringBuilder text = new StringBuilder();
        int wholePlace = wholePlaces;
        int decimal = 0;
        boolean afterPoint = false;
        for (String token : tokens) {
            if (token.equals(".")) {
                afterPoint = true;
                text.append(wholePlaces == 0 ? whole : "").append(behind.isEmpty() ? "" : ".");
            } else if (!isPlace(token)) {
                text.append(token.equals("%") ? token : token.substring(1));
            } else if (afterPoint) {
                text.append(decimal < behind.length() ? behind.substring(decimal, decimal + 1) : "");
                decimal++;
            } else {
                int from = wholePlace == wholePlaces ? 0 : Math.max(whole.length() - wholePlace, 0);
                int to = Math.max(whole.length() - wholePlace + 1, 0);
                text.append(to > from ? whole.substring(from, to) : token.equals("0") ? "0" : "");
                wholePlace--;
            }
        }
        return text.toString();
    }
}
