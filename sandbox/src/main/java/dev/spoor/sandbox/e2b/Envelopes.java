// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.internal.JsonTree;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a Connect stream: a byte of flags, four of length, and JSON. The last one says how
 * the stream ended, for the HTTP status was sent before anybody knew.
 */
final class Envelopes {
  static final int HEADER_BYTES = 5;

  private static final int COMPRESSED = 0x01;
  private static final int LAST = 0x02;

  /** Output comes in pieces of 32 KiB; this leaves room for whatever else may come. */
  private static final int MAX_BYTES = 8 << 20;

  private final DataInputStream in;

  /** A frame; {@code last} says that it ends the stream. */
  record Envelope(boolean last, Map<String, Object> json) {}

  Envelopes(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /** Returns the next frame, or null at an end that no last frame told of. */
  @Nullable Envelope read() throws IOException {
    int flags = in.read();
    if (flags < 0) {
      return null;
    }
    try {
      int length = in.readInt();
      if ((flags & COMPRESSED) != 0) {
        throw new IOException("E2B sent a compressed frame, which nobody asked for.");
      }
      if (length < 0 || length > MAX_BYTES) {
        throw new IOException("E2B sent a frame of " + Integer.toUnsignedString(length)
            + " bytes. Expected at most " + MAX_BYTES + ": is there a proxy that answers for it?");
      }
      byte[] json = new byte[length];
      in.readFully(json);
      return new Envelope((flags & LAST) != 0, JsonTree.object(json, length));
    } catch (EOFException e) {
      return null;
    }
  }

  /** Returns {@code json} in a frame. */
  static byte[] frame(byte[] json) {
    return ByteBuffer.allocate(HEADER_BYTES + json.length)
        .put((byte) 0)
        .putInt(json.length)
        .put(json)
        .array();
  }
}
