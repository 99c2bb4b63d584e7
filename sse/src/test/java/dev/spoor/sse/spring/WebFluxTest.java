// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.spring;

import dev.spoor.sse.AgentConnection;
import dev.spoor.sse.AgentScript;
import dev.spoor.sse.AgentStreams;
import dev.spoor.sse.Script;
import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class WebFluxTest extends SseServerContract {
  @Override
  protected Server serve(SseSpanRecorder recorder) {
    var spring = new AnnotationConfigApplicationContext();
    spring.register(WebFlux.class);
    spring.registerBean(ScriptController.class, () -> new ScriptController(recorder));
    spring.refresh();
    DisposableServer server = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .handle(new ReactorHttpHandlerAdapter(
            WebHttpHandlerBuilder.applicationContext(spring).build()))
        .bindNow();
    return new Server() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void close() {
        server.disposeNow();
        spring.close();
      }
    };
  }

  @Test
  void anAgentsStream_reachesTheBrowser() throws Exception {
    AgentScript.check(port());
  }

  static dev.spoor.sse.SseRequest requestOf(@Nullable String lastEventId) {
    return request(lastEventId);
  }

  @Configuration
  @EnableWebFlux
  static class WebFlux {}

  @RestController
  static final class ScriptController {
    private final SseSpanRecorder recorder;
    private final AgentStreams streams;

    ScriptController(SseSpanRecorder recorder) {
      streams = AgentStreams.create(recorder);
      this.recorder = recorder;
    }

    @GetMapping(AgentScript.PATH)
    ResponseEntity<Flux<ServerSentEvent<String>>> agent(
        @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
      AgentConnection connection = streams.connect(AgentScript.request(lastEventId));
      if (connection.isOver()) {
        return ResponseEntity.noContent().build();
      }
      if (connection.isNew()) {
        AgentScript.run(connection);
      }
      return ResponseEntity.ok(RecordedFlux.of(connection));
    }

    @GetMapping(path = "/{script}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> stream(
        @PathVariable("script") String script,
        @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
      return RecordedFlux.ofEvents(
          recorder, requestOf(lastEventId), session -> play("/" + script, lastEventId));
    }

    private static Flux<SseEvent> play(String script, @Nullable String lastEventId) {
      return switch (script) {
        case Script.END ->
          Flux.fromIterable(Script.events(lastEventId)).delayElements(Duration.ofMillis(10));
        case Script.DRIP ->
          Flux.interval(Duration.ofMillis(10)).onBackpressureDrop().map(Script::small);
        case Script.SILENT -> Flux.concat(Flux.just(Script.small(0)), Flux.never());
        case Script.FLOOD -> Flux.range(0, 100_000).map(i -> Script.large());
        case Script.BURST -> Flux.fromIterable(Script.burst());
        case Script.NASTY -> Flux.fromIterable(Script.nasty());
        default ->
          Flux.concat(
              Flux.just(Script.small(0)), Flux.error(new IllegalStateException("no answer")));
      };
    }
  }
}
