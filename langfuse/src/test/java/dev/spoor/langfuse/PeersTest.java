// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Does the same work with Spoor and with the official SDKs, against the same server, and compares
 * what Langfuse would show. Each difference that is meant is listed with its reason; any other is a
 * failure, and so is one that is listed and no longer there.
 */
class PeersTest {
  private static final Map<String, String> VARIABLES = Map.of(
      "LANGFUSE_PUBLIC_KEY",
      Rig.PUBLIC,
      "LANGFUSE_SECRET_KEY",
      Rig.SECRET,
      "LANGFUSE_TRACING_ENVIRONMENT",
      "staging",
      "LANGFUSE_RELEASE",
      "r-7");

  private static final String TAG =
      "see @@@langfuseMedia:type=image/png|id=_hpKsftjRwNr6tc1l9XSlY|source=base64_data_uri@@@ there";

  @Test
  void javaScript_showsTheSame() throws IOException, InterruptedException {
    assertThat(differences(Peer.node())).isEqualTo(failureThatIsTold("bad luck"));
  }

  @Test
  void python_showsTheSame() throws IOException, InterruptedException {
    Map<String, String> meant = failureThatIsTold("TypeError: bad luck");
    // Langfuse keeps milliseconds.
    meant.put("answer completionStart", "2026-01-02T03:04:05.678000Z -> 2026-01-02T03:04:05.678Z");
    // Both are JSON.
    for (String type : List.of("span", "chain", "retriever", "evaluator", "guardrail")) {
      meant.put(type + " metadata.nested", "{\"a\": [1]} -> {\"a\":[1]}");
    }
    // A file within a text is found too.
    meant.put(
        "picture input", "see data:image/png;base64,bm90IHJlYWxseSBhIHBpY3R1cmU= there -> " + TAG);
    assertThat(differences(Peer.python())).isEqualTo(meant);
  }

  /** Langfuse reads no exception events: what the SDKs leave there, or leave out, is not seen. */
  private static Map<String, String> failureThatIsTold(String theirs) {
    String ours = "ClassCastException: bad luck";
    return new TreeMap<>(Map.of(
        "failing metadata.exception_stacktrace", "- -> java.lang." + ours,
        "failing output", "- -> {error=" + ours + "}",
        "failing statusMessage", theirs + " -> " + ours));
  }

  private static Map<String, String> differences(Peer peer)
      throws IOException, InterruptedException {
    try (var theirs = new FakeLangfuse();
        var ours = new FakeLangfuse()) {
      theirs.script = PeersTest::media;
      ours.script = PeersTest::media;
      Map<String, String> variables = new LinkedHashMap<>(VARIABLES);
      variables.put("LANGFUSE_BASE_URL", theirs.url());
      peer.run(variables);
      variables.put("LANGFUSE_BASE_URL", ours.url());
      try (var rig = Rig.at(ours.url(), b -> b.setVariables(variables::get))) {
        PeerWorkload.run(rig);
      }
      assertThat(headers(ours)).isEqualTo(headers(theirs));
      return compare(shown(theirs), shown(ours));
    }
  }

  private static List<String> headers(FakeLangfuse langfuse) {
    FakeLangfuse.Request request = langfuse.requests("POST", "/api/public/otel").get(0);
    return List.of(request.header("Authorization"), request.header("x-langfuse-public-key"));
  }

  private static FakeLangfuse.@Nullable Reply media(FakeLangfuse.Request request) {
    Media media = Media.decode("image/png", "bm90IHJlYWxseSBhIHBpY3R1cmU=");
    return media != null && request.path().equals("/api/public/media")
        ? new FakeLangfuse.Reply(201, "{\"mediaId\":\"" + media.id + "\",\"uploadUrl\":null}")
        : null;
  }

  private static Map<String, String> compare(Map<String, String> theirs, Map<String, String> ours) {
    Map<String, String> differences = new TreeMap<>();
    var all = new TreeSet<>(theirs.keySet());
    all.addAll(ours.keySet());
    for (String field : all) {
      String one = theirs.getOrDefault(field, "-");
      String other = ours.getOrDefault(field, "-");
      if (!one.equals(other)) {
        differences.put(field, one + " -> " + other);
      }
    }
    return differences;
  }

  /** Returns what is shown, as text by the name of the observation and of the field. */
  private static Map<String, String> shown(FakeLangfuse langfuse) {
    List<Ingested> all = langfuse.observations();
    Map<String, String> names = new LinkedHashMap<>();
    all.forEach(observation -> names.put(observation.id(), observation.name()));
    Map<String, String> shown = new LinkedHashMap<>();
    for (Ingested each : all) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("type", each.type());
      fields.put("parent", names.getOrDefault(each.parentId(), each.parentId()));
      fields.put("input", each.input());
      fields.put("output", each.output());
      each.metadata().forEach((key, value) -> fields.put("metadata." + key, value));
      fields.remove("metadata.attributes");
      fields.put("level", each.level());
      fields.put("statusMessage", each.statusMessage());
      fields.put("model", each.model());
      fields.put("modelParameters", new TreeMap<>(each.modelParameters()));
      fields.put("usage", new TreeMap<>(each.usage()));
      fields.put("cost", new TreeMap<>(each.cost()));
      fields.put("totalCost", each.totalCost());
      fields.put("completionStart", each.completionStart());
      fields.put("prompt", each.prompt());
      fields.put("user", each.user());
      fields.put("session", each.session());
      fields.put("traceName", each.traceName());
      fields.put("tags", each.tags());
      fields.put("public", each.isPublic());
      fields.put("version", each.version());
      fields.put("release", each.release());
      fields.put("environment", each.environment());
      fields.put("appRoot", each.appRoot());
      if (each.name().equals("seeded")) {
        fields.put("traceId", each.traceId());
      }
      fields.forEach((field, value) -> {
        if (value != null) {
          shown.put(each.name() + " " + field, text(value));
        }
      });
    }
    return shown;
  }

  /** Keys in order, whole numbers without decimals, of a stack trace the first line. */
  private static String text(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, element) -> sorted.put("" + key, text(element)));
      return sorted.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PeersTest::text).toList().toString();
    }
    if (value instanceof Json.Digits digits) {
      return digits.text();
    }
    return value instanceof Double number && number == Math.rint(number)
        ? Long.toString(number.longValue())
        : ("" + value).replaceFirst("(?s)\n\tat .*", "");
  }
}
