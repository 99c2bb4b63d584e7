// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that sends what it is told, byte for byte, one answer to each connection. */
final class RawServer implements AutoCloseable {
  /** Keeps the connection open and sends no more. */
  static final String HOLD = "";

  private final ServerSocket socket;
  private final Queue<String> answers;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  static RawServer answering(String... answers) throws IOException {
    RawServer server = new RawServer(List.of(answers));
    Thread thread = new Thread(server::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private RawServer(List<String> answers) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.answers = new ConcurrentLinkedQueue<>(answers);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }

  private void serve() {
    while (!answers.isEmpty()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException e) {
        // The client has gone, or the test is over.
        if (socket.isClosed()) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void answer(Socket connection) throws IOException, InterruptedException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    requests.add(String.valueOf(reader.readLine()));
    int length = 0;
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    for (int i = 0; i < length; i++) {
      reader.read();
    }
    String answer = answers.poll();
    if (answer != null && !answer.isEmpty()) {
      // A client that kept the connection would ask for more on it.
      String once = answer.replaceFirst("\r\n", "\r\nConnection: close\r\n");
      connection.getOutputStream().write(once.getBytes(ISO_8859_1));
      connection.getOutputStream().flush();
    }
    if (HOLD.equals(answer) || HOLD.equals(answers.peek())) {
      closed.await();
    }
  }
}
