// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A span that the receiver has accepted, with the resource and the scope that it came under. */
public record ReceivedSpan(Span proto, Map<String, Object> resource, String scope) {

  /** Returns the span's name. */
  public String name() {
    return proto.getName();
  }

  /** Returns the trace's id in lower-case hexadecimal digits. */
  public String traceId() {
    return hex(proto.getTraceId());
  }

  /** Returns the span's id in lower-case hexadecimal digits. */
  public String spanId() {
    return hex(proto.getSpanId());
  }

  /** Returns the parent's id, or "" for a root. */
  public String parentSpanId() {
    return hex(proto.getParentSpanId());
  }

  /** Returns the kind without its prefix: INTERNAL, SERVER, CLIENT, PRODUCER or CONSUMER. */
  public String kind() {
    return proto.getKind().name().substring("SPAN_KIND_".length());
  }

  /** Returns the status without its prefix: UNSET, OK or ERROR. */
  public String status() {
    return proto.getStatus().getCode().name().substring("STATUS_CODE_".length());
  }

  /** Returns the status' description, or "". */
  public String statusMessage() {
    Status status = proto.getStatus();
    return status.getMessage();
  }

  /** Returns the attributes as String, Long, Double, Boolean, List or Map. */
  public Map<String, Object> attributes() {
    return ProtoValues.mapOf(proto.getAttributesList());
  }

  /** Returns the value of an attribute, or null. */
  public @Nullable Object attribute(String key) {
    return attributes().get(key);
  }

  /** Returns how long the span was open. */
  public Duration duration() {
    return Duration.ofNanos(proto.getEndTimeUnixNano() - proto.getStartTimeUnixNano());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
