// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** A real Tomcat on a free port, in which one servlet answers all requests. */
public final class TomcatServer implements SseServerContract.Server {
  private final Tomcat tomcat = new Tomcat();

  private TomcatServer() {}

  /** Starts one that keeps its files in {@code directory}. */
  public static TomcatServer start(Path directory, Servlet servlet) throws Exception {
    var server = new TomcatServer();
    Tomcat tomcat = server.tomcat;
    tomcat.setBaseDir(directory.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Wrapper wrapper =
        Tomcat.addServlet(tomcat.addContext("", directory.toString()), "streams", servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/*");
    tomcat.getConnector().setProperty("connectionTimeout", "10000");
    tomcat.start();
    return server;
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
