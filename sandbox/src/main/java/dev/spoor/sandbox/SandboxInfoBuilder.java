// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SandboxInfo}. Not safe for use by many threads. */
public final class SandboxInfoBuilder {
  final String provider;
  final Map<String, String> labels = new HashMap<>();
  boolean local;

  @Nullable String id;

  @Nullable String template;

  @Nullable Integer vcpus;

  @Nullable Integer memoryMib;

  SandboxInfoBuilder(String provider) {
    if (requireNonNull(provider, "provider").isBlank()) {
      throw new IllegalArgumentException(
          "The provider of a sandbox is blank. Expected a short fixed name such as \"e2b\".");
    }
    this.provider = provider;
  }

  /** Sets whether commands run on this machine. Default: false. */
  public SandboxInfoBuilder setLocal(boolean local) {
    this.local = local;
    return this;
  }

  /** Sets the id that the provider gave it; null when there is none. */
  public SandboxInfoBuilder setId(@Nullable String id) {
    this.id = id;
    return this;
  }

  /** Sets the name of the image or template it was made from; null when there is none. */
  public SandboxInfoBuilder setTemplate(@Nullable String template) {
    this.template = template;
    return this;
  }

  /** Sets the number of virtual processors it was given; null when that is not known. */
  public SandboxInfoBuilder setVcpus(@Nullable Integer vcpus) {
    this.vcpus = positive(vcpus, "vcpus");
    return this;
  }

  /** Sets the memory it was given in MiB; null when that is not known. */
  public SandboxInfoBuilder setMemoryMib(@Nullable Integer memoryMib) {
    this.memoryMib = positive(memoryMib, "memoryMib");
    return this;
  }

  /** Sets the labels or metadata it carries. Default: none. */
  public SandboxInfoBuilder setLabels(Map<String, String> labels) {
    this.labels.clear();
    this.labels.putAll(labels);
    return this;
  }

  /** Returns the information. */
  public SandboxInfo build() {
    return new SandboxInfo(this);
  }

  private static @Nullable Integer positive(@Nullable Integer value, String what) {
    if (value != null && value <= 0) {
      throw new IllegalArgumentException("The " + what + " of a sandbox are " + value
          + ". Expected more than 0, or null if unknown.");
    }
    return value;
  }
}
