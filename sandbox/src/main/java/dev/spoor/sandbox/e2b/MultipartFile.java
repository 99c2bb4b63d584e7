// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.HexFormat;

/** One file as a form, the way the daemon takes uploads. */
final class MultipartFile {
  private static final SecureRandom random = new SecureRandom();

  private final String name;

  /** Random, so that no content can hold it. */
  private final String boundary;

  MultipartFile(String path) {
    this.name = path;
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    this.boundary = "spoor-" + HexFormat.of().formatHex(bytes);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] head() {
    String quoted = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    return ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + quoted + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
        .getBytes(UTF_8);
  }

  byte[] tail() {
    return ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8);
  }
}
