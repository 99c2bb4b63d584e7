// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why we never build shell text from a prompt, and what we do instead. */
class HostilePromptTest {
  @TempDir
  Path directory;

  private Path loot;
  private List<String> prompts;

  @BeforeEach
  void setUp() {
    assumeTrue(Processes.present("sh"), "needs a POSIX shell");
    loot = directory.resolve("loot");
    prompts = Prompts.hostile(loot.toString());
  }

  /**
   * The obvious way: the prompt as JSON between double quotes in text for a shell. It runs code
   * that is in the prompt, which anybody may have written.
   */
  @Test
  void shellTextMadeFromAPrompt_runsTheCodeInThePrompt() throws Exception {
    List<String> executed = new ArrayList<>();
    for (String prompt : prompts) {
      String json =
          "\"" + prompt.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
      String script = "export TRACEPARENT=\"00-x\" && echo \"" + json.replace("\"", "\\\"") + "\"";
      Processes.run(Map.of(), "sh", "-c", script);
      if (Files.deleteIfExists(loot)) {
        executed.add(prompt);
      }
    }

    assertThat(executed)
        .contains(
            "$(touch " + loot + ")", "`touch " + loot + "`", "\" ; touch " + loot + " ; echo \"");
  }

  @Test
  void asArgument_everyPromptArrivesByteForByte() throws Exception {
    for (String prompt : prompts) {
      assertThat(Processes.run(Map.of(), "sh", "-c", "printf %s \"$1\"", "sh", prompt))
          .isEqualTo(prompt);
    }
    assertThat(loot).doesNotExist();
  }

  @Test
  void asVariable_everyPromptArrivesByteForByte() throws Exception {
    for (String prompt : prompts) {
      assertThat(Processes.run(
              Map.of("AGENT_PROMPT", prompt), "sh", "-c", "printf %s \"$AGENT_PROMPT\""))
          .isEqualTo(prompt);
    }
    assertThat(loot).doesNotExist();
  }

  @Test
  void shellQuote_everyPromptArrivesByteForByte() throws Exception {
    for (String prompt : prompts) {
      assertThat(Processes.run(
              Map.of(), "sh", "-c", "printf %s " + SandboxPropagator.shellQuote(prompt)))
          .isEqualTo(prompt);
    }
    assertThat(loot).doesNotExist();
  }

  @Test
  void envPrefix_everyPromptArrivesByteForByte() throws Exception {
    for (String prompt : prompts) {
      List<String> command = new ArrayList<>(
          SandboxPropagator.envPrefix(Map.of("AGENT_PROMPT", prompt, "OTHER", "x")));
      command.addAll(List.of("sh", "-c", "printf %s \"$AGENT_PROMPT\""));
      assertThat(Processes.run(Map.of(), command.toArray(String[]::new))).isEqualTo(prompt);
    }
    assertThat(loot).doesNotExist();
  }

  @Test
  void envPrefix_isSortedAndStartsWithEnv() {
    assertThat(SandboxPropagator.envPrefix(Map.of("B", "2", "A", "1")))
        .containsExactly("env", "A=1", "B=2");
  }

  @Test
  void envPrefix_ofNothingIsNothing() {
    assertThat(SandboxPropagator.envPrefix(Map.of())).isEmpty();
  }

  @Test
  void envPrefix_refusesNamesThatEnvTakesForSomethingElse() {
    for (String name : List.of("", "-i", "A=B", "A\0")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SandboxPropagator.envPrefix(Map.of(name, "x")))
          .withMessageContaining("Expected a name");
    }
  }

  @Test
  void shellQuote_refusesNul() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SandboxPropagator.shellQuote("a\0b"))
        .withMessageContaining("NUL at index 1");
  }

  @Test
  void shellQuote_ofNothingIsAnEmptyWord() {
    assertThat(SandboxPropagator.shellQuote("")).isEqualTo("''");
  }

  @Test
  void prompts_areThirteenAndDiffer() {
    assertThat(prompts).doesNotHaveDuplicates().hasSize(13);
    assertThat(prompts)
        .allMatch(prompt -> new String(prompt.getBytes(UTF_8), UTF_8).equals(prompt));
  }
}
