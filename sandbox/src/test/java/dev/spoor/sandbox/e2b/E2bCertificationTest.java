// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sandbox.ExecResult;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.ExecSpecBuilder;
import dev.spoor.sandbox.Installed;
import dev.spoor.sandbox.LocalSandbox;
import dev.spoor.sandbox.SandboxTracer;
import dev.spoor.sandbox.internal.JsonTree;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fake is what E2B's own clients take for E2B; else what it says of ours would be worth little.
 */
@Timeout(600)
class E2bCertificationTest {
  private static final String JAVASCRIPT = """
      import { Sandbox } from 'e2b'
      const sandbox = await Sandbox.create('base', { timeoutMs: 60000, metadata: { k: 'v w' }, envs: { A: 'b' } })
      const ran = await sandbox.commands.run('echo "é $A $B"; echo err >&2', { envs: { B: 'c' } })
      let code = 0
      try { await sandbox.commands.run('exit 7') } catch (error) { code = error.exitCode }
      const metrics = await sandbox.getMetrics()
      await sandbox.files.write('/x.txt', 'hello')
      const file = await sandbox.files.read('/x.txt')
      const listed = await Sandbox.list({ query: { metadata: { k: 'v w' } } }).nextItems()
      const killed = await sandbox.kill()
      console.log(JSON.stringify({ stdout: ran.stdout, stderr: ran.stderr, exit: ran.exitCode, code,
        cpus: metrics[0].cpuCount, file, listed: listed.length, killed }))
      """;

  private static final String PYTHON = """
      import json
      from e2b import CommandExitException, Sandbox, SandboxQuery
      sandbox = Sandbox.create("base", timeout=60, metadata={"k": "v w"}, envs={"A": "b"})
      ran = sandbox.commands.run('echo "é $A $B"; echo err >&2', envs={"B": "c"})
      code = 0
      try:
          sandbox.commands.run("exit 7")
      except CommandExitException as error:
          code = error.exit_code
      metrics = sandbox.get_metrics()
      sandbox.files.write("/x.txt", "hello")
      file = sandbox.files.read("/x.txt")
      listed = Sandbox.list(query=SandboxQuery(metadata={"k": "v w"})).next_items()
      killed = sandbox.kill()
      print(json.dumps({"stdout": ran.stdout, "stderr": ran.stderr, "exit": ran.exit_code, "code": code,
        "cpus": metrics[0].cpu_count, "file": file, "listed": len(listed), "killed": killed}))
      """;

  @TempDir
  Path files;

  @Test
  void theClientForJavaScriptDrivesTheFake() throws Exception {
    Path home = Installed.node("e2b-js", "e2b@2.51.0");
    Path script = Files.writeString(home.resolve("certify.mjs"), JAVASCRIPT);

    certify(ExecSpec.builder("node", script.toString()));
  }

  @Test
  void theClientForPythonDrivesTheFake() throws Exception {
    Path python = Installed.python("e2b-python", "e2b==2.63.0");

    certify(ExecSpec.builder(python.toString(), "-c", PYTHON));
  }

  private void certify(ExecSpecBuilder command) throws Exception {
    try (FakeE2b fake = new FakeE2b(files)) {
      ExecResult result = SandboxTracer.create(OpenTelemetry.noop())
          .trace(LocalSandbox.create())
          .run(
              Context.root(),
              command
                  .addEnvironment("E2B_API_KEY", FakeE2b.API_KEY)
                  .addEnvironment("E2B_API_URL", fake.uri().toString())
                  .addEnvironment("E2B_SANDBOX_URL", fake.uri().toString())
                  .setTimeout(Duration.ofMinutes(2))
                  .build());

      assertThat(result.exit().isZero()).as(result.stderr() + result.stdout()).isTrue();
      byte[] told = result.stdout().getBytes(UTF_8);
      Map<String, Object> json = JsonTree.object(told, told.length);
      assertThat(String.valueOf(json.remove("stderr"))).endsWith("err\n");
      assertThat(json)
          .isEqualTo(Map.of(
              "stdout", "é b c\n",
              "exit", 0L,
              "code", 7L,
              "cpus", 2L,
              "file", "hello",
              "listed", 1L,
              "killed", true));
    }
  }
}
