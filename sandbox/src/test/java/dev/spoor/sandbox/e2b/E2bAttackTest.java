// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.sandbox.ExecExit;
import dev.spoor.sandbox.ExecOutput;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.SandboxProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a broken or hostile server may answer. */
@Timeout(60)
class E2bAttackTest {
  private static final String KEY = "e2b_0123456789abcdef";
  private static final String CREATED =
      "{\"sandboxID\":\"sbx\",\"envdVersion\":\"0.4.1\"," + "\"envdAccessToken\":\"token\"}";
  private static final String START = "{\"event\":{\"start\":{\"pid\":7}}}";
  private static final String END =
      "{\"event\":{\"end\":{\"exited\":true,\"status\":\"exit status 0\"}}}";

  @Test
  void aRefusalThatQuotesTheKeyDoesNotShowIt() throws Exception {
    try (RawServer server = RawServer.answering(
        json(401, "{\"code\":401,\"message\":\"Invalid API key " + KEY + " sent\"}"))) {
      assertThatThrownBy(() -> client(server).getInfo("sbx"))
          .hasMessageContaining("Invalid API key *** sent")
          .hasMessageNotContaining(KEY);
    }
  }

  @Test
  void aPageOfAProxyIsShownInALineAndCut() throws Exception {
    String page = "<html>\r\n<h1>502\u0007 Bad Gateway</h1>\n" + "x".repeat(5_000);
    try (RawServer server = RawServer.answering(
        "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: " + page.length()
            + "\r\n\r\n" + page)) {
      assertThatThrownBy(() -> client(server).getInfo("sbx"))
          .isInstanceOfSatisfying(
              E2bException.class, e -> assertThat(e.status()).isEqualTo(502))
          .message()
          .contains("with 502: <html> <h1>502 Bad Gateway</h1> xxx")
          .hasSizeLessThan(600)
          .doesNotContain("\n");
    }
  }

