// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.servlet;

import dev.spoor.sse.SseServerContract;
import dev.spoor.sse.SseSpanRecorder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;

class JettyTest extends SseServerContract {
  @Override
  protected Server serve(SseSpanRecorder recorder) throws Exception {
    var jetty = new org.eclipse.jetty.server.Server(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var context = new ServletContextHandler();
    var holder = new ServletHolder(new ScriptServlet(recorder, JettyTest::request));
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    jetty.setHandler(context);
    var connector = (ServerConnector) jetty.getConnectors()[0];
    connector.setIdleTimeout(10_000);
    jetty.start();
    return new Server() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void close() throws Exception {
        jetty.stop();
      }
    };
  }
}
