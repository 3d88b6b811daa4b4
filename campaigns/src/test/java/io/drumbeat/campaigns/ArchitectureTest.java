package io.drumbeat.campaigns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.drumbeat.campaigns", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule shouldKnowNeitherTemporalNorHttp = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.drumbeat.engine..",
                    "io.drumbeat.api..",
                    "io.temporal..",
                    "io.javalin..",
                    "jakarta.servlet..",
                    "org.apache.hc..",
                    "java.net.http..",
                    "com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule shouldKeepTheDatabaseFreeOfCampaigns = noClasses()
            .that()
            .resideInAPackage("..campaigns.database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..campaigns.audience..",
                    "..campaigns.campaign..",
                    "..campaigns.dispatch..",
                    "..campaigns.media..",
                    "..campaigns.pacing..",
                    "..campaigns.sender..");

    @ArchTest
    static final ArchRule shouldHaveNoRoomsThatNeedEachOther =
            slices().matching("io.drumbeat.campaigns.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule shouldPassTheTimeIntoPacing = noClasses()
            .that()
            .resideInAPackage("..campaigns.pacing..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule shouldHaveNoStaticState =
            noFields().that().areStatic().should().notBeFinal();
}
