// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * Records the life of sandboxes and what runs in them as OpenTelemetry spans, metrics and cost.
 * Immutable and safe for use by many threads; make one and keep it. It never fails the work that it
 * observes: exceptions of a sandbox pass through as they are, its own are logged and swallowed.
 *
 * <pre>{@code
 * var sandboxes = SandboxTracer.create(openTelemetry);
 * try (TracedSandbox sandbox = sandboxes.trace(LocalSandbox.create())) {
 *   ExecResult result = sandbox.run(run.context(), ExecSpec.of("python3", "agent.py"));
 * }
 * }</pre>
 *
 * <p>A host that calls a sandbox by its own means uses {@link #startCreation} or {@link #measure}
 * and the handles that they lead to.
 */
public final class SandboxTracer {
  private final SandboxTelemetry telemetry;

  /** Returns a tracer with default settings. */
  public static SandboxTracer create(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Returns a builder of a tracer that records to {@code openTelemetry}. */
  public static SandboxTracerBuilder builder(OpenTelemetry openTelemetry) {
    return new SandboxTracerBuilder(openTelemetry);
  }

  SandboxTracer(SandboxTracerBuilder builder) {
    telemetry = new SandboxTelemetry(builder);
  }

  /** Returns what carries traces into processes. */
  public SandboxPropagator propagator() {
    return telemetry.propagator;
  }

  /**
   * Creates a sandbox in the span {@code sandbox.create}, a child of {@code parent}. The factory
   * gets the context of that span; its labels ({@link SandboxPropagator#labels}) belong into the
   * metadata of the sandbox. Throws what the factory throws.
   *
   * @param planned what is known before there is a sandbox: the provider, and most often a template
   */
  public <E extends Exception> TracedSandbox create(
      Context parent, SandboxInfo planned, SandboxFactory<E> factory) throws E {
    SandboxCreation creation = startCreation(parent, planned);
    try (Scope scope = creation.context().makeCurrent()) {
      Sandbox sandbox = factory.create(creation.context());
      return new TracedSandbox(
          telemetry, sandbox, creation.succeed(sandbox.info(), sandbox::timeToLive), parent);
    } catch (Throwable thrown) {
      creation.fail(thrown);
      throw thrown;
    }
  }

  /** Returns {@code sandbox}, which exists already, recorded. Its time is counted from now. */
  public TracedSandbox trace(Sandbox sandbox) {
    SandboxLifetime lifetime = new SandboxLifetime(telemetry, sandbox.info(), sandbox::timeToLive);
    return new TracedSandbox(telemetry, sandbox, lifetime, Context.root());
  }

  /** Starts the span {@code sandbox.create} around a host's own call that creates a sandbox. */
  public SandboxCreation startCreation(Context parent, SandboxInfo planned) {
    return new SandboxCreation(telemetry, requireNonNull(parent, "parent"), planned);
  }

  /** Counts the time and cost of a sandbox that exists already, from now. */
  public SandboxLifetime measure(SandboxInfo info) {
    return new SandboxLifetime(telemetry, info, () -> null);
  }
}
