// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.frameworks;

import dev.spoor.sse.Script;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.SseWork;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
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
    var tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.setSilent(true);
    var context = tomcat.addContext("", directory.toString());
    ResourceConfig jersey = new ResourceConfig()
        .register(new Streams(recorder))
        // Else what is flushed waits until there are 8 KiB of it.
        .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
    Wrapper wrapper = Tomcat.addServlet(context, "jersey", new ServletContainer(jersey));
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/*");
    tomcat.getConnector().setProperty("connectionTimeout", "10000");
    tomcat.start();
    return new Server() {
      @Override
      public int port() {
        return tomcat.getConnector().getLocalPort();
      }

      @Override
      public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
      }
    };
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
