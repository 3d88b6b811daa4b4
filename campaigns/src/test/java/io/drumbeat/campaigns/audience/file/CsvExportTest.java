package io.drumbeat.campaigns.audience.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

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
