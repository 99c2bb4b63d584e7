// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line as a process: what it prints where, and its exit codes. */
class CommandLineTest {
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir
  Path directory;

  @Test
  void replay_printsATreeAndTotalsInPlainText() {
    var done = SpoorProcess.run(NOTHING, "--speed", "fast");

    assertThat(done.exitCode()).isZero();
    assertThat(done.err()).isEmpty();
    assertThat(done.out()).doesNotContain("\u001b").startsWith("invoke_agent claude-code ");
    assertThat(
            done.out().lines().map(line -> line.replaceAll(" {2,}(?=\\S)", "  ").stripTrailing()))
        .contains("Totals", "  status  ok", "  tools  7, 1 failed")
        .anyMatch(line -> line.startsWith("  execute_tool Agent  "))
        .anyMatch(line -> line.matches("  chat claude-sonnet-4-5\\S+ .*6,352 in {2}318 out .*ok"))
        .anyMatch(line -> line.matches("  execute_tool Bash .*error.*"))
        .anyMatch(line -> line.matches("  cost  .*\\$0\\.0745 reported"));
    assertThat(done.out()).contains("\n    invoke_agent Explore ", "\n      execute_tool Grep ");
  }

  @Test
  void inspect_readsStandardInput() {
    var done = SpoorProcess.run(String.join("\n", BundledRun.lines()), NOTHING, "inspect", "-");

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).startsWith("invoke_agent claude-code ").contains("$0.0745 reported");
  }

  @Test
  void inspect_printsOneJsonObjectAndNothingElse() throws Exception {
    Path file =
        Files.writeString(directory.resolve("failed.jsonl"), "{\"type\":\"system\"}\nbroken\n");
    var consoles = Map.of("OTEL_TRACES_EXPORTER", "console", "OTEL_METRICS_EXPORTER", "console");

    var done = SpoorProcess.run(consoles, "inspect", file.toString(), "--json");

    // A run that failed was still shown.
    assertThat(done.exitCode()).isZero();
    assertThat(Json.object(done.out()))
        .containsEntry("status", "error")
        .containsEntry("dropped_lines", 1L);
    assertThat(done.err()).contains("invoke_agent claude-code", "agent.executions");
  }

  @ParameterizedTest
  @MethodSource("settingsThatExportNothing")
  void inspect_showsTheRunWhateverIsExported(Map<String, String> settings) {
    String run = String.join("\n", BundledRun.lines());
    var shown = SpoorProcess.run(run, NOTHING, "inspect", "-", "--json");

    var done = SpoorProcess.run(run, settings, "inspect", "-", "--json");
    var tree = SpoorProcess.run(run, settings, "inspect", "-");

    assertThat(done.exitCode()).isZero();
    assertThat(done.err()).doesNotContain("invoke_agent");
    assertThat(namesAndCost(done)).isEqualTo(namesAndCost(shown)).contains("invoke_agent Explore");
    assertThat(tree.out())
        .startsWith("invoke_agent claude-code ")
        .contains("\n  execute_tool Agent ", "$0.0745 computed");
  }

  static List<Map<String, String>> settingsThatExportNothing() {
    return List.of(
        Map.of("OTEL_SDK_DISABLED", "true", "OTEL_TRACES_EXPORTER", "console"),
        Map.of("OTEL_TRACES_SAMPLER", "always_off", "OTEL_TRACES_EXPORTER", "console"));
  }

  private static List<Object> namesAndCost(SpoorProcess.Ended done) {
    Map<String, @Nullable Object> report = Json.object(done.out());
    List<Object> facts = new ArrayList<>();
    Json.children(report, "spans").forEach(span -> facts.add(String.valueOf(span.get("name"))));
    facts.add(Json.child(report, "cost_usd"));
    return facts;
  }

  @Test
  void price_readsStandardInput() {
    String request = """
        {"id":"a","provider":"anthropic","model":"claude-sonnet-4-5",\
        "usage_form":"anthropic.messages","usage":{"input_tokens":1000,"output_tokens":500}}
        """;

    var done = SpoorProcess.run(request, NOTHING, "price");

    assertThat(done.exitCode()).isZero();
    assertThat(Json.object(done.out())).containsEntry("id", "a").containsEntry("usd", "0.0105");
  }

  @Test
  void help_goesToStandardOutput() {
    var done = SpoorProcess.run(NOTHING, "--help");

    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("spoor inspect FILE|-");
    assertThat(done.err()).isEmpty();
  }

  @Test
  void unknownOption_isRefusedInOneLine() {
    assertRefused(SpoorProcess.run(NOTHING, "--colour"), "unknown option --colour");
  }

  @Test
  void missingFile_isRefusedInOneLine() {
    assertRefused(
        SpoorProcess.run(NOTHING, "inspect", "no-such-file", "--json"),
        "no such file: no-such-file");
  }

  @Test
  void directory_isRefusedInOneLine() {
    assertRefused(SpoorProcess.run(NOTHING, "inspect", directory.toString()), "is a directory");
  }

  @Test
  void unreadableFile_isRefusedInOneLine() throws Exception {
    Path file = Files.createFile(directory.resolve("secret.jsonl"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "skipped: this user may read everything");

    assertRefused(SpoorProcess.run(NOTHING, "inspect", file.toString()), "may not be read");
  }

  @Test
  void unknownFormat_isRefusedInOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("poem.txt"), "Under the spreading tree\n");

    assertRefused(
        SpoorProcess.run(NOTHING, "inspect", file.toString(), "--json"),
        "format is not recognised");
  }

  @Test
  void wrongVariable_isRefusedInOneLine() {
    assertRefused(
        SpoorProcess.run(Map.of("OTEL_TRACES_EXPORTER", "pigeon"), "--speed", "fast"), "pigeon");
  }

  private static void assertRefused(SpoorProcess.Ended ended, String reason) {
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("spoor: ").contains(reason).hasLineCount(1);
  }
}
