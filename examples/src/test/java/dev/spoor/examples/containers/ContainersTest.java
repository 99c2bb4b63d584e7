// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.spoor.sandbox.ExecExit;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.ExecutionSpan;
import dev.spoor.sandbox.SandboxInfo;
import dev.spoor.sandbox.SandboxLifetime;
import dev.spoor.sandbox.SandboxPropagator;
import dev.spoor.sandbox.SandboxTracer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.ExecConfig;

/** The clients that people run containers with carry a trace in, and its end comes back. */
@Timeout(120)
class ContainersTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private static final ExecSpec COMMAND = ExecSpec.builder("python3", "agent.py", "a prompt; $(x)")
      .addEnvironment("LANG", "C.UTF-8")
      .build();

  private final SandboxTracer sandboxes = SandboxTracer.create(otel.getOpenTelemetry());

  @Test
  void dockerJava_givesTheCommandItsEnvironment() throws Exception {
    SandboxLifetime box =
        sandboxes.measure(SandboxInfo.builder("docker").setId("box").build());
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    try (FakeDocker fake = new FakeDocker();
        DockerClient docker = client(fake);
        ExecutionSpan execution = box.startExecution(Context.root(), COMMAND)) {
      List<String> variables = execution.environment().entrySet().stream()
          .map(variable -> variable.getKey() + "=" + variable.getValue())
          .toList();
      String id = docker
          .execCreateCmd("box")
          .withEnv(variables)
          .withCmd(COMMAND.arguments().toArray(String[]::new))
          .withAttachStdout(true)
          .withAttachStderr(true)
          .exec()
          .getId();
      docker
          .execStartCmd(id)
          .exec(new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
              stdout.writeBytes(frame.getPayload());
            }
          })
          .awaitCompletion(60, TimeUnit.SECONDS);
      execution.exit(
          ExecExit.exited(docker.inspectExecCmd(id).exec().getExitCodeLong().intValue()));

      JsonNode sent = new ObjectMapper().readTree(fake.created().get(0));
      assertThat(words(sent.get("Cmd"))).isEqualTo(COMMAND.arguments());
      assertThat(words(sent.get("Env")))
          .containsExactlyInAnyOrder("LANG=C.UTF-8", "TRACEPARENT=" + traceparent());
      assertThat(stdout.toString(UTF_8)).isEqualTo("ok\n");
      assertExitCode7();
    }
  }

  @Test
  void testcontainers_takesTheVariablesAsTheyAre() {
    SandboxPropagator propagator = sandboxes.propagator();
    Context context = Context.root()
        .with(otel.getOpenTelemetry().getTracer("test").spanBuilder("run").startSpan());

    ExecConfig config = ExecConfig.builder()
        .command(new String[] {"python3", "agent.py"})
        .envVars(propagator.inject(context))
        .build();

    assertThat(config.getEnvVars()).isEqualTo(propagator.inject(context));
    assertThat(config.getEnvVars().get("TRACEPARENT")).startsWith("00-");
  }

  @Test
  void fabric8_putsTheVariablesBeforeTheCommand() throws Exception {
    SandboxLifetime box =
        sandboxes.measure(SandboxInfo.builder("kubernetes").setId("box").build());
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    try (FakeKubernetes fake = new FakeKubernetes();
        KubernetesClient kubernetes = client(fake);
        ExecutionSpan execution = box.startExecution(Context.root(), COMMAND)) {
      List<String> words = new ArrayList<>(SandboxPropagator.envPrefix(execution.environment()));
      words.addAll(COMMAND.arguments());
      try (ExecWatch watch = kubernetes
          .pods()
          .inNamespace("agents")
          .withName("box")
          .writingOutput(stdout)
          .exec(words.toArray(String[]::new))) {
        execution.exit(ExecExit.exited(watch.exitCode().get(60, TimeUnit.SECONDS)));
      }

      assertThat(fake.command())
          .containsExactly(
              "env",
              "LANG=C.UTF-8",
              "TRACEPARENT=" + traceparent(),
              "python3",
              "agent.py",
              "a prompt; $(x)");
      assertThat(stdout.toString(UTF_8)).isEqualTo("ok\n");
      assertExitCode7();
    }
  }

  private static DockerClient client(FakeDocker fake) {
    return DockerClientImpl.getInstance(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(fake.host())
            .withDockerTlsVerify(false)
            .build(),
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(URI.create(fake.host()))
            .build());
  }

  private static KubernetesClient client(FakeKubernetes fake) {
    Config config = new ConfigBuilder(Config.empty())
        .withMasterUrl(fake.url())
        .withNamespace("agents")
        .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.textValue()));
    return words;
  }

  private static String traceparent() {
    SpanData span = execution();
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
        + span.getSpanContext().getTraceFlags().asHex();
  }

  private static void assertExitCode7() {
    assertThat(execution().getAttributes().asMap())
        .containsAllEntriesOf(Map.of(
            AttributeKey.longKey("process.exit.code"),
            7L,
            AttributeKey.stringKey("error.type"),
            "exit_7"));
  }

  private static SpanData execution() {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals("sandbox.execute"))
        .findFirst()
        .orElseThrow();
  }
}
