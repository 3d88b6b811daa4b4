package io.drumbeat.campaigns.audience.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvExportTest {

    @Test
    void shouldWriteMarkAndCrlfWhenRowsAreWritten() throws IOException {
        assertThat(written(List.of("a", "é"), List.of("1", ""))).isEqualTo("\uFEFFa,é\r\n1,\r\n");
    }

    @Test
    void shouldGuardCellWhenItWouldBeAFormula() throws IOException {
        assertThat(written(List.of("=1+1", "+91", "-5", "@x", "\tx", "\rx", "a=b", "'=1", "")))
                .isEqualTo("\uFEFF'=1+1,'+91,'-5,'@x,'\tx,\"'\rx\",a=b,'=1,\r\n");
    }

    /** A spreadsheet of a country whose lists have semicolons made a formula of what stands behind one. */
    @Test
    void shouldGuardWhatWouldBeAFormulaBehindAnotherSeparator() throws IOException {
        assertThat(written(List.of("Asha;=1+1", "a\t+1", "a\n-1", "a;b", "a-b;c", "＝1+1", "a;＠x")))
                .isEqualTo("\uFEFFAsha;'=1+1,a\t'+1,\"a\n'-1\",a;b,a-b;c,'＝1+1,a;'＠x\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "Asha;=1+1", "a\n-1;+5", "\tx", "＝1", "plain", "it's;a", ""})
    void shouldGiveACellBackAsItWas(String cell) throws IOException {
        String row = written(List.of(cell)).substring(1).replace("\r\n", "").replace("\"", "");

        assertThat(CsvExport.unguarded(row)).isEqualTo(cell);
    }

    @Test
    void shouldQuoteCellWhenItHoldsWhatSeparates() throws IOException {
        assertThat(written(List.of("a,b", "a\"b", "a\nb", "a\rb", "a;b", "=\"x\"")))
                .isEqualTo("\uFEFF\"a,b\",\"a\"\"b\",\"a\nb\",\"a\rb\",a;b,\"'=\"\"x\"\"\"\r\n");
    }

    @Test
    void shouldLeaveNumberWhenItIsOurs() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvExport csv = CsvExport.withPhones(out, 1)) {
            csv.row(List.of("+1", "+919812345678"));
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\uFEFF'+1,+919812345678\r\n");
    }

    @Test
    void shouldThrowWhenStreamIsGone() throws IOException {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("gone");
            }
        };
        CsvExport csv = CsvExport.to(gone);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        csv.row(List.of("some text"));
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @SafeVarargs
    private static String written(List<String>... rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvExport csv = CsvExport.to(out)) {
            for (List<String> row : rows) {
                csv.row(row);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
