// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the modules: they point one way. */
class ArchitectureTest {

  private static final JavaClasses SPOOR = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("dev.spoor");

  /** A module by the names of its classes, and what their classes may use. */
  private record Module(String name, String own, String mayUse) {}

  static Stream<Arguments> modules() {
    String jdk = "java\\..*|javax\\..*|org\\.jspecify\\..*";
    String api = jdk + "|io\\.opentelemetry\\.(api|context|common)\\..*|org\\.slf4j\\..*";
    String jackson = "|com\\.fasterxml\\.jackson\\.core\\..*";
    String core = "|dev\\.spoor\\.[A-Z].*|dev\\.spoor\\.(stream|semconv)\\..*";
    String cost = "|dev\\.spoor\\.cost\\..*";
    return Stream.of(
            new Module("cost", "dev\\.spoor\\.cost\\..*", jdk),
            new Module(
                "core",
                "dev\\.spoor\\.([A-Z].*|(stream|semconv)\\..*)",
                api + jackson + cost + core),
            new Module("sandbox", "dev\\.spoor\\.sandbox\\..*", api + jackson + cost + core),
            new Module(
                "langfuse",
                "dev\\.spoor\\.langfuse\\..*",
                api + jackson + cost + core + "|io\\.opentelemetry\\.(sdk|exporter)\\..*"))
        .map(module -> Arguments.argumentSet(module.name(), module));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void module_usesOnlyWhatItMay(Module module) {
    ArchRule rule = classes()
        .that()
        .haveNameMatching(module.own())
        .should()
        .onlyDependOnClassesThat(named(module.mayUse() + "|" + module.own()))
        .allowEmptyShould(true);

    rule.check(SPOOR);
  }

  @Test
  void sse_knowsNoOtherModuleButCore() {
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.sse..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.spoor.cost..",
            "dev.spoor.sandbox..",
            "dev.spoor.langfuse..",
            "dev.spoor.autoconfigure..",
            "io.opentelemetry.sdk..")
        .allowEmptyShould(true)
        .check(SPOOR);
  }

  @Test
  void langfuse_isKnownByAutoconfigureAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.spoor.langfuse..", "dev.spoor.autoconfigure..", "dev.spoor.examples..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.spoor.langfuse..")
        .check(SPOOR);
  }

  @Test
  void sdk_isKnownByLangfuseAndAutoconfigureAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.spoor.langfuse..",
            "dev.spoor.autoconfigure..",
            "dev.spoor.examples..",
            "dev.spoor.testing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.api.incubator..")
        .check(SPOOR);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.spoor.(*)..").should().beFreeOfCycles().check(SPOOR);
  }

  @Test
  void internalPackages_areUsedByTheirOwnModuleAlone() {
    classes()
        .that()
        .resideInAPackage("dev.spoor..internal..")
        .should(beUsedByTheirOwnModuleAlone())
        .allowEmptyShould(true)
        .check(SPOOR);
  }

  private static DescribedPredicate<JavaClass> named(String pattern) {
    return DescribedPredicate.describe("are named " + pattern, type -> {
      JavaClass base = type.getBaseComponentType();
      return base.isPrimitive() || base.getName().matches(pattern);
    });
  }

  private static ArchCondition<JavaClass> beUsedByTheirOwnModuleAlone() {
    return new ArchCondition<>("be used by their own module alone") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String module = moduleOf(type);
        type.getDirectDependenciesToSelf().stream()
            .filter(use -> !moduleOf(use.getOriginClass()).equals(module))
            .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
      }
    };
  }

  /** Returns what comes after dev.spoor in the package; core has several packages of its own. */
  private static String moduleOf(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    String module = parts.length > 2 ? parts[2] : "core";
    return Map.of("stream", "core", "semconv", "core", "internal", "core")
        .getOrDefault(module, module);
  }
}
