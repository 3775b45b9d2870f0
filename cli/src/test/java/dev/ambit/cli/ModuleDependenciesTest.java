package dev.ambit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ModuleDependenciesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.ambit");

  @Test
  void everyModuleWasImported() {
    for (String module : new String[] {"core", "analyze", "integrity", "os", "cli"}) {
      assertThat(CLASSES.stream().filter(c -> c.getPackageName().startsWith("dev.ambit." + module))).isNotEmpty();
    }
  }

  @Test
  void coreUsesNoOtherModule() {
    noClasses().that().resideInAPackage("dev.ambit.core..")
        .should().dependOnClassesThat().resideInAnyPackage("dev.ambit.analyze..", "dev.ambit.integrity..", "dev.ambit.os..", "dev.ambit.cli..")
        .check(CLASSES);
  }

  @Test
  void analysisSeesNeitherTheOperatingSystemNorTheCommandLine() {
    noClasses().that().resideInAPackage("dev.ambit.analyze..")
        .should().dependOnClassesThat().resideInAnyPackage("dev.ambit.integrity..", "dev.ambit.os..", "dev.ambit.cli..")
        .check(CLASSES);
  }

  @Test
  void integritySeesNeitherAnalysisNorTheOperatingSystemNorTheCommandLine() {
    noClasses().that().resideInAPackage("dev.ambit.integrity..")
        .should().dependOnClassesThat().resideInAnyPackage("dev.ambit.analyze..", "dev.ambit.os..", "dev.ambit.cli..")
        .check(CLASSES);
  }

  @Test
  void onlyIntegritySeesBouncyCastle() {
    noClasses().that().resideOutsideOfPackage("dev.ambit.integrity..")
        .should().dependOnClassesThat().resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void theOperatingSystemLayerUsesNothingOfOurs() {
    noClasses().that().resideInAPackage("dev.ambit.os..")
        .should().dependOnClassesThat().resideInAnyPackage("dev.ambit.core..", "dev.ambit.analyze..", "dev.ambit.integrity..", "dev.ambit.cli..")
        .check(CLASSES);
  }

  @Test
  void onlyAnalysisSeesTheJavaScriptParser() {
    noClasses().that().resideOutsideOfPackage("dev.ambit.analyze..")
        .should().dependOnClassesThat().resideInAnyPackage("com.oracle.js..", "com.oracle.truffle..")
        .check(CLASSES);
  }

  @Test
  void packagesOfCoreHaveNoCycles() {
    slices().matching("dev.ambit.core.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesOfTheCommandLineHaveNoCycles() {
    noClasses().that().resideInAnyPackage("dev.ambit.cli.launch..", "dev.ambit.cli.report..", "dev.ambit.cli.demo..", "dev.ambit.cli.admin..")
        .should().dependOnClassesThat().resideInAPackage("dev.ambit.cli")
        .check(CLASSES);
  }

  @Test
  void noNameSaysNothing() {
    noClasses().should().haveSimpleNameEndingWith("Manager")
        .orShould().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
        .orShould().haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Impl")
        .orShould().haveSimpleNameEndingWith("Processor")
        .check(CLASSES);
  }
}
