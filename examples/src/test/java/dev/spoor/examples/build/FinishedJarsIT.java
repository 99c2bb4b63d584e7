// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user gets: the jars themselves, not the class directories that they are made from. */
class FinishedJarsIT {
  private static final int JAVA_17 = 61;

  @ParameterizedTest
  @ValueSource(strings = {"cost", "core", "sse", "sandbox", "langfuse", "autoconfigure"})
  void jar_isAModuleWithItsName(String module) {
    assertThat(descriptor(module).name()).isEqualTo("dev.spoor." + module);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cost", "core", "sse", "sandbox", "langfuse", "autoconfigure"})
  void jar_carriesTheLicense(String module) throws IOException {
    assertThat(names(module)).contains("META-INF/LICENSE", "META-INF/NOTICE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cost", "core", "sse", "sandbox", "langfuse", "autoconfigure"})
  void jar_holdsOnlyItsOwnPackages(String module) throws IOException {
    String own =
        module.equals("core") ? "dev/spoor/(stream/|semconv/)?" : "dev/spoor/" + module + "/.*";

    assertThat(classes(module)).allMatch(name -> name.matches(own + "[^/]+\\.class"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cost", "core", "sse", "sandbox", "langfuse", "autoconfigure"})
  void jar_runsOnJava17(String module) throws IOException {
    try (JarFile jar = new JarFile(jar(module).toFile())) {
      for (String name : classes(module)) {
        assertThat(majorVersion(jar, name)).as(name).isEqualTo(JAVA_17);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cost", "core", "sse", "sandbox", "langfuse", "autoconfigure"})
  void sources_areBesideTheJar(String module) {
    String jar = jar(module).toString();

    assertThat(Path.of(jar.replaceAll("\\.jar$", "-sources.jar"))).exists();
  }

  @Test
  void core_needsOnlyWhatItMay() {
    assertThat(requires("core"))
        .isSubsetOf(
            "java.base",
            "dev.spoor.cost",
            "org.jspecify",
            "org.slf4j",
            "com.fasterxml.jackson.core",
            "io.opentelemetry.api",
            "io.opentelemetry.context",
            "io.opentelemetry.common");
  }

  @Test
  void cost_needsOnlyTheJdk() {
    assertThat(requires("cost")).isSubsetOf("java.base", "org.jspecify");
  }

  @Test
  void core_knowsItsVersion() throws IOException {
    try (JarFile jar = new JarFile(jar("core").toFile());
        InputStream properties = jar.getInputStream(jar.getEntry("dev/spoor/version.properties"))) {
      assertThat(new String(properties.readAllBytes(), StandardCharsets.UTF_8))
          .contains("version=" + System.getProperty("project.version"));
    }
  }

  private static Set<String> requires(String module) {
    return descriptor(module).requires().stream()
        .map(ModuleDescriptor.Requires::name)
        .collect(Collectors.toSet());
  }

  private static ModuleDescriptor descriptor(String module) {
    return ModuleFinder.of(jar(module)).findAll().iterator().next().descriptor();
  }

  private static List<String> classes(String module) throws IOException {
    return names(module).stream()
        .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
        .toList();
  }

  private static List<String> names(String module) throws IOException {
    try (JarFile jar = new JarFile(jar(module).toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }

  private static int majorVersion(JarFile jar, String name) {
    try (var in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
      in.skipBytes(6);
      return in.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar(String module) {
    Stream<String> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    return classPath
        .filter(entry -> entry.matches(".*spoor-" + module + "-[^/\\\\]*\\.jar"))
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No jar of spoor-" + module + " on the class path"));
  }
}
