package ai.tidemark.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows of the design: scan, keys to core; service to both; demo to service; cli to all. */
final class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.tidemark");

  @Test
  void modulesPointOnlyWhereTheDesignSays() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("ai.tidemark..")
        .layer("core")
        .definedBy("ai.tidemark.core..")
        .layer("scan")
        .definedBy("ai.tidemark.scan..")
        .layer("keys")
        .definedBy("ai.tidemark.keys..")
        .layer("evidence")
        .definedBy("ai.tidemark.evidence..")
        .layer("service")
        .definedBy("ai.tidemark.service..")
        .layer("demo")
        .definedBy("ai.tidemark.demo..")
        .layer("cli")
        .definedBy("ai.tidemark.cli..")
        .optionalLayer("testkit")
        .definedBy("ai.tidemark.testkit..")
        .whereLayer("core")
        .mayNotAccessAnyLayer()
        .whereLayer("scan")
        .mayOnlyAccessLayers("core")
        .whereLayer("keys")
        .mayOnlyAccessLayers("core")
        .whereLayer("evidence")
        .mayOnlyAccessLayers("core", "scan", "keys")
        .whereLayer("service")
        .mayOnlyAccessLayers("core", "scan", "keys", "evidence")
        .whereLayer("demo")
        .mayOnlyAccessLayers("core", "scan", "keys", "evidence", "service")
        .whereLayer("cli")
        .mayOnlyAccessLayers("core", "scan", "keys", "evidence", "service", "demo")
        .whereLayer("testkit")
        .mayOnlyAccessLayers("core")
        .check(PRODUCT);
  }

  @Test
  void onlyKeysTouchesBouncyCastle() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ai.tidemark.keys..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(PRODUCT);
  }

  @Test
  void onlyServiceAndDemoTouchVertx() {
    noClasses()
        .that()
        .resideOutsideOfPackages("ai.tidemark.service..", "ai.tidemark.demo..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(PRODUCT);
  }

  @Test
  void coreKnowsNoFramework() {
    classes()
        .that()
        .resideInAPackage("ai.tidemark.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "ai.tidemark.core..",
            "java..",
            "javax.crypto..",
            "jdk.incubator.vector..",
            "org.jspecify..",
            "com.fasterxml.jackson..",
            "com.knuddels.jtokkit..",
            "org.erdtman.jcs..")
        .check(PRODUCT);
  }

  /** A default JVM has no such module: whatever else named it would fail to load there. */
  @Test
  void onlyLanesTouchVectors() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ai.tidemark.core.lanes..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(PRODUCT);
  }

  @Test
  void packagesDoNotFormCycles() {
    for (String module : List.of("scan", "keys", "evidence", "service", "demo")) {
      slices()
          .matching("ai.tidemark." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(PRODUCT);
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    TreeSet<String> unmarked = new TreeSet<>();
    for (JavaClass c : PRODUCT) {
      JavaPackage p = c.getPackage();
      if (!p.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(p.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }
}
