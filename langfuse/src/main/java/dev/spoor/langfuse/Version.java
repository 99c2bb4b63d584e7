// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this library, as the build wrote it. */
final class Version {
  static final String OF_THIS = read();

  private static String read() {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // Not worth failing for: the version is then told as unknown.
    }
    return properties.getProperty("version", "unknown");
  }

  private Version() {}
}
