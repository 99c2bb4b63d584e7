// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of Kubernetes' API as running a command in a pod takes: the pod, and a web socket. */
final class FakeKubernetes implements AutoCloseable {
  private static final String POD = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":"
      + "{\"name\":\"box\",\"namespace\":\"agents\"},\"spec\":{\"containers\":[{\"name\":\"main\"}]},"
      + "\"status\":{\"phase\":\"Running\"}}";
  private static final String EXIT_7 =
      "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":"
          + "{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"7\"}]}}";

  private final ServerSocket socket;
  private final List<String> commands = new CopyOnWriteArrayList<>();

  FakeKubernetes() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::acceptAll);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** Returns the words of the last command. */
  List<String> command() {
    return commands;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket connection = socket.accept();
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      return;
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
      String request = reader.readLine();
      Map<String, String> headers = new HashMap<>();
      for (String line = reader.readLine();
          line != null && !line.isEmpty();
          line = reader.readLine()) {
        String[] header = line.split(": *", 2);
        headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
      }
      String target = request.split(" ", -1)[1];
      if (target.contains("/exec?")) {
        rememberCommand(target.substring(target.indexOf('?') + 1));
        exec(connection.getOutputStream(), headers);
        reader.read();
      } else {
        connection
            .getOutputStream()
            .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                    + "Content-Length: " + POD.length() + "\r\n\r\n" + POD)
                .getBytes(UTF_8));
      }
    } catch (IOException e) {
      // The client has gone.
      return;
    }
  }

  private void rememberCommand(String query) {
    commands.clear();
    Arrays.stream(query.split("&", -1))
        .filter(parameter -> parameter.startsWith("command="))
        .map(parameter -> URLDecoder.decode(parameter.substring("command=".length()), UTF_8))
        .forEach(commands::add);
  }

  private static void exec(OutputStream out, Map<String, String> headers) throws IOException {
    String protocol =
        headers.getOrDefault("sec-websocket-protocol", "").split(",", 2)[0].strip();
    out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: " + accept(headers.getOrDefault("sec-websocket-key", ""))
            + (protocol.isEmpty() ? "" : "\r\nSec-WebSocket-Protocol: " + protocol) + "\r\n\r\n")
        .getBytes(UTF_8));
    out.write(binary(1, "ok\n"));
    out.write(binary(3, EXIT_7));
    // A close frame, status 1000.
    out.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
    out.flush();
  }

  private static byte[] binary(int channel, String text) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(UTF_8);
    int length = bytes.length + 1;
    frame.write(0x82);
    if (length < 126) {
      frame.write(length);
    } else {
      frame.write(126);
      frame.write(length >> 8);
      frame.write(length);
    }
    frame.write(channel);
    frame.writeBytes(bytes);
    return frame.toByteArray();
  }

  /** As RFC 6455 has it. */
  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      String text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      return Base64.getEncoder()
          .encodeToString(sha1.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-kubernetes");
    thread.setDaemon(true);
    thread.start();
  }
}
