// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client on a bare socket, so that a test decides when it reads and how it leaves. */
public final class SseTestClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;
  private final List<SseEvent> heard = new ArrayList<>();
  private final SseDecoder decoder = SseDecoder.of(heard::add);
  private final int status;
  private final boolean chunked;
  private final byte[] one = new byte[1];
  private int taken;
  private int chunkLeft;
  private long bodyBytes;

  public SseTestClient(int port, String path, @Nullable String lastEventId) throws IOException {
    // Small, so that a client that does not read is soon felt by the server.
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(30_000);
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n";
    if (lastEventId != null) {
      request += "Last-Event-ID: " + lastEventId + "\r\n";
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(ISO_8859_1));
    in = new BufferedInputStream(socket.getInputStream(), 512);
    status = Integer.parseInt(line().substring(9, 12));
    boolean isChunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      isChunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
    }
    chunked = isChunked;
  }

  public int status() {
    return status;
  }

  /** Returns the bytes of the body read so far. */
  public long bodyBytes() {
    return bodyBytes;
  }

  /** Reads the next event, or returns null at the end of the stream. */
  public @Nullable SseEvent next() throws IOException {
    while (taken == heard.size()) {
      if (!read()) {
        return null;
      }
    }
    return heard.get(taken++);
  }

  private boolean read() throws IOException {
    int b = body();
    if (b < 0) {
      return false;
    }
    bodyBytes++;
    one[0] = (byte) b;
    decoder.feed(one);
    return true;
  }

  /** Reads to the end of the stream. */
  public List<SseEvent> readAll() throws IOException {
    while (next() != null) {
      // Everything is kept by next().
    }
    return heard;
  }

  /** Reads until the stream has set an id, or returns null at its end. */
  public @Nullable String nextId() throws IOException {
    while (decoder.lastEventId() == null) {
      if (!read()) {
        return null;
      }
    }
    return decoder.lastEventId();
  }

  /** Says that nothing more comes from here, and goes on listening. */
  public void closeHalf() throws IOException {
    socket.shutdownOutput();
  }

  /** Leaves as a closed tab does. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Leaves as a broken network does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private int body() throws IOException {
    if (!chunked) {
      return in.read();
    }
    if (chunkLeft == 0) {
      String size = line();
      chunkLeft = Integer.parseInt(size.isEmpty() ? line() : size, 16);
      if (chunkLeft == 0) {
        return -1;
      }
    }
    chunkLeft--;
    return in.read();
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("The server closed the connection in a line: " + text);
      }
      if (b != '\r') {
        text.append((char) b);
      }
    }
    return text.toString();
  }
}