  @Test
  void aRedirectIsRefusedAndTheKeyGoesNowhere() throws Exception {
    try (RawServer elsewhere = RawServer.answering(json(200, "{}"));
        RawServer server =
            RawServer.answering("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                + elsewhere.uri() + "/\r\n\r\n")) {
      assertThatThrownBy(() -> client(server).getInfo("sbx"))
          .hasMessageContaining("with 302.")
          .hasMessageContaining("Redirects are not followed");
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void nonsenseIsAnIoException() throws Exception {
    for (String body : List.of(
        "",
        "null",
        "[]",
        "{",
        "<html>",
        "{\"sandboxID\":7}",
        "{\"sandboxID\":\"../x\"}",
        "{\"sandboxID\":\"a b\"}",
        "{\"sandboxID\":\"sbx\",\"envdAccessToken\":\"a\\nb\"}")) {
      try (RawServer server = RawServer.answering(json(201, body))) {
        assertThatThrownBy(() -> client(server).createSandbox(E2bRequest.of("base")))
            .as(body)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() throws Exception {
    try (RawServer server = RawServer.answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"sandboxID\"", RawServer.HOLD)) {
      assertThatThrownBy(() -> impatient(server).getInfo("sbx"))
          .isInstanceOf(java.net.http.HttpTimeoutException.class)
          .hasMessageContaining("GET /sandboxes/sbx within PT0.3S");
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (RawServer server = RawServer.answering(RawServer.HOLD)) {
      assertThatThrownBy(() -> impatient(server).getInfo("sbx"))
          .isInstanceOf(java.net.http.HttpTimeoutException.class);
    }
  }

  @Test
  void aFileThatIsTooLongIsRefusedAndNotCut() throws Exception {
    try (RawServer server = RawServer.answering(
        json(201, CREATED),
        json(500, "{}"),
        "HTTP/1.1 200 OK\r\nContent-Length: " + ((16 << 20) + 1) + "\r\n\r\n"
            + "x".repeat((16 << 20) + 1))) {
      E2bSandbox sandbox = client(server).createSandbox(E2bRequest.of("base"));

      assertThatThrownBy(() -> sandbox.readFile("/big")).hasMessageContaining("openFile");
    }
  }

  @Test
  void aCommandThatNeverBeginsIsGivenUp() throws Exception {
    try (RawServer server = RawServer.answering(
        json(201, CREATED),
        json(500, "{}"),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        RawServer.HOLD)) {
      E2bSandbox sandbox = impatient(server).createSandbox(E2bRequest.of("base"));

      assertThatThrownBy(() -> sandbox.start(ExecSpec.of("true"), ExecOutput.discard()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aStreamThatIsRefusedSaysWhy() throws Exception {
    try (RawServer server = RawServer.answering(
        json(201, CREATED),
        json(500, "{}"),
        json(401, "{\"code\":\"unauthenticated\",\"message\":\"no token\"}"))) {
      E2bSandbox sandbox = client(server).createSandbox(E2bRequest.of("base"));

      assertThatThrownBy(() -> sandbox.start(ExecSpec.of("true"), ExecOutput.discard()))
          .isInstanceOfSatisfying(
              E2bException.class, e -> assertThat(e.code()).isEqualTo("unauthenticated"))
          .hasMessageContaining("POST /process.Process/Start with 401: no token");
    }
  }

  @Test
  void framesThatLieAreRefused() throws Exception {
    for (byte[] bytes : List.of(
        new byte[] {0, -1, -1, -1, -1, '{', '}'},
        new byte[] {0, 0x7f, -1, -1, -1, '{', '}'},
        new byte[] {0, 0, 0, 0, 9, '{', '}'},
        frame(1, START),
        frame(0, "{\"event\":"),
        frame(0, "[]"),
        frame(0, "{\"event\":{\"data\":{\"stdout\":\"%%%\"}}}"),
        new byte[] {0, 0})) {
      assertThatThrownBy(() -> exit(frame(0, START), bytes)).isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void anErrorOfTheStreamIsShownInALineAndCut() {
    String error =
        "{\"error\":{\"code\":\"internal\",\"message\":\"a\\nb" + "x".repeat(9_000) + "\"}}";

    assertThatThrownBy(() -> exit(frame(0, START), frame(2, error)))
        .cause()
        .hasMessageContaining("internal, a bxxx")
        .message()
        .hasSizeLessThan(600);
  }

  @Test
  void eventsThatNobodyKnowsArePassedOver() throws Exception {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ExecExit exit = exit(
        stdout,
        frame(0, "{\"event\":{\"surprise\":{}}}"),
        frame(0, START),
        frame(0, "{\"event\":{\"keepalive\":{}}}"),
        frame(0, "{}"),
        frame(0, "{\"event\":{\"data\":{\"stdout\":\"w6k=\",\"pty\":\"eA==\"}}}"),
        frame(0, END),
        frame(2, "{}"));

    assertThat(exit).isEqualTo(ExecExit.exited(0));
    assertThat(stdout.toString(UTF_8)).isEqualTo("é");
  }

  @Test
  void build_refusesKeysAndAddressesThatAreNone() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new E2bClientBuilder(Map.of("E2B_API_KEY", "e2b_a\nb")).build())
        .withMessageContaining("control characters")
        .withMessageNotContaining("e2b_a");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().setDomain("https://e2b.app").build())
        .withMessageContaining("host name alone");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().setApiUrl(URI.create("api.e2b.app")).build())
        .withMessageContaining("http or https");
    assertThatIllegalStateException()
        .isThrownBy(() -> new E2bClientBuilder(Map.of("E2B_API_URL", "http://a b"))
            .setApiKey(KEY)
            .build())
        .withMessageContaining("E2B_API_URL is no address");
  }

  @Test
  void build_takesAKeyWithTheEndOfItsLine() {
    assertThat(new E2bClientBuilder(Map.of("E2B_API_KEY", KEY + "\n")).apiKey()).isEqualTo(KEY);
  }

  @Test
  void request_refusesVariablesThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> E2bRequest.builder("base").addEnvironment("A=B", "x"));
  }

  private static ExecExit exit(byte[]... frames) throws Exception {
    return exit(new ByteArrayOutputStream(), frames);
  }

  private static ExecExit exit(ByteArrayOutputStream stdout, byte[]... frames) throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      stream.writeBytes(frame);
    }
    ExecOutput output = new ExecOutput() {
      @Override
      public void stdout(ByteBuffer bytes) {
        byte[] chunk = new byte[bytes.remaining()];
        bytes.get(chunk);
        stdout.writeBytes(chunk);
      }

      @Override
      public void stderr(ByteBuffer bytes) {}
    };
    Daemon nobody = new Daemon(
        new E2bHttp(builder().setSandboxUrl(URI.create("http://127.0.0.1:1"))),
        new E2bAccess("sbx", null, null, false));
    SandboxProcess process;
    E2bProcess begun = new E2bProcess(
        nobody,
        E2bThreads.INSTANCE,
        new ByteArrayInputStream(stream.toByteArray()),
        output,
        Duration.ofSeconds(30));
    begun.begin(null);
    process = begun;
    return process.exit().toCompletableFuture().get();
  }

  private static byte[] frame(int flags, String json) {
    byte[] frame = Envelopes.frame(json.getBytes(UTF_8));
    frame[0] = (byte) flags;
    return frame;
  }

  private static String json(int status, String body) {
    return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + body.getBytes(US_ASCII).length + "\r\n\r\n" + body;
  }

  private static E2bClientBuilder builder() {
    return new E2bClientBuilder(Map.of()).setApiKey(KEY);
  }

  private static E2bClient client(RawServer server) {
    return builder().setApiUrl(server.uri()).setSandboxUrl(server.uri()).build();
  }

  private static E2bClient impatient(RawServer server) {
    return builder()
        .setApiUrl(server.uri())
        .setSandboxUrl(server.uri())
        .setRequestTimeout(Duration.ofMillis(300))
        .build();
  }
}
