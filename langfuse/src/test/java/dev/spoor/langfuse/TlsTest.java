// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Delivery over TLS, to a server whose certificate is trusted, or not. */
@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static SSLContext before;
  private static ServerSocketFactory sockets;

  @BeforeAll
  static void trust(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "SAN=IP:127.0.0.1",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            file.toString())
        .redirectErrorStream(true)
        .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    var tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    sockets = tls.getServerSocketFactory();
    before = SSLContext.getDefault();
    SSLContext.setDefault(tls);
  }

  @AfterAll
  static void forget() {
    SSLContext.setDefault(before);
  }

  @Test
  void spans_arriveOverOneConnection() throws IOException {
    try (var server = new RawServer(sockets, (in, out) -> {
          while (true) {
            RawServer.readRequest(in);
            RawServer.write(out, RawServer.OK);
          }
        });
        var rig = Rig.at(server.url(), b -> {})) {
      for (int i = 0; i < 5; i++) {
        rig.end(3);
        assertThat(rig.flush()).isTrue();
      }
      rig.endLarge(3_000_000);

      assertThat(rig.flush()).isTrue();
      assertThat(rig.statistics().delivered()).isEqualTo(16);
      assertThat(server.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void requestThatIsNotRead_isCutOffByTheTimeout() throws IOException {
    try (var server = RawServer.readingNothing(sockets);
        var rig = Rig.at(
            server.url(),
            b -> b.setTimeout(Duration.ofMillis(300))
                .setMaxRetryDuration(Duration.ofMillis(1))
                .setMaxBatchBytes(32 << 20))) {
      rig.endLarge(RawServer.MORE_THAN_BUFFERS_HOLD);

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("gave_up", 1L));
    }
  }

  @Test
  void requestThatIsNotRead_isCutOffByTheShutdown() throws IOException {
    try (var server = RawServer.readingNothing(sockets)) {
      var rig = Rig.at(
          server.url(),
          b -> b.setTimeout(Duration.ofMinutes(5))
              .setShutdownTimeout(Duration.ofMillis(300))
              .setMaxBatchBytes(32 << 20));
      rig.endLarge(RawServer.MORE_THAN_BUFFERS_HOLD);

      assertThat(rig.processor.shutdown().join(20, TimeUnit.SECONDS).isDone()).isTrue();
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("shutdown", 1L));
    }
  }

  @Test
  void handshakeThatIsNotAnswered_isCutOffByTheShutdown() throws IOException {
    try (var server = new RawServer((in, out) -> in.readAllBytes())) {
      var rig = Rig.at(
          server.url().replace("http:", "https:"),
          b -> b.setTimeout(Duration.ofMinutes(5)).setShutdownTimeout(Duration.ofMillis(300)));
      rig.end(2);

      assertThat(rig.processor.shutdown().join(20, TimeUnit.SECONDS).isDone()).isTrue();
      assertThat(rig.statistics().lost()).isEqualTo(Map.of("shutdown", 2L));
    }
  }

  @Test
  void certificateOfAnotherHost_isNotTrusted() throws IOException {
    try (var server = new RawServer(sockets, (in, out) -> {
          RawServer.readRequest(in);
          RawServer.write(out, RawServer.OK);
        });
        var rig = Rig.at(
            server.url().replace("127.0.0.1", "localhost"),
            b -> b.setMaxRetryDuration(Duration.ofMillis(1)))) {
      rig.end(1);

      assertThat(rig.flush()).isFalse();
      assertThat(rig.statistics().delivered()).isZero();
      assertThat(rig.processor.health().reachable()).isFalse();
    }
  }
}
