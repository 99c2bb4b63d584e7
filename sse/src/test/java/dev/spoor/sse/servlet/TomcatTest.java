// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.servlet;

import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import dev.spoor.sse.TomcatServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TomcatTest extends SseServerContract {
  @TempDir
  Path directory;

  @Override
  protected Server serve(SseSpanRecorder recorder) throws Exception {
    return TomcatServer.start(directory, new ScriptServlet(recorder, TomcatTest::request));
  }
}
