// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Serves the bundled run to browsers, as an agent's host would: a page, the event stream, and the
 * metrics. Runs until the process is told to stop, and then ends what is open before it goes.
 */
final class ServeCommand {
  private static final int DEFAULT_PORT = 8080;
  private static final int LARGEST_PORT = 65_535;

  private ServeCommand() {}

  /** Serves; the first line that {@code out} gets is the page's address. */
  static void run(List<String> arguments, PrintStream out) throws InterruptedException {
    int port = portOf(arguments);
    var stopped = new CountDownLatch(1);
    try (var telemetry = ServeTelemetry.start();
        var server = AgentServer.start(telemetry, port)) {
      out.println(server.url());
      out.flush();
      var atExit = new Thread(
          () -> {
            // In this order: what the server ends must still be exported.
            server.close();
            telemetry.close();
            stopped.countDown();
          },
          "spoor-exit");
      Runtime.getRuntime().addShutdownHook(atExit);
      stopped.await();
    } catch (BindException e) {
      throw new UsageException(
          "port " + port + " is taken; give another with --port, or --port 0 for a free one.");
    } catch (IOException e) {
      throw new UsageException("cannot serve on port " + port + ": " + e.getMessage());
    }
  }

  static int portOf(List<String> arguments) {
    if (arguments.isEmpty()) {
      return DEFAULT_PORT;
    }
    String first = arguments.get(0);
    if (first.startsWith("--port=") && arguments.size() == 1) {
      return port(first.substring("--port=".length()));
    }
    if (first.equals("--port") && arguments.size() == 2) {
      return port(arguments.get(1));
    }
    throw new UsageException("serve takes --port N and nothing else. Try: spoor --help");
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= LARGEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UsageException("--port is " + text + ", but must be a number from 0 to 65535.");
  }
}
