// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns protobuf values into plain Java ones. */
final class ProtoValues {
  private ProtoValues() {}

  static Map<String, Object> mapOf(List<KeyValue> pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (KeyValue pair : pairs) {
      map.put(pair.getKey(), of(pair.getValue()));
    }
    return Collections.unmodifiableMap(map);
  }

  private static Object of(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
        value.getArrayValue().getValuesList().stream().map(ProtoValues::of).toList();
      case KVLIST_VALUE -> mapOf(value.getKvlistValue().getValuesList());
      case BYTES_VALUE -> value.getBytesValue();
      default -> "";
    };
  }
}
