// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/** A server that behaves badly below HTTP: it is given the bare connection. */
final class RawServer implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  static final int MORE_THAN_BUFFERS_HOLD = 20_000_000;

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final CountDownLatch closed;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  /** Returns a server that reads one byte and then leaves the rest in the buffers. */
  static RawServer readingNothing() {
    return readingNothing(ServerSocketFactory.getDefault());
  }

  static RawServer readingNothing(ServerSocketFactory sockets) {
    var closed = new CountDownLatch(1);
    return new RawServer(
        sockets,
        (in, out) -> {
          in.read();
          await(closed);
        },
        closed);
  }

  RawServer(Behaviour behaviour) {
    this(ServerSocketFactory.getDefault(), behaviour);
  }

  RawServer(ServerSocketFactory sockets, Behaviour behaviour) {
    this(sockets, behaviour, new CountDownLatch(1));
  }

  private RawServer(ServerSocketFactory sockets, Behaviour behaviour, CountDownLatch closed) {
    this.behaviour = behaviour;
    this.closed = closed;
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String url() {
    return (server instanceof SSLServerSocket ? "https" : "http") + "://127.0.0.1:"
        + server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      behaviour.serve(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      // The other side hung up, which is its right.
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads one request with its body. */
  static void readRequest(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("No request");
      }
      head.append((char) c);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length: ") + "content-length: ".length();
    in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at))));
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void daemon(Runnable work) {
    var thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** What the server does with one connection. */
  interface Behaviour {
    void serve(InputStream in, OutputStream out) throws IOException;
  }
}
