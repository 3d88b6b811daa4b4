package io.drumbeat.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.drumbeat",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {

    /** The other modules' tests are folders in one phase of the build and jars in the next. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule shouldPointNothingBackwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("campaigns")
            .definedBy("io.drumbeat.campaigns..")
            .layer("engine")
            .definedBy("io.drumbeat.engine..")
            .layer("api")
            .definedBy("io.drumbeat.api..")
            .whereLayer("campaigns")
            .mayNotAccessAnyLayer()
            .whereLayer("engine")
            .mayOnlyAccessLayers("campaigns")
            .whereLayer("api")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule shouldHaveNoRoomsThatNeedEachOther =
            slices().matching("io.drumbeat.api.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule shouldLeaveSqlToTheStores = noClasses()
            .that()
            .resideInAnyPackage("io.drumbeat.engine..", "io.drumbeat.api..")
            .and()
            .haveNameNotMatching(".*\\.Postgres\\w+Store(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "org.postgresql..");

    @ArchTest
    static final ArchRule shouldParseTheCommandLineInOneRoom = noClasses()
            .that()
            .resideOutsideOfPackage("io.drumbeat.api.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..");

    @ArchTest
    static final ArchRule shouldServeHttpWithoutTemporal = noClasses()
            .that()
            .resideInAnyPackage("io.drumbeat.api.http..", "io.drumbeat.api.security..", "io.drumbeat.api.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..");

    @ArchTest
    static final ArchRule shouldHaveNoStaticState = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.drumbeat.api..")
            .and()
            .areStatic()
            .should()
            .notBeFinal();
}
