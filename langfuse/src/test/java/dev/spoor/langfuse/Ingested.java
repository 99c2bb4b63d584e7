// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An observation as Langfuse would show it. Null or empty is what it would not show. */
record Ingested(
    String traceId,
    String id,
    String parentId,
    String name,
    String type,
    long startMillis,
    long endMillis,
    @Nullable Object input,
    @Nullable Object output,
    Map<String, Object> metadata,
    String level,
    @Nullable String statusMessage,
    @Nullable String model,
    Map<String, Object> modelParameters,
    Map<String, Long> usage,
    Map<String, Object> cost,
    @Nullable Object totalCost,
    @Nullable String completionStart,
    @Nullable String prompt,
    @Nullable String user,
    @Nullable String session,
    @Nullable String traceName,
    List<String> tags,
    boolean isPublic,
    @Nullable String version,
    @Nullable String release,
    String environment,
    boolean appRoot,
    List<String> toolCalls,
    List<String> toolDefinitions,
    Map<String, Object> experiment) {}
