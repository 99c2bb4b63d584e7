// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a sandbox. Immutable and safe for use by many threads. What is not known is
 * null: a price is never made from a guessed size.
 */
public final class SandboxInfo {
  private final String provider;
  private final boolean local;
  private final @Nullable String id;
  private final @Nullable String template;
  private final @Nullable Integer vcpus;
  private final @Nullable Integer memoryMib;
  private final Map<String, String> labels;

  /**
   * Returns a builder for a sandbox of {@code provider}, a short fixed name such as {@code e2b}.
   */
  public static SandboxInfoBuilder builder(String provider) {
    return new SandboxInfoBuilder(provider);
  }

  SandboxInfo(SandboxInfoBuilder builder) {
    provider = builder.provider;
    local = builder.local;
    id = builder.id;
    template = builder.template;
    vcpus = builder.vcpus;
    memoryMib = builder.memoryMib;
    labels = Map.copyOf(builder.labels);
  }

  /** Returns a builder that starts with all that this has. */
  public SandboxInfoBuilder toBuilder() {
    SandboxInfoBuilder builder = new SandboxInfoBuilder(provider);
    builder.local = local;
    builder.id = id;
    builder.template = template;
    builder.vcpus = vcpus;
    builder.memoryMib = memoryMib;
    builder.labels.putAll(labels);
    return builder;
  }

  /** Returns the name of who runs the sandbox, such as {@code e2b} or {@code local}. */
  public String provider() {
    return provider;
  }

  /** Returns whether commands run on this machine, without a call over a network. */
  public boolean isLocal() {
    return local;
  }

  /** Returns the id that the provider gave it, or null before it has one. */
  public @Nullable String id() {
    return id;
  }

  /** Returns the name of the image or template it was made from, or null. */
  public @Nullable String template() {
    return template;
  }

  /** Returns the number of virtual processors it was given, or null when that is not known. */
  public @Nullable Integer vcpus() {
    return vcpus;
  }

  /** Returns the memory it was given in MiB, or null when that is not known. */
  public @Nullable Integer memoryMib() {
    return memoryMib;
  }

  /** Returns the labels or metadata it carries. */
  public Map<String, String> labels() {
    return labels;
  }

  @Override
  public String toString() {
    return "SandboxInfo{provider=" + provider + ", id=" + id + ", template=" + template + ", vcpus="
        + vcpus + ", memoryMib=" + memoryMib + "}";
  }
}
