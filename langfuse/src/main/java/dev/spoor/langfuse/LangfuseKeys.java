// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** Every attribute name that Langfuse reads and we write. */
final class LangfuseKeys {
  static final String OBSERVATION = "langfuse.observation.";
  static final String METADATA = "langfuse.observation.metadata";
  static final String METADATA_PREFIX = METADATA + ".";
  static final String TRACE_METADATA_PREFIX = "langfuse.trace.metadata.";

  static final AttributeKey<String> TYPE = key("langfuse.observation.type");
  static final AttributeKey<String> INPUT = key("langfuse.observation.input");
  static final AttributeKey<String> OUTPUT = key("langfuse.observation.output");
  static final AttributeKey<String> OBSERVATION_METADATA = key(METADATA);
  static final AttributeKey<String> LEVEL = key("langfuse.observation.level");
  static final AttributeKey<String> STATUS_MESSAGE = key("langfuse.observation.status_message");
  static final AttributeKey<String> MODEL = key("langfuse.observation.model.name");
  static final AttributeKey<String> MODEL_PARAMETERS = key("langfuse.observation.model.parameters");
  static final AttributeKey<String> USAGE = key("langfuse.observation.usage_details");
  static final AttributeKey<String> COST = key("langfuse.observation.cost_details");
  static final AttributeKey<String> COMPLETION_START =
      key("langfuse.observation.completion_start_time");
  static final AttributeKey<String> PROMPT_NAME = key("langfuse.observation.prompt.name");
  static final AttributeKey<Long> PROMPT_VERSION =
      AttributeKey.longKey("langfuse.observation.prompt.version");
  static final AttributeKey<String> EXCEPTION_STACKTRACE =
      key(METADATA_PREFIX + "exception_stacktrace");
  static final AttributeKey<String> TOOLS = key(METADATA_PREFIX + "tools");
  static final AttributeKey<String> TRUNCATED = key(METADATA_PREFIX + "truncated");

  static final AttributeKey<String> VERSION = key("langfuse.version");
  static final AttributeKey<String> ENVIRONMENT = key("langfuse.environment");
  static final AttributeKey<String> RELEASE = key("langfuse.release");
  static final AttributeKey<String> USER = key("user.id");
  static final AttributeKey<String> SESSION = key("session.id");
  static final AttributeKey<String> CONVERSATION = key("gen_ai.conversation.id");
  static final AttributeKey<String> TRACE_NAME = key("langfuse.trace.name");
  static final AttributeKey<List<String>> TRACE_TAGS =
      AttributeKey.stringArrayKey("langfuse.trace.tags");
  /** The tags of an agent's run, before they are Langfuse's. */
  static final AttributeKey<List<String>> RUN_TAGS = AttributeKey.stringArrayKey("agent.tags");

  static final AttributeKey<Boolean> TRACE_PUBLIC =
      AttributeKey.booleanKey("langfuse.trace.public");
  static final AttributeKey<Boolean> APP_ROOT =
      AttributeKey.booleanKey("langfuse.internal.is_app_root");
  static final AttributeKey<Boolean> AS_ROOT = AttributeKey.booleanKey("langfuse.internal.as_root");

  static AttributeKey<String> key(String name) {
    return AttributeKey.stringKey(name);
  }

  private LangfuseKeys() {}
}
