// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java in the documentation compiles: every {@code java} block of every Markdown file. A block
 * without a type is wrapped in a method; {@code <!-- java: Type name, ... -->} before it declares
 * what it takes as given, {@code <!-- outline -->} exempts it.
 */
class DocumentationTest {
  private static final Path ROOT = Markdown.ROOT;
  private static final String CONVENTION =
      "Put <!-- java: Type name, ... --> before the block for what it takes as given,"
          + " or <!-- outline --> if it is not meant to compile";
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private final List<String> packages = new ArrayList<>();

  @TempDir
  Path classes;

  /** A package without a type may not be imported. */
  @BeforeEach
  void findPackages() throws IOException {
    try (JavaFileManager files = COMPILER.getStandardFileManager(null, null, null)) {
      for (String name : Snippet.PACKAGES) {
        if (name.startsWith("java.") || hasTypes(files, name)) {
          packages.add(name);
        }
      }
    }
  }

  private static boolean hasTypes(JavaFileManager files, String name) throws IOException {
    for (JavaFileObject file :
        files.list(StandardLocation.CLASS_PATH, name, Set.of(JavaFileObject.Kind.CLASS), false)) {
      if (!file.isNameCompatible("package-info", JavaFileObject.Kind.CLASS)) {
        return true;
      }
    }
    return false;
  }

  @TestFactory
  Stream<DynamicTest> everyBlock_compiles() throws IOException {
    return snippets().stream()
        .filter(snippet -> !snippet.outline() && !snippet.isModuleDescriptor())
        .map(snippet -> DynamicTest.dynamicTest(
            snippet.place(), () -> assertThat(compile(snippet)).as(CONVENTION).isEmpty()));
  }

  @Test
  void readme_showsJava() throws IOException {
    assertThat(snippets())
        .anyMatch(snippet -> snippet.place().startsWith("README.md:") && !snippet.outline());
  }

  @Test
  void brokenBlock_isReported() {
    var broken = new Snippet("here", false, "String text", "int length = text.size();");

    assertThat(compile(broken)).contains("size()");
  }

  @Test
  void block_mayUseWhatIsGiven() {
    var block = new Snippet("here", false, "String text", "int length = text.length();");

    assertThat(compile(block)).isEmpty();
  }

  /** Returns what the compiler has to say, or nothing. */
  private String compile(Snippet snippet) {
    String name = "snippet" + Integer.toHexString(snippet.place().hashCode());
    String source = snippet.source(name, packages);
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + "/Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }

          @Override
          public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
          }
        };
    var out = new StringWriter();
    var options = List.of(
        "-d",
        classes.toString(),
        "-classpath",
        System.getProperty("java.class.path"),
        "-proc:none",
        "-Xlint:deprecation,unchecked,rawtypes",
        "-Werror");
    boolean compiled =
        COMPILER.getTask(out, null, null, options, null, List.of(file)).call();
    return compiled ? "" : out + "\n" + source;
  }

  private static List<Snippet> snippets() throws IOException {
    var snippets = new ArrayList<Snippet>();
    for (Path file : Markdown.files()) {
      snippets.addAll(Snippet.in(ROOT.relativize(file).toString(), Files.readString(file)));
    }
    return snippets;
  }
}
