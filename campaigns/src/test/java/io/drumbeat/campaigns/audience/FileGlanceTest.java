package io.drumbeat.campaigns.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.phone.RegionFit;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file shows that cannot be read as it is. */
class FileGlanceTest {

    @TempDir
    private Path folder;

    private FileGlance glance(String csv) throws IOException {
        return look(csv).orElseThrow();
    }

    private Optional<FileGlance> look(String csv) throws IOException {
        AudienceSpec spec = new AudienceSpec(null, PhoneFormat.AUTO, null, null, null, MessageTexts.NONE, List.of());
        return FileGlance.of(Files.writeString(folder.resolve("list.csv"), csv), spec);
    }

    @Test
    void shouldShowTheColumnThatMostLooksLikePhonesWhenNoneIsCalledSo() throws IOException {
        FileGlance glance = glance("Ref;Contact;Since\n1001;98123 45670;2024-01-02\n1002;87654 32109;2024-01-03\n");

        assertThat(glance.headers()).containsExactly("Ref", "Contact", "Since");
        assertThat(glance.phoneColumn()).isNull();
        assertThat(glance.likelyPhoneColumn()).isEqualTo("Contact");
        assertThat(glance.firstRows()).hasSize(2);
    }

    @Test
    void shouldGuessNoColumnWhenThePhonesHaveOneOrNoneIsLikeIt() throws IOException {
        assertThat(glance("phone,Other\n12,98123 45670\n").likelyPhoneColumn()).isNull();
        assertThat(glance("phone,Other\n12,98123 45670\n").phoneColumn()).isEqualTo("phone");
        assertThat(glance("Name,Town\nAsha,Pune\n").likelyPhoneColumn()).isNull();
    }

    /** Russia's mobile numbers begin with a nine, as many of India's do: one without doubt must not be made of two. */
    @Test
    void shouldTellAllRegionsThatNumbersSuitAlike() throws IOException {
        String nines = "phone\n9123456780\n9123456781\n9123456782\n";

        assertThat(glance(nines).regions())
                .filteredOn(fit -> fit.mobiles() == 3)
                .extracting(RegionFit::region)
                .contains("IN", "RU");
        assertThat(glance(nines + "8765432109\n7654321098\n").regions()).first().isEqualTo(new RegionFit("IN", 5, 5));
    }

    @Test
    void shouldLookOnlyAtNumbersWithoutACountryCode() throws IOException {
        assertThat(glance("phone\n+919123456780\n00919123456781\nnone\n").regions())
                .isEmpty();
    }

    @Test
    void shouldShowNothingWhenNothingCanBeRead() throws IOException {
        assertThat(look("")).isEmpty();
        assertThat(look("a\0b\n")).isEmpty();
    }
}
