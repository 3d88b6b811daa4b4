package io.drumbeat.campaigns.workbook;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How a cell shows its number, as far as the workbook says. Where decimals end, zeros in front, signs, currencies and
 * masks are taken from the format. What depends on whose Excel shows it is not: there are no thousands separators, the
 * decimal point is a point, a date is {@code 2026-12-01}. No digit of a whole number is ever left out.
 */
abstract class NumberFormat {
    /** As Excel shows a number that nobody has formatted, but never in scientific notation. */
    static final NumberFormat GENERAL = new NumberFormat() {
        @Override
        String text(BigDecimal number, boolean from1904) {
            return plain(number);
        }
    };

    /** What Excel knows of a number, which is binary: what is behind it is noise (0.1 + 0.2). */
    private static final MathContext EXACT = new MathContext(15);

    /** @param from1904 whether days are counted from 1904 on, as old Macs did */
    abstract String text(BigDecimal number, boolean from1904);

    static String plain(BigDecimal number) {
        BigDecimal whole = number.stripTrailingZeros();
        return (whole.scale() <= 0 ? whole : number.round(EXACT).stripTrailingZeros()).toPlainString();
    }

    /** One of a workbook's own. */
    static NumberFormat of(String code) {
        return FormatCode.read(code);
    }

    /**
     * One that a workbook names and does not have, since every Excel knows it.
     *
     * @see <a href="https://learn.microsoft.com/en-us/dotnet/api/documentformat.openxml.spreadsheet.numberingformat">The list</a>
     */
    static NumberFormat builtIn(String id) {
        return switch (id) {
            case "1", "3", "37", "38", "41" -> of("0");
            case "2", "4", "39", "40", "43" -> of("0.00");
            case "5", "6", "42" -> of("$0");
            case "7", "8", "44" -> of("$0.00");
            case "9" -> of("0%");
            case "10" -> of("0.00%");
            case "14", "15", "16", "17" -> of("yyyy-mm-dd");
            case "18", "20" -> of("hh:mm");
            case "19", "21", "45", "47" -> of("hh:mm:ss");
            case "22" -> of("yyyy-mm-dd hh:mm");
            case "46" -> of("[h]:mm:ss");
            // Dates of Chinese, Japanese, Korean and Thai Excels.
            case "27", "28", "29", "30", "31", "36", "50", "51", "52", "53", "54", "57", "58" -> of("yyyy-mm-dd");
            case "32", "34" -> of("hh:mm");
            case "33", "35" -> of("hh:mm:ss");
            default -> GENERAL;
        };
    }
}
