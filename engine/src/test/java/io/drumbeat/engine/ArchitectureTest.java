package io.drumbeat.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.drumbeat.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule shouldNotKnowWhoAsks =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.drumbeat.api..", "picocli..");

    @ArchTest
    static final ArchRule shouldKeepGatewaysFreeOfTemporalAndTheDatabase = noClasses()
            .that()
            .resideInAnyPackage("..engine.gateway..", "..engine.vendor..", "..engine.fetch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.workflow..",
                    "..engine.activity..",
                    "..engine.reconcile..",
                    "..engine.temporal..",
                    "..engine.simulator..",
                    "..campaigns.database..",
                    "io.temporal..",
                    "org.jdbi..",
                    "java.sql..");

    @ArchTest
    static final ArchRule shouldAdmitWithoutHttpAndTemporal = noClasses()
            .that()
            .resideInAPackage("..engine.admission..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.workflow..",
                    "..engine.activity..",
                    "..engine.temporal..",
                    "io.temporal..",
                    "io.javalin..");

    @ArchTest
    static final ArchRule shouldKeepVendorsApart =
            slices().matching("io.drumbeat.engine.vendor.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule shouldKeepSimulatedVendorsApart = slices().matching(
                    "io.drumbeat.engine.simulator.vendor.(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule shouldKeepSimulatedVendorsFreeOfTheServer = noClasses()
            .that()
            .resideInAPackage("..engine.simulator.vendor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..engine.simulator");

    @ArchTest
    static final ArchRule shouldHaveNoRoomsThatNeedEachOther =
            slices().matching("io.drumbeat.engine.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule shouldReachVendorsThroughTheGatewaysPortOnly = noClasses()
            .that()
            .resideInAnyPackage(
                    "..engine.workflow..", "..engine.activity..", "..engine.reconcile..", "..engine.temporal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.gateway.*..",
                    "..engine.vendor..",
                    "..engine.simulator..",
                    "org.apache.hc..",
                    "io.javalin..");

    @ArchTest
    static final ArchRule shouldOnlyDecideAndWaitInWorkflows = noClasses()
            .that()
            .resideInAPackage("..engine.workflow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.activity..",
                    "..engine.gateway..",
                    "..engine.vendor..",
                    "..campaigns.database..",
                    "org.jdbi..",
                    "java.sql..",
                    "java.net..",
                    "java.nio.file..");

    @ArchTest
    static final ArchRule shouldKeepTheSimulatorIndependentOfWhatItTests = noClasses()
            .that()
            .resideInAPackage("..engine.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..engine.vendor..", "..engine.workflow..", "..engine.activity..", "io.temporal..");

    @ArchTest
    static final ArchRule shouldHaveNoStaticState =
            noFields().that().areStatic().should().notBeFinal();
}
