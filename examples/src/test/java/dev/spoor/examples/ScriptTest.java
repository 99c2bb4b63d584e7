// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that starts the command line, in a copy of the sources that was never built, through a
 * link, from another directory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptTest {
  private static final Set<String> NOT_COPIED = Set.of("target", ".git", ".spoor.lock");

  @TempDir
  static Path directory;

  private Path sources = Path.of("");
  private Path link = Path.of("");
  private final List<Ended> firstStarts = new ArrayList<>();

  private record Ended(int exitCode, String out, String err) {}

  private record Running(Process process, Path out, Path err) {
    Ended await() throws Exception {
      if (!process.waitFor(15, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("the script did not end: " + Files.readString(err));
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  @BeforeAll
  void startTwiceAtOnce() throws Exception {
    sources = directory.resolve("a copy");
    copySources(repository(), sources);
    link = Files.createSymbolicLink(directory.resolve("spoor"), Path.of("a copy/examples/spoor"));
    Running first = start("--speed", "fast");
    Running second = start("--speed", "fast");
    firstStarts.add(first.await());
    firstStarts.add(second.await());
  }

  @Test
  void firstStarts_buildOnceAndBothShowTheRun() {
    assertThat(firstStarts).allSatisfy(ended -> {
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.out()).startsWith("invoke_agent claude-code ");
    });
    assertThat(firstStarts)
        .filteredOn(ended -> ended.err().contains("spoor: building"))
        .hasSize(1);
  }

  @Test
  void laterStart_doesNotBuild() throws Exception {
    assertThat(start("--speed", "fast").await().err()).isEmpty();
  }

  @Test
  void exitCodeAndStandardInput_passThrough() throws Exception {
    assertThat(start("inspect", "no-such-file").await().exitCode()).isEqualTo(2);

    Running inspect = start("inspect", "-", "--json");
    try (var stdin = inspect.process().getOutputStream()) {
      stdin.write("{\"type\":\"system\",\"session_id\":\"s\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Json.object(inspect.await().out())).containsEntry("session_id", "s");
  }

  @Test
  void changedSource_isBuiltAndItsErrorsAreShown() throws Exception {
    Path wrong = sources.resolve("examples/src/main/java/dev/spoor/examples/Wrong.java");
    Files.writeString(wrong, "package dev.spoor.examples; final class Wrong { int one = \"1\"; }");
    try {
      Ended ended = start("--speed", "fast").await();

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err()).contains("Wrong.java", "spoor: the build failed");
    } finally {
      Files.delete(wrong);
    }
  }

  private Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "script", ".out");
    Path err = Files.createTempFile(directory, "script", ".err");
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
    return new Running(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** Tests run in the directory of their module, or in that of the whole. */
  private static Path repository() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("examples/spoor"))
        ? here
        : here.resolve("..").normalize();
  }

  private static void copySources(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        if (NOT_COPIED.contains(String.valueOf(path.getFileName()))) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        try {
          Files.createDirectories(to.resolve(from.relativize(path).toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
          throws IOException {
        if (!NOT_COPIED.contains(String.valueOf(path.getFileName()))) {
          Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
