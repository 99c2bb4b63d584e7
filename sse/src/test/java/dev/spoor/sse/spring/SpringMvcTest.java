// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sse.AgentConnection;
import dev.spoor.sse.AgentScript;
import dev.spoor.sse.AgentStreams;
import dev.spoor.sse.Script;
import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.TomcatServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

class SpringMvcTest {
  /** What goes over the wire is this library's own. */
  @Nested
  class OwnEventsTest extends MvcContract {
    @Test
    void anAgentsStream_reachesTheBrowser() throws Exception {
      AgentScript.check(port());
    }

    @Override
    void send(RecordedSseEmitter emitter, SseEvent event) throws IOException {
      emitter.send(event);
    }
  }

  /** Code that was written for Spring's emitter. */
  @Nested
  class SpringsBuilderTest extends MvcContract {
    @Override
    protected boolean writesAsGiven() {
      return false;
    }

    @Override
    void send(RecordedSseEmitter emitter, SseEvent event) throws IOException {
      SseEmitter.SseEventBuilder builder = SseEmitter.event();
      if (event.id() != null) {
        builder.id(event.id());
      }
      // Spring writes no space after the colon, so what begins with one needs another.
      String data = " " + String.valueOf(event.data()).replace("\n", "\n ");
      builder.name(String.valueOf(event.type())).data(data);
      emitter.send(builder);
    }
  }

  @Test
  void springsParts_areReadForTypeDataAndBytes() {
    var event =
        new SentBySpring(SseEmitter.event().name("text").id("1").data("data:é").build());
    var comment = new SentBySpring(SseEmitter.event().comment("data:x").id("7").build());
    var object = new SentBySpring(SseEmitter.event().data(new Object()).build());

    assertThat(event.type()).isEqualTo("text");
    assertThat(event.hasData()).isTrue();
    assertThat(event.bytes()).isEqualTo("event:text\nid:1\ndata:data:.\n\n".length() + 1);
    assertThat(comment.hasData()).isFalse();
    assertThat(object.type()).isNull();
    assertThat(object.hasData()).isTrue();
  }

  abstract static class MvcContract extends SseServerContract {
    @TempDir
    Path directory;

    abstract void send(RecordedSseEmitter emitter, SseEvent event) throws IOException;

    @Override
    protected Server serve(SseSpanRecorder recorder) throws Exception {
      var spring = new AnnotationConfigWebApplicationContext();
      spring.register(Mvc.class);
      var controller = new ScriptController(this, recorder);
      spring.addBeanFactoryPostProcessor(
          beans -> beans.registerSingleton("scriptController", controller));
      Server server = TomcatServer.start(directory, new DispatcherServlet(spring));
      return new Server() {
        @Override
        public int port() {
          return server.port();
        }

        @Override
        public void close() throws Exception {
          controller.threads.shutdownNow();
          server.close();
        }
      };
    }

    static dev.spoor.sse.SseRequest requestOf(@Nullable String lastEventId) {
      return request(lastEventId);
    }
  }

  @Configuration
  @EnableWebMvc
  static class Mvc implements WebMvcConfigurer {
    /** As Spring Boot sets it up. */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
      builder.withStringConverter(new StringHttpMessageConverter(StandardCharsets.UTF_8));
    }
  }

  @RestController
  static final class ScriptController {
    final ExecutorService threads = Executors.newCachedThreadPool();
    private final MvcContract contract;
    private final SseSpanRecorder recorder;
    private final AgentStreams streams;

    ScriptController(MvcContract contract, SseSpanRecorder recorder) {
      streams = AgentStreams.create(recorder);
      this.contract = contract;
      this.recorder = recorder;
    }

    @GetMapping(AgentScript.PATH)
    ResponseEntity<SseEmitter> agent(
        @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
      AgentConnection connection = streams.connect(AgentScript.request(lastEventId));
      if (connection.isOver()) {
        return ResponseEntity.noContent().build();
      }
      if (connection.isNew()) {
        threads.execute(() -> AgentScript.run(connection));
      }
      var emitter = new RecordedSseEmitter(connection.session());
      threads.execute(() -> connection.sendTo(emitter::send));
      return ResponseEntity.ok(emitter);
    }

    @GetMapping("/{script}")
    SseEmitter stream(
        @PathVariable("script") String script,
        @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
      var emitter = new RecordedSseEmitter(recorder.start(MvcContract.requestOf(lastEventId)));
      threads.execute(() -> {
        try {
          Script.play(
              "/" + script, lastEventId, emitter.session(), event -> contract.send(emitter, event));
          emitter.complete();
        } catch (IOException | RuntimeException e) {
          emitter.completeWithError(e);
        }
      });
      return emitter;
    }
  }
}
