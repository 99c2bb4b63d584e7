/** Event streams to browsers, recorded from the first byte to the last. */
module dev.spoor.sse {
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires io.opentelemetry.common;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.spoor.sse;
}
