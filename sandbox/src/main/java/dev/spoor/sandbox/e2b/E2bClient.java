// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.SandboxInfo;
import dev.spoor.sandbox.internal.JsonTree;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client for the sandboxes of <a href="https://e2b.dev">E2B</a>: create, find, and through
 * {@link E2bSandbox} run commands, move files and end them. Written from the published API
 * description and what E2B's own clients send. Immutable and safe for use by many threads; make one
 * and keep it. Calls block; nothing is tried again by itself.
 *
 * <pre>{@code
 * var client = E2bClient.create(); // E2B_API_KEY
 * var planned = E2bRequest.of("base");
 * try (TracedSandbox sandbox = sandboxes.create(run.context(), E2bClient.plan(planned), context ->
 *     client.createSandbox(planned))) {
 *   sandbox.run(run.context(), ExecSpec.of("python3", "agent.py"));
 * }
 * }</pre>
 */
public final class E2bClient {
  static final String PROVIDER = "e2b";

  private static final Logger logger = LoggerFactory.getLogger(E2bClient.class);

  private final E2bHttp http;
  private final Executor executor;

  /**
   * Returns a client that is set up by the environment.
   *
   * @throws IllegalStateException when there is no API key in {@code E2B_API_KEY}
   */
  public static E2bClient create() {
    return builder().build();
  }

  /** Returns a builder of a client. */
  public static E2bClientBuilder builder() {
    return new E2bClientBuilder(System.getenv());
  }

  E2bClient(E2bClientBuilder builder) {
    http = new E2bHttp(builder);
    executor = builder.executor == null ? E2bThreads.INSTANCE : builder.executor;
  }

  /** Returns what is known of a sandbox before it is created, for its span. */
  public static SandboxInfo plan(E2bRequest request) {
    return SandboxInfo.builder(PROVIDER)
        .setTemplate(request.template())
        .setLabels(request.metadata())
        .build();
  }

  /**
   * Creates a sandbox and asks for its size, which its cost depends on.
   *
   * @throws E2bException when the service refuses
   */
  public E2bSandbox createSandbox(E2bRequest request) throws IOException {
    byte[] answer = http.send(http.api("/v2/sandboxes")
        .header("Content-Type", E2bHttp.JSON)
        .POST(E2bHttp.json(request.toJson()))
        .build());
    E2bAccess access = E2bAccess.of(E2bHttp.object(answer));
    return new E2bSandbox(http, executor, access, sized(request, access), request.timeout());
  }

  /**
   * Returns a sandbox that exists, resumed if it was paused. It lives {@code timeout} from now, or
   * longer if it has more time left: the service shortens none.
   *
   * @throws E2bException when there is none with this id
   */
  public E2bSandbox connect(String sandboxId, Duration timeout) throws IOException {
    byte[] answer = http.send(http.api("/sandboxes/" + E2bHttp.encode(sandboxId) + "/connect")
        .header("Content-Type", E2bHttp.JSON)
        .POST(E2bHttp.json(Map.of("timeout", E2bRequestBuilder.seconds(timeout))))
        .build());
    E2bAccess access = E2bAccess.of(E2bHttp.object(answer));
    Map<String, Object> detail = detail(access.sandboxId());
    Duration left = timeLeft(detail);
    Duration lives = left.compareTo(timeout) > 0 ? left : timeout;
    return new E2bSandbox(http, executor, access, info(detail), lives);
  }

  /**
   * Returns what is known of a sandbox, its size included.
   *
   * @throws E2bException when there is none with this id
   */
  public SandboxInfo getInfo(String sandboxId) throws IOException {
    return info(detail(sandboxId));
  }

  /**
   * Returns the sandboxes that run or are paused and carry all of {@code metadata}; all of them
   * when it is empty. Reads at most ten pages of a hundred.
   */
  public List<SandboxInfo> list(Map<String, String> metadata) throws IOException {
    List<SandboxInfo> found = new ArrayList<>();
    @Nullable String token = null;
    for (int page = 0; page < 10; page++) {
      var response = http.exchange(http.api("/v2/sandboxes?limit=100" + filter(metadata)
              + (token == null ? "" : "&nextToken=" + E2bHttp.encode(token)))
          .GET()
          .build());
      for (Object item : E2bHttp.list(response.body())) {
        found.add(info(JsonTree.asObject(item)));
      }
      token = response.headers().firstValue("x-next-token").orElse("");
      if (token.isEmpty()) {
        break;
      }
    }
    return found;
  }

  /** Ends a sandbox. Returns false when there was none with this id. */
  public boolean kill(String sandboxId) throws IOException {
    return kill(http, sandboxId);
  }

  static boolean kill(E2bHttp http, String sandboxId) throws IOException {
    try {
      http.send(http.api("/sandboxes/" + E2bHttp.encode(sandboxId))
          .method("DELETE", BodyPublishers.noBody())
          .build());
      return true;
    } catch (E2bException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  private Map<String, Object> detail(String sandboxId) throws IOException {
    byte[] answer =
        http.send(http.api("/sandboxes/" + E2bHttp.encode(sandboxId)).GET().build());
    return E2bHttp.object(answer);
  }

  /** The sandbox is there and costs money: without its size it is still the caller's. */
  private SandboxInfo sized(E2bRequest request, E2bAccess access) {
    try {
      return getInfo(access.sandboxId());
    } catch (IOException e) {
      logger.debug("The size of a sandbox is not known: it has no cost", e);
      return plan(request).toBuilder().setId(access.sandboxId()).build();
    }
  }

  private static Duration timeLeft(Map<String, Object> detail) {
    String end = JsonTree.asString(detail.get("endAt"));
    try {
      return end == null ? Duration.ZERO : Duration.between(Instant.now(), Instant.parse(end));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  /**
   * The value of the filter is a query of its own whose keys and values are encoded before they are
   * put into it: three times in all, as E2B's own clients do.
   */
  private static String filter(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return "";
    }
    String query = new TreeMap<>(metadata)
        .entrySet().stream()
            .map(entry -> twice(entry.getKey()) + "=" + twice(entry.getValue()))
            .collect(Collectors.joining("&"));
    return "&metadata=" + E2bHttp.encode(query);
  }

  private static String twice(String text) {
    return E2bHttp.encode(E2bHttp.encode(text));
  }

  private static SandboxInfo info(Map<String, Object> json) {
    Map<String, String> labels = new HashMap<>();
    JsonTree.asObject(json.get("metadata"))
        .forEach((key, value) -> labels.put(key, value.toString()));
    String alias = JsonTree.asString(json.get("alias"));
    return SandboxInfo.builder(PROVIDER)
        .setId(JsonTree.asString(json.get("sandboxID")))
        .setTemplate(alias == null ? JsonTree.asString(json.get("templateID")) : alias)
        .setVcpus(positive(json.get("cpuCount")))
        .setMemoryMib(positive(json.get("memoryMB")))
        .setLabels(labels)
        .build();
  }

  private static @Nullable Integer positive(@Nullable Object value) {
    return value instanceof Long number && number > 0 && number <= Integer.MAX_VALUE
        ? Integer.valueOf(number.intValue())
        : null;
  }
}
