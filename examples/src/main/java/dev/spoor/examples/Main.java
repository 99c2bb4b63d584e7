// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.examples.serve.ServeCommand;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The command line. Results go to standard output, everything else to standard error; the exit code
 * is 0, or 2 when what was asked for cannot be done or told.
 */
public final class Main {
  private static final int DONE = 0;
  private static final int MISUSED = 2;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  /** Runs the command that {@code arguments} name and ends the process. */
  public static void main(String[] arguments) {
    OneLineLog.install();
    System.exit(run(
        List.of(arguments),
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err)));
  }

  /** Runs the command that {@code arguments} name; returns the exit code. */
  static int run(
      List<String> arguments, InputStream in, OutputStream results, OutputStream errors) {
    var written = new Results(results);
    var out = new PrintStream(written, false, StandardCharsets.UTF_8);
    var err = new PrintStream(errors, true, StandardCharsets.UTF_8);
    int exitCode = new Main(in, out, err, Terminal.detect()).run(arguments);
    out.flush();
    if (written.loss() != null) {
      err.println("spoor: the results could not be written: " + written.loss() + ".");
      return MISUSED;
    }
    return exitCode;
  }

  Main(InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  int run(List<String> arguments) {
    if (!arguments.isEmpty() && arguments.get(0).equals("price")) {
      return PriceCommand.run(arguments.subList(1, arguments.size()), in, out, err);
    }
    try {
      if (!arguments.isEmpty() && arguments.get(0).equals("serve")) {
        ServeCommand.run(arguments.subList(1, arguments.size()), out, err);
      } else if (!arguments.isEmpty() && arguments.get(0).equals("langfuse")) {
        LangfuseCommand.run(arguments.subList(1, arguments.size()), out);
      } else {
        run(Options.parse(arguments));
      }
      return DONE;
    } catch (UsageException e) {
      err.println("spoor: " + e.getMessage());
      return MISUSED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DONE;
    }
  }

  private void run(Options options) throws InterruptedException {
    switch (options.command()) {
      case HELP -> out.print(Help.TEXT);
      case VERSION -> out.println("spoor " + Help.version());
      case REPLAY -> show(options, new Replay(options.speed()));
      case INSPECT -> inspect(options);
    }
  }

  private void inspect(Options options) throws InterruptedException {
    String file = Objects.requireNonNull(options.file(), "file");
    try (InputStream input = file.equals("-") ? in : open(file)) {
      show(options, new Inspection(new BufferedInputStream(input)));
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException("cannot read " + file + ": " + e.getMessage());
    }
  }

  private void show(Options options, Source source) throws InterruptedException {
    var tree = new SpanTree();
    try (var telemetry = Telemetry.start(tree)) {
      Report report = read(options, source, tree, telemetry);
      print(options, report, tree);
      out.flush();
      if (options.keep()) {
        telemetry.flush();
        err.println("spoor: done; kept running for scraping until Ctrl-C");
        Thread.currentThread().join();
      }
    }
  }

  private Report read(Options options, Source source, SpanTree tree, Telemetry telemetry)
      throws InterruptedException {
    if (options.json() || !terminal.live()) {
      return source.read(telemetry.openTelemetry(), tree);
    }
    try (var screen = LiveScreen.start(tree, terminal, out)) {
      return source.read(telemetry.openTelemetry(), tree);
    }
  }

  private void print(Options options, Report report, SpanTree tree) {
    if (options.json()) {
      out.println(JsonReport.of(report));
      return;
    }
    new TreeLines(terminal.palette()).of(tree.inTreeOrder()).forEach(out::println);
    out.println();
    new TotalLines(terminal.palette()).of(report).forEach(out::println);
  }

  private static InputStream open(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw new UsageException(file + " is a directory, but must be a recording.");
      }
      return Files.newInputStream(path);
    } catch (InvalidPathException | NoSuchFileException e) {
      throw new UsageException(
          "no such file: " + file + ". Give a recording, or - for standard input.");
    } catch (AccessDeniedException e) {
      throw new UsageException(file + " may not be read. Check its permissions.");
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException("cannot read " + file + ": " + e.getMessage());
    }
  }
}
