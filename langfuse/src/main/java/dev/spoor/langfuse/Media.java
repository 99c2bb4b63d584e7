// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A file in content, with the id that Langfuse gives it: the hash of its bytes. */
final class Media {
  final String mimeType;
  final byte[] bytes;
  /** SHA-256 in base64, as storage services check it. */
  final String sha256;

  final String id;

  private Media(String mimeType, byte[] bytes) {
    this.mimeType = mimeType;
    this.bytes = bytes;
    byte[] hash = hash(bytes);
    sha256 = Base64.getEncoder().encodeToString(hash);
    id = Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
  }

  /**
   * Returns the file that {@code base64} holds, or null if it is not base64. Gemini's clients write
   * it with the alphabet for URLs, others in lines.
   */
  static @Nullable Media decode(String mimeType, String base64) {
    boolean forUrls = base64.indexOf('-') >= 0 || base64.indexOf('_') >= 0;
    Base64.Decoder decoder = forUrls
        ? Base64.getUrlDecoder()
        : base64.indexOf('\n') >= 0 ? Base64.getMimeDecoder() : Base64.getDecoder();
    try {
      byte[] bytes = decoder.decode(base64.getBytes(StandardCharsets.ISO_8859_1));
      return bytes.length == 0 ? null : new Media(mimeType, bytes);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns what stands in the content in place of the file. */
  String tag() {
    return "@@@langfuseMedia:type=" + mimeType + "|id=" + id + "|source=base64_data_uri@@@";
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
