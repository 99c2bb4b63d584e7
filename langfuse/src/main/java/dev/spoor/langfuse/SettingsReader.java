// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one setting at a time: what the builder was given, else the first variable that is set,
 * else the default. A value that cannot be is refused with what was expected and what to do.
 */
final class SettingsReader {
  static final String PUBLIC_KEY = "LANGFUSE_PUBLIC_KEY";
  static final String SECRET_KEY = "LANGFUSE_SECRET_KEY";
  static final String DEFAULT_PATH = "/api/public/otel/v1/traces";
  private static final URI CLOUD = URI.create("https://cloud.langfuse.com");
  private static final Pattern DELAY = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h)?");
  private static final Pattern ENVIRONMENT = Pattern.compile("(?!langfuse)[a-z0-9_-]{1,40}");
  private static final List<String> COMMITS = List.of(
      "LANGFUSE_RELEASE",
      "RENDER_GIT_COMMIT",
      "CI_COMMIT_SHA",
      "CIRCLE_SHA1",
      "SOURCE_VERSION",
      "TRAVIS_COMMIT",
      "GIT_COMMIT",
      "GITHUB_SHA",
      "BITBUCKET_COMMIT",
      "BUILD_SOURCEVERSION",
      "DRONE_COMMIT_SHA");

  private final UnaryOperator<@Nullable String> variables;

  SettingsReader(UnaryOperator<@Nullable String> variables) {
    this.variables = variables;
  }

  String publicKey(@Nullable String given) {
    String key = key(given, PUBLIC_KEY, "setPublicKey", "pk-lf-…");
    if (key.startsWith("sk-lf-")) {
      throw refused("The public key of Langfuse is a secret key (sk-lf-…): swap " + PUBLIC_KEY
          + " and " + SECRET_KEY + ".");
    }
    if (key.indexOf(':') >= 0) {
      throw refused("The public key of Langfuse has a colon in it, which a key never has: check "
          + PUBLIC_KEY + ".");
    }
    return key;
  }

  String secretKey(@Nullable String given) {
    String key = key(given, SECRET_KEY, "setSecretKey", "sk-lf-…");
    if (key.startsWith("pk-lf-")) {
      throw refused("The secret key of Langfuse is a public key (pk-lf-…): swap " + PUBLIC_KEY
          + " and " + SECRET_KEY + ".");
    }
    return key;
  }

  /** Never shows the key itself. */
  private String key(@Nullable String given, String variable, String setter, String form) {
    String key = given == null ? variable(variable) : given;
    if (key == null || key.isBlank()) {
      throw refused("Langfuse needs a key and has none: set the environment variable " + variable
          + " to the project's key (" + form + "), or call " + setter
          + ", or set LANGFUSE_TRACING_ENABLED=false to send nothing.");
    }
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw refused("The value of " + variable + " has a space, a line break or a character that is"
          + " not ASCII, which a key (" + form
          + ") never has: copy it again from the project's settings.");
    }
    return key;
  }

  URI baseUrl(@Nullable String given) {
    String text = first(given, "LANGFUSE_BASE_URL", "LANGFUSE_BASEURL", "LANGFUSE_HOST");
    if (text == null) {
      return CLOUD;
    }
    try {
      URI url = new URI(text.strip().replaceAll("/+$", ""));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told of below: the exception would show what may be a secret.
    }
    throw refused("LANGFUSE_BASE_URL is not the address of a server: expected something like"
        + " https://cloud.langfuse.com, without user, password, query or fragment.");
  }

  String exportPath(@Nullable String given) {
    String path = first(given, "LANGFUSE_OTEL_TRACES_EXPORT_PATH");
    if (path == null) {
      return DEFAULT_PATH;
    }
    if (!path.matches("/?[A-Za-z0-9._~/-]+")) {
      throw refused("LANGFUSE_OTEL_TRACES_EXPORT_PATH is \"" + path + "\", expected a path like "
          + DEFAULT_PATH + ".");
    }
    return path;
  }

  /** Langfuse's SDK for Node takes 0 for not set, and environments are shared with it. */
  int flushAt(@Nullable Integer given) {
    String own = "LANGFUSE_FLUSH_AT";
    String otel = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE";
    String text = variable(own);
    return text != null && text.strip().equals("0")
        ? number(given, 512, 1, 100_000, otel)
        : number(given, 512, 1, 100_000, own, otel);
  }

  int number(@Nullable Integer given, int otherwise, int least, int most, String... names) {
    int value = otherwise;
    String name = names[0];
    if (given != null) {
      value = given;
    } else {
      for (String candidate : names) {
        String text = variable(candidate);
        if (text != null) {
          name = candidate;
          value = parse(candidate, text, least, most);
          break;
        }
      }
    }
    if (value < least || value > most) {
      throw outOfRange(name, Integer.toString(value), least, most);
    }
    return value;
  }

  private static int parse(String name, String text, int least, int most) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw outOfRange(name, text, least, most);
    }
  }

  private static IllegalArgumentException outOfRange(
      String name, String text, int least, int most) {
    return refused(
        name + " is " + text + ", expected a whole number from " + least + " to " + most + ".");
  }

  Duration flushInterval(@Nullable Duration given) {
    if (given == null && variable("LANGFUSE_FLUSH_INTERVAL") == null) {
      return scheduleDelay();
    }
    return seconds(given, Duration.ofSeconds(5), "LANGFUSE_FLUSH_INTERVAL");
  }

  /** In milliseconds, or with a unit, which OpenTelemetry's SDK for Java allows. */
  private Duration scheduleDelay() {
    String text = variable("OTEL_BSP_SCHEDULE_DELAY");
    if (text == null) {
      return Duration.ofSeconds(5);
    }
    Matcher matcher = DELAY.matcher(text.strip());
    long delay = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    if (delay < 1) {
      throw refused("OTEL_BSP_SCHEDULE_DELAY is " + text
          + ", expected milliseconds, such as 5000, or a time with its unit, such as 5s.");
    }
    return switch (Objects.requireNonNullElse(matcher.group(2), "ms")) {
      case "s" -> Duration.ofSeconds(delay);
      case "m" -> Duration.ofMinutes(delay);
      case "h" -> Duration.ofHours(delay);
      default -> Duration.ofMillis(delay);
    };
  }

  /** Reads a number of seconds, which may have decimals. */
  Duration seconds(@Nullable Duration given, Duration otherwise, String name) {
    String text = given == null ? variable(name) : null;
    Duration value = given == null ? otherwise : given;
    if (text != null) {
      try {
        value = Duration.ofNanos(new BigDecimal(text.strip()).movePointRight(9).longValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        throw refused(name + " is " + text + ", expected seconds, such as 5 or 0.5.");
      }
    }
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
      throw refused(name + " is " + value + ", expected a duration from 1 ms to 1 day.");
    }
    return value;
  }

  boolean flag(@Nullable Boolean given, boolean otherwise, String name) {
    String text = given == null ? variable(name) : null;
    if (text == null) {
      return given == null ? otherwise : given;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw refused(name + " is " + text + ", expected true or false.");
    };
  }

  double rate(@Nullable Double given) {
    String text = given == null ? variable("LANGFUSE_SAMPLE_RATE") : null;
    double rate = given == null ? 1 : given;
    if (text != null) {
      try {
        rate = Double.parseDouble(text.strip());
      } catch (NumberFormatException e) {
        rate = Double.NaN;
      }
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw refused("LANGFUSE_SAMPLE_RATE is " + Objects.requireNonNullElse(text, "" + rate)
          + ", expected a number from 0 (nothing) to 1 (every trace).");
    }
    return rate;
  }

  @Nullable String environment(@Nullable String given) {
    String name = first(given, "LANGFUSE_TRACING_ENVIRONMENT");
    if (name != null && !isEnvironment(name)) {
      throw refused("The environment for Langfuse is \"" + name + "\", expected at most 40 of"
          + " a-z, 0-9, _ and -, not beginning with langfuse: check LANGFUSE_TRACING_ENVIRONMENT.");
    }
    return name;
  }

  static boolean isEnvironment(String name) {
    return ENVIRONMENT.matcher(name).matches();
  }

  @Nullable String release(@Nullable String given) {
    return given == null ? first(null, COMMITS.toArray(String[]::new)) : given;
  }

  Notices.Level logLevel() {
    String debug = variable("LANGFUSE_DEBUG");
    if ("true".equalsIgnoreCase(debug) || "1".equals(debug)) {
      return Notices.Level.DEBUG;
    }
    String level = variable("LANGFUSE_LOG_LEVEL");
    if (level == null) {
      return Notices.Level.INFO;
    }
    try {
      return Notices.Level.valueOf(level.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw refused(
          "LANGFUSE_LOG_LEVEL is " + level + ", expected NONE, ERROR, WARN, INFO or DEBUG.");
    }
  }

  private @Nullable String first(@Nullable String given, String... names) {
    String value = given;
    for (int i = 0; value == null && i < names.length; i++) {
      value = variable(names[i]);
    }
    return value;
  }

  /** Returns the value of a variable; one that is empty is as if it were not set. */
  private @Nullable String variable(String name) {
    String value = variables.apply(name);
    return value == null || value.isBlank() ? null : value;
  }

  private static IllegalArgumentException refused(String message) {
    return new IllegalArgumentException(message);
  }
}
