// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.frameworks;

import dev.spoor.sse.Script;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.SseWork;
import dev.spoor.sse.TomcatServer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class JaxRsTest extends SseServerContract {
  @TempDir
  java.nio.file.Path directory;

  @Override
  protected Server serve(SseSpanRecorder recorder) throws Exception {
    ResourceConfig jersey = new ResourceConfig()
        .register(new Streams(recorder))
        // Else what is flushed waits until there are 8 KiB of it.
        .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
    return TomcatServer.start(directory, new ServletContainer(jersey));
  }

  static SseRequest requestOf(@Nullable String lastEventId) {
    return request(lastEventId);
  }

  @Path("/{script}")
  public static final class Streams {
    private final SseSpanRecorder recorder;

    Streams(SseSpanRecorder recorder) {
      this.recorder = recorder;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Response stream(
        @PathParam("script") String script,
        @HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
      return stream(
          recorder,
          requestOf(lastEventId),
          writer -> Script.play("/" + script, lastEventId, writer.session(), writer::send));
    }

    static Response stream(
        SseSpanRecorder recorder, SseRequest request, SseWork<RuntimeException> answer) {
      // guide: jax-rs
      StreamingOutput body = out -> recorder.stream(request, out, answer);
      return Response.ok(body).header("Cache-Control", "no-cache").build();
      // end
    }
  }
}
