/** Trace context into a sandbox and back; lifecycle spans, metrics and cost. */
module dev.spoor.sandbox {
  requires static org.jspecify;
  requires transitive dev.spoor.cost;
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires io.opentelemetry.common;
  requires com.fasterxml.jackson.core;
  requires java.net.http;
  requires org.slf4j;

  exports dev.spoor.sandbox;
  exports dev.spoor.sandbox.e2b;
}
