// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final Palette PLAIN = new Palette(false);

  private final SpanTree tree = new SpanTree();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(tree).build();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void lines_beginWithTheNameAfterTheIndentation() {
    Span run = start("invoke_agent a", Span.getInvalid(), 100);
    Span tool = start("execute_tool Bash", run, 101);
    Span chat = start("chat m", run, 102);
    Span inner = start("invoke_agent b", tool, 103);
    inner.end(104, TimeUnit.SECONDS);
    chat.setAttribute("gen_ai.usage.input_tokens", 12_345L);
    chat.setAttribute("gen_ai.usage.output_tokens", 67L);
    chat.setAttribute("gen_ai.usage.cost", 0.0123);
    chat.end(105, TimeUnit.SECONDS);
    tool.setStatus(StatusCode.ERROR, "exit code 1\nand more");
    tool.end(106, TimeUnit.SECONDS);
    run.end(107, TimeUnit.SECONDS);

    assertThat(new TreeLines(PLAIN).of(tree.inTreeOrder()))
        .map(line -> line.replaceAll("(?<=\\S) +", " "))
        .containsExactly(
            "invoke_agent a 7.00 s ok",
            "  execute_tool Bash 5.00 s error: exit code 1 and more",
            "    invoke_agent b 1.00 s ok",
            "  chat m 3.00 s 12,345 in 67 out $0.0123 ok");
  }

  @Test
  void lines_sayWhatIsStillRunningOrWasAbandoned() {
    Span run = start("run", Span.getInvalid(), 100);
    start("tool", run, 101).setAttribute("agent.outcome", "abandoned").end(102, TimeUnit.SECONDS);

    assertThat(new TreeLines(PLAIN).of(tree.inTreeOrder()))
        .map(line -> line.replaceAll("(?<=\\S) +", " "))
        .containsExactly("run running", "  tool 1.00 s abandoned");
    run.end();
  }

  @Test
  void inStartOrder_countsIdsFromOne() {
    Span run = start("run", Span.getInvalid(), 100);
    start("a", run, 101).end();
    start("b", run, 101).end();
    run.end();

    assertThat(tree.inStartOrder()).extracting(SpanNode::id).containsExactly(1, 2, 3);
    assertThat(tree.inStartOrder()).extracting(SpanNode::parentId).containsExactly(0, 1, 1);
  }

  @Test
  void screen_takesItsDrawingAwayAtTheEnd() {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Span run = start("run", Span.getInvalid(), 100);
    var screen = LiveScreen.start(tree, new Terminal(true, 24, 80, PLAIN), out);
    while (!bytes.toString(StandardCharsets.UTF_8).contains("run  running\n")) {
      Thread.onSpinWait();
    }
    run.end();
    screen.close();

    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\u001b[1A\u001b[J");
  }

  private Span start(String name, Span parent, long seconds) {
    return provider
        .get("test")
        .spanBuilder(name)
        .setParent(Context.root().with(parent))
        .setStartTimestamp(seconds, TimeUnit.SECONDS)
        .startSpan();
  }
}
