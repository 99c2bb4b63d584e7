// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** Every name that this module writes to a span or a metric. */
final class SandboxNames {
  static final String SCOPE = "dev.spoor.sandbox";

  static final String CREATE = "sandbox.create";
  static final String EXECUTE = "sandbox.execute";
  static final String PAUSE = "sandbox.pause";
  static final String RESUME = "sandbox.resume";
  static final String KILL = "sandbox.kill";

  static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("sandbox.provider");
  static final AttributeKey<String> ID = AttributeKey.stringKey("sandbox.id");
  static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("sandbox.template");
  static final AttributeKey<Long> VCPUS = AttributeKey.longKey("sandbox.vcpu");
  static final AttributeKey<Long> MEMORY = AttributeKey.longKey("sandbox.memory_mib");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sandbox.outcome");
  static final AttributeKey<Long> STDOUT_BYTES =
      AttributeKey.longKey("sandbox.output.stdout_bytes");
  static final AttributeKey<Long> STDERR_BYTES =
      AttributeKey.longKey("sandbox.output.stderr_bytes");
  static final AttributeKey<Double> COST = AttributeKey.doubleKey("sandbox.cost.usd");
  static final AttributeKey<Double> RUNNING_SECONDS =
      AttributeKey.doubleKey("sandbox.running_seconds");
  static final AttributeKey<Long> RELAYED_SPANS = AttributeKey.longKey("sandbox.relay.spans");
  static final AttributeKey<Long> DROPPED_SPANS = AttributeKey.longKey("sandbox.relay.dropped");

  // From the semantic conventions, copied: their artifact is no dependency of a library.
  static final AttributeKey<String> PROGRAM = AttributeKey.stringKey("process.executable.name");
  static final AttributeKey<List<String>> ARGUMENTS =
      AttributeKey.stringArrayKey("process.command_args");
  static final AttributeKey<Long> PID = AttributeKey.longKey("process.pid");
  static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  static final String CREATION_DURATION = "sandbox.creation.duration";
  static final String EXECUTION_DURATION = "sandbox.execution.duration";
  static final String COST_METRIC = "sandbox.cost.usd";
  static final String COST_BOOKING = "sandbox.cost.booking";
  static final String ACTIVE = "sandbox.active";
  static final String DROPPED = "agent.telemetry.dropped";

  static final AttributeKey<String> METRIC_PROVIDER = AttributeKey.stringKey("provider");
  static final AttributeKey<String> METRIC_TEMPLATE = AttributeKey.stringKey("template");
  static final AttributeKey<String> METRIC_VCPU = AttributeKey.stringKey("vcpu");
  static final AttributeKey<String> METRIC_EXIT_CODE = AttributeKey.stringKey("exit_code");
  static final AttributeKey<String> METRIC_STATUS = AttributeKey.stringKey("status");
  static final AttributeKey<String> METRIC_REASON = AttributeKey.stringKey("reason");

  private SandboxNames() {}
}
