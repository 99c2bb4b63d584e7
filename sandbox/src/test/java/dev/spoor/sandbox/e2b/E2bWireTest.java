// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.sandbox.ExecOutput;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.internal.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What we send is, field by field, what E2B's own client for JavaScript was recorded to send. */
@Timeout(60)
class E2bWireTest {
  private static final Path RECORDING =
      Path.of("../../shared/fixtures/e2b/e2b-js-sdk-2.51.0-wire.json");
  private static final List<String> SHARED_HEADERS = List.of(
      "content-type",
      "x-api-key",
      "x-access-token",
      "connect-protocol-version",
      "connect-timeout-ms",
      "keepalive-ping-interval",
      "e2b-sandbox-port");

  @TempDir
  Path files;

  @BeforeAll
  static void needsTheRecording() {
    assumeTrue(Files.exists(RECORDING), "needs the recording beside the project");
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs the shell of the recording");
  }

  @Test
  void requests_equalTheRecordedOnes() throws Exception {
    List<Map<String, Object>> recorded = recorded();
    try (FakeE2b fake = new FakeE2b(files)) {
      drive(fake, recorded);
      assertSame(recorded.get(0), fake.request("/v2/sandboxes"), 0);
      List<FakeE2b.Request> starts = fake.requests().stream()
          .filter(request -> request.path().equals("/process.Process/Start"))
          .toList();
      assertSame(recorded.get(1), starts.get(0), Envelopes.HEADER_BYTES);
      assertSame(recorded.get(2), starts.get(1), Envelopes.HEADER_BYTES);
      assertSame(recorded.get(3), fake.request("/sandboxes/sbx1/metrics"), 0);
      FakeE2b.Request last = fake.requests().get(fake.requests().size() - 1);
      assertThat(last.method()).isEqualTo(recorded.get(4).get("method"));
    }
  }

  @Test
  void frames_ofTheRecordingAreRead() throws Exception {
    for (Map<String, Object> exchange : recorded().subList(1, 3)) {
      StringBuilder hex = new StringBuilder();
      JsonTree.asList(exchange.get("responseHex")).forEach(hex::append);
      Envelopes envelopes =
          new Envelopes(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
      int frames = 0;
      boolean last = false;
      for (var frame = envelopes.read(); frame != null; frame = envelopes.read()) {
        frames++;
        last = frame.last();
      }
      assertThat(frames).isEqualTo(JsonTree.asList(exchange.get("responseHex")).size());
      assertThat(last).isTrue();
    }
  }

  private static void drive(FakeE2b fake, List<Map<String, Object>> recorded) throws Exception {
    Map<String, Object> first = body(recorded.get(1), Envelopes.HEADER_BYTES);
    Map<String, Object> process = JsonTree.asObject(first.get("process"));
    List<String> script =
        JsonTree.asList(process.get("args")).stream().map(Object::toString).toList();
    Map<String, Object> created = body(recorded.get(0), 0);
    E2bRequestBuilder request = E2bRequest.builder("base")
        .setTimeout(Duration.ofSeconds(60))
        .addMetadata(strings(created.get("metadata")));
    strings(created.get("envVars")).forEach(request::addEnvironment);
    E2bSandbox sandbox = fake.client().build().createSandbox(request.build());
    run(
        sandbox,
        ExecSpec.builder("/bin/bash")
            .addArgument(script.get(0))
            .addArgument(script.get(1))
            .addArgument(script.get(2))
            .addEnvironment(strings(process.get("envs")))
            .setTimeout(Duration.ofSeconds(60))
            .build());
    run(
        sandbox,
        ExecSpec.builder("/bin/bash", "-l", "-c", "exit 7")
            .setTimeout(Duration.ofSeconds(60))
            .build());
    sandbox.metrics();
    sandbox.kill();
  }

  private static void run(E2bSandbox sandbox, ExecSpec command) throws Exception {
    sandbox.start(command, ExecOutput.discard()).exit().toCompletableFuture().get();
  }

  private static void assertSame(Map<String, Object> recorded, FakeE2b.Request sent, int frameBytes)
      throws IOException {
    assertThat(sent.method()).isEqualTo(recorded.get("method"));
    assertThat(body(sent.body(), frameBytes)).isEqualTo(body(recorded, frameBytes));
    Map<String, Object> headers = JsonTree.asObject(recorded.get("headers"));
    for (String header : SHARED_HEADERS) {
      assertThat(sent.headers().get(header)).as(header).isEqualTo(headers.get(header));
    }
  }

  private static Map<String, Object> body(Map<String, Object> recorded, int frameBytes)
      throws IOException {
    return body(HexFormat.of().parseHex(String.valueOf(recorded.get("bodyHex"))), frameBytes);
  }

  private static Map<String, Object> body(byte[] bytes, int frameBytes) throws IOException {
    byte[] json = Arrays.copyOfRange(bytes, Math.min(bytes.length, frameBytes), bytes.length);
    return json.length == 0 ? Map.of() : JsonTree.object(json, json.length);
  }

  private static Map<String, String> strings(@Nullable Object object) {
    Map<String, String> strings = new HashMap<>();
    JsonTree.asObject(object).forEach((key, value) -> strings.put(key, value.toString()));
    return strings;
  }

  private static List<Map<String, Object>> recorded() throws IOException {
    byte[] json = ("{\"items\":" + Files.readString(RECORDING, UTF_8) + "}").getBytes(UTF_8);
    return JsonTree.asList(JsonTree.object(json, json.length).get("items")).stream()
        .map(JsonTree::asObject)
        .toList();
  }
}
