package io.drumbeat.campaigns.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            General           ~ 9.19812345678E11    ~ 919812345678
            General           ~ 919812345678.0      ~ 919812345678
            General           ~ 1E+3                ~ 1000
            General           ~ 0.30000000000000004 ~ 0.3
            General           ~ 12.50               ~ 12.5
            General           ~ -7                  ~ -7
            General           ~ 1234567890123456789 ~ 1234567890123456789
            0.00E+00          ~ 919812345678        ~ 919812345678
            @                 ~ 919812345678        ~ 919812345678
            0                 ~ 919812345678        ~ 919812345678
            #,##0             ~ 919812345678        ~ 919812345678
            #,##0.00          ~ 1234.5              ~ 1234.50
            0.00              ~ 1178.8199           ~ 1178.82
            0.##              ~ 3                   ~ 3
            0.0#              ~ 3.456               ~ 3.46
            0.00              ~ -0.001              ~ 0.00
            0000000000        ~ 123456789           ~ 0123456789
            \\+0              ~ 919812345678        ~ +919812345678
            "+91"0            ~ 9812345678          ~ +919812345678
            +00 00000-00000   ~ 919812345678        ~ +91 98123-45678
            000-0000          ~ 12                  ~ 000-0012
            [<=9999999]###-####;(###) ###-#### ~ 5551234567 ~ 5551234567
            0%                ~ 0.15                ~ 15%
            0.0%              ~ 0.155               ~ 15.5%
            "₹"#,##0.00       ~ 1234.5              ~ ₹1234.50
            [$₹-4009] #,##0   ~ 500                 ~ ₹ 500
            _("$"* #,##0.00_);_("$"* (#,##0.00) ~ -4.5 ~ $(4.50)
            0.00;[Red]-0.00   ~ -4.5                ~ -4.50
            0;;"none"         ~ 0                   ~ 0
            ;;;               ~ 42                  ~ 42
            #,##0,            ~ 1234567             ~ 1234567
            # ?/?             ~ 0.5                 ~ 0.5
            .00               ~ 12.5                ~ 12.50
            yyyy-mm-dd        ~ 46357               ~ 2026-12-01
            [$-409]d\\-mmm\\-yy;@ ~ 46357           ~ 2026-12-01
            mmm-yy            ~ 46357               ~ 2026-12-01
            dd/mm/yyyy h:mm AM/PM ~ 46357.75        ~ 2026-12-01 18:00
            h:mm              ~ 0.99999             ~ 23:59
            mm:ss.0           ~ 0.5                 ~ 12:00:00
            [h]:mm:ss         ~ 1.5                 ~ 36:00:00
            d/m/yy            ~ 59                  ~ 1900-02-28
            d/m/yy            ~ 61                  ~ 1900-03-01
            d/m/yy            ~ -1                  ~ -1
            d/m/yy            ~ 919812345678        ~ 919812345678
            """)
    void shouldShowWhatTheCellShows(String code, String number, String shown) throws Exception {
        byte[] file = SampleWorkbook.of("<row><c s='1'><v>" + number + "</v></c></row>")
                .withFormats(code)
                .bytes();

        assertThat(Sheets.rows(file)).containsExactly("1: " + shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1234.5, 1234.5", "1, 919812345678, 919812345678", "2, 1234.5, 1234.50", "3, 919812345678, 919812345678",
        "9, 0.5, 50%", "11, 919812345678, 919812345678", "14, 46357, 2026-12-01", "20, 0.5, 12:00",
        "22, 46357.5, 2026-12-01 12:00", "44, 3, $3.00", "46, 2, 48:00:00", "49, 919812345678, 919812345678",
        "57, 46357, 2026-12-01", "150, 7, 7"
    })
    void shouldKnowTheFormatsThatEveryExcelKnows(String id, String number, String shown) throws Exception {
        byte[] file = SampleWorkbook.of("<row><c s='0'><v>" + number + "</v></c></row>")
                .withFormats()
                .with("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='" + id + "'/></cellXfs></styleSheet>")
                .bytes();

        assertThat(Sheets.rows(file)).containsExactly("1: " + shown);
    }
}
