// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Packages of other languages, installed into the build directory; without them a test is skipped.
 */
public final class Installed {
  private static final Path ROOT = Path.of("target", "installed").toAbsolutePath();
  private static final TracedSandbox sandbox =
      SandboxTracer.create(OpenTelemetry.noop()).trace(LocalSandbox.create());

  private Installed() {}

  /** Returns a Python that has {@code packages}. */
  public static Path python(String name, String... packages) throws Exception {
    assumeTrue(Processes.present("python3"), "needs python3");
    Path home = ROOT.resolve(name);
    Path python = home.resolve("bin").resolve("python");
    Path done = home.resolve("done");
    if (!Files.exists(done)) {
      install("python3", "-m", "venv", home.toString());
      List<String> pip = new ArrayList<>(List.of(python.toString(), "-m", "pip"));
      pip.addAll(List.of("install", "-q", "--retries", "1", "--disable-pip-version-check"));
      pip.addAll(List.of(packages));
      install(pip.toArray(String[]::new));
      Files.createFile(done);
    }
    return python;
  }

  /** Returns a directory whose scripts can import {@code packages} of npm. */
  public static Path node(String name, String... packages) throws Exception {
    assumeTrue(Processes.present("node") && Processes.present("npm"), "needs Node.js and npm");
    Path home = Files.createDirectories(ROOT.resolve(name));
    Path done = home.resolve("done");
    if (!Files.exists(done)) {
      List<String> npm = new ArrayList<>(List.of("npm", "install", "--prefix", home.toString()));
      npm.addAll(List.of("--silent", "--no-audit", "--no-fund", "--fetch-retries", "1"));
      npm.addAll(List.of(packages));
      install(npm.toArray(String[]::new));
      Files.createFile(done);
    }
    return home;
  }

  private static void install(String... command) throws Exception {
    ExecSpec spec = ExecSpec.builder(command).setTimeout(Duration.ofMinutes(4)).build();
    ExecResult result = sandbox.run(Context.root(), spec);
    assumeTrue(result.exit().isZero(), () -> "cannot install: " + result.stderr());
  }
}
