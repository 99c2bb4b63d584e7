// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.spring;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.cost.TokenUsage;
import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.spring.RecordedSseEmitter;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Streams the answer of an agent that always says the same. */
@RestController
class AnswerController {
  private static final String MODEL = "claude-sonnet-4-5";

  private final AgentTracer agents;
  private final SseSpanRecorder streams;

  AnswerController(AgentTracer agents, SseSpanRecorder streams) {
    this.agents = agents;
    this.streams = streams;
  }

  @GetMapping("/answer")
  SseEmitter answer(@RequestParam String question) {
    var emitter = new RecordedSseEmitter(streams.start(SseRequest.of("/answer")));
    new Thread(() -> answer(question, emitter), "agent").start();
    return emitter;
  }

  private void answer(String question, RecordedSseEmitter emitter) {
    AgentRequest request = AgentRequest.builder()
        .setModel(MODEL)
        .setPrompt(question)
        .setParent(emitter.session().context())
        .build();
    try (AgentRun run = agents.start(request)) {
      run.generation(
          MODEL,
          generation -> generation.usage(
              TokenUsage.builder().setInput(1_000).setOutput(200).build()));
      emitter.send(SseEvent.of("text", "It is on its way."));
      run.onText("It is on its way.");
      emitter.complete();
    } catch (IOException gone) {
      emitter.completeWithError(gone);
    }
  }
}
