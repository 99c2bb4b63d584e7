// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.servlet;

import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;

class TomcatTest extends SseServerContract {
  @TempDir
  Path directory;

  @Override
  protected Server serve(SseSpanRecorder recorder) throws Exception {
    var tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", directory.toString());
    Wrapper wrapper =
        Tomcat.addServlet(context, "script", new ScriptServlet(recorder, TomcatTest::request));
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/*");
    tomcat.getConnector().setProperty("connectionTimeout", "10000");
    tomcat.start();
    return new Server() {
      @Override
      public int port() {
        return tomcat.getConnector().getLocalPort();
      }

      @Override
      public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
      }
    };
  }
}
