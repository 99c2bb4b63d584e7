// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.examples.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Serves a scripted agent to browsers, as an agent's host would: a page, the event stream, and the
 * metrics. Runs until the process is told to stop, and then ends what is open before it goes.
 */
public final class ServeCommand {
  private ServeCommand() {}

  /**
   * Serves; the first line that {@code out} gets is the page's address, {@code err} gets what else
   * there is to say.
   */
  public static void run(List<String> arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    var options = ServeOptions.parse(arguments);
    int port = options.port();
    try (var telemetry = ServeTelemetry.start();
        Agent agent = agent(telemetry, err);
        var server = AgentServer.start(telemetry, agent, options)) {
      out.println(server.url());
      out.flush();
      stopWithTheProcess(server, agent, telemetry).await();
    } catch (BindException e) {
      throw new UsageException(
          "port " + port + " is taken; give another with --port, or --port 0 for a free one.");
    } catch (IOException e) {
      throw new UsageException("cannot serve on port " + port + ": " + e.getMessage());
    }
  }

  /** Returns the agent in its sandbox where that can be; says so where it cannot. */
  static Agent agent(ServeTelemetry telemetry, PrintStream err) {
    if (PythonAgent.isPossible()) {
      return PythonAgent.create(telemetry.sandboxes());
    }
    err.println("spoor: there is no python3 (3.8 or newer) on the PATH, so the recorded run is"
        + " replayed in this process, without a sandbox.");
    return new ReplayedAgent();
  }

  /** In this order: what the server ends, and the agents with it, must still be exported. */
  private static CountDownLatch stopWithTheProcess(
      AgentServer server, Agent agent, ServeTelemetry telemetry) {
    var stopped = new CountDownLatch(1);
    var atExit = new Thread(
        () -> {
          server.close();
          agent.close();
          telemetry.close();
          stopped.countDown();
        },
        "spoor-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    return stopped;
  }
}
