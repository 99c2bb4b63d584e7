// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the server whether it is there and whether it knows the keys. */
final class HealthCheck {
  private final LangfuseSettings settings;
  private final LangfuseHttp http;

  HealthCheck(LangfuseSettings settings, LangfuseHttp http) {
    this.settings = settings;
    this.http = http;
  }

  LangfuseHealth check() {
    URI target = settings.api("/api/public/health");
    try {
      HttpAnswer answer = http.get(target);
      if (!answer.isSuccess() || answer.isPage()) {
        return new LangfuseHealth(false, false, null, null, Explanations.of(answer, target));
      }
      return checkKeys(text(Json.parse(answer.text()), "version"));
    } catch (IOException e) {
      return new LangfuseHealth(false, false, null, null, Explanations.of(e, target));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new LangfuseHealth(false, false, null, null, "Interrupted while asking " + target);
    }
  }

  private LangfuseHealth checkKeys(@Nullable String version)
      throws IOException, InterruptedException {
    URI target = settings.api("/api/public/projects");
    HttpAnswer answer = http.get(target);
    if (!answer.isSuccess()) {
      return new LangfuseHealth(true, false, version, null, Explanations.of(answer, target));
    }
    String project = Json.parse(answer.text()) instanceof Map<?, ?> map
            && map.get("data") instanceof List<?> projects
            && !projects.isEmpty()
        ? text(projects.get(0), "name")
        : null;
    return new LangfuseHealth(
        true, true, version, project, "Langfuse is ready at " + settings.baseUrl);
  }

  private static @Nullable String text(@Nullable Object object, String field) {
    return object instanceof Map<?, ?> map && map.get(field) instanceof String text ? text : null;
  }
}
