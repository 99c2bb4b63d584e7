// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A variable in the environment of the processes of a sandbox, by which they are found again when
 * their parent has died and the system has given them another (Linux only).
 */
final class ProcessMark {
  static final String VARIABLE = "SPOOR_SANDBOX_PROCESS";

  private final byte[] entry;

  /** {@code value} is the whole value or the beginning of it. */
  ProcessMark(String value) {
    entry = (VARIABLE + "=" + value).getBytes(UTF_8);
  }

  boolean isOn(ProcessHandle process) {
    Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
    try {
      return contains(Files.readAllBytes(environment));
    } catch (IOException e) {
      // It has ended, is another user's, or the system tells no environments.
      return false;
    }
  }

  private boolean contains(byte[] environment) {
    int start = 0;
    while (start + entry.length <= environment.length) {
      if (Arrays.equals(environment, start, start + entry.length, entry, 0, entry.length)) {
        return true;
      }
      start = next(environment, start);
    }
    return false;
  }

  private static int next(byte[] environment, int start) {
    int at = start;
    while (at < environment.length && environment[at] != 0) {
      at++;
    }
    return at + 1;
  }
}
