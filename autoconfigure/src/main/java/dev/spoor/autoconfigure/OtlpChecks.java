// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at the settings of OTLP, of all signals together and of each. */
final class OtlpChecks {
  static final String OTLP = "otel.exporter.otlp.";
  static final List<String> SIGNALS = List.of("", "traces.", "metrics.", "logs.");

  private static final Set<String> PROTOCOLS = Set.of("grpc", "http/protobuf");
  private static final Set<String> COMPRESSIONS = Set.of("gzip", "none");
  private static final Set<String> TEMPORALITIES = Set.of("cumulative", "delta", "lowmemory");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
  /** The part before the host that may be a password, and the part after the path. */
  private static final Pattern SECRET_PART = Pattern.compile("(?<=//)[^/@]*(?=@)|(?<=\\?).*$");

  private final SdkValues values;

  OtlpChecks(SdkValues values) {
    this.values = values;
  }

  void check() {
    for (String signal : SIGNALS) {
      String prefix = OTLP + signal;
      values.oneOf(
          prefix + "protocol", PROTOCOLS, "Port 4318 speaks http/protobuf, port 4317 speaks grpc.");
      values.oneOf(prefix + "compression", COMPRESSIONS, "Choose one, or leave it unset.");
      values.duration(prefix + "timeout", true);
      endpoint(prefix + "endpoint");
      headers(prefix + "headers");
      file(prefix + "certificate");
      file(prefix + "client.certificate");
      file(prefix + "client.key");
    }
    String temporality = values.text(OTLP + "metrics.temporality.preference");
    if (temporality != null && !TEMPORALITIES.contains(temporality.toLowerCase(Locale.ROOT))) {
      values.report(
          OTLP + "metrics.temporality.preference",
          temporality,
          "one of " + SdkValues.sorted(TEMPORALITIES),
          "Choose one, or leave it unset.");
    }
  }

  private void endpoint(String property) {
    String endpoint = values.text(property);
    if (endpoint != null && !isHttp(endpoint)) {
      values.report(
          property,
          SECRET_PART.matcher(endpoint).replaceAll(SdkValues.HIDDEN),
          "an address that begins with http:// or https://",
          "Set " + Setting.variableOf(property) + "=http://localhost:4318, for example.");
    }
  }

  private static boolean isHttp(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      String scheme = uri.getScheme();
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A header that HTTP does not allow is refused by each request, and seen by nobody. */
  private void headers(String property) {
    for (String pair : values.list(property)) {
      int equals = pair.indexOf('=');
      if (equals <= 0 || !isHeader(pair.substring(0, equals).strip(), pair.substring(equals + 1))) {
        values.report(
            property,
            SdkValues.HIDDEN,
            "name=value pairs with commas between them, of characters that HTTP allows",
            "Encode commas, spaces and whatever is not ASCII in values: %2C for a comma.");
        return;
      }
    }
  }

  private static boolean isHeader(String name, String value) {
    try {
      String decoded = URLDecoder.decode(value.strip(), StandardCharsets.UTF_8);
      return HEADER_NAME.matcher(name).matches()
          && HEADER_VALUE.matcher(decoded).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void file(String property) {
    String path = values.text(property);
    if (path != null && !isReadable(path)) {
      values.report(
          property, path, "a file that can be read", "Correct the path, or who may read it.");
    }
  }

  private static boolean isReadable(String path) {
    try {
      return Files.isReadable(Path.of(path)) && !Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
