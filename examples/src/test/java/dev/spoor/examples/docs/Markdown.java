// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of the repository and the blocks of code in them. */
public final class Markdown {
  /** The root of the repository. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```([a-z]*)[^\\n]*\\n(.*?)^```$", Pattern.DOTALL);

  /** A block of code in {@code file}. */
  public record Block(Path file, String language, String text) {
    /** Returns the file, seen from the root of the repository. */
    public String place() {
      return ROOT.relativize(file).toString();
    }
  }

  /** Returns all blocks. */
  public static List<Block> blocks() throws IOException {
    var blocks = new ArrayList<Block>();
    for (Path file : files()) {
      Matcher matcher = BLOCK.matcher(Files.readString(file));
      while (matcher.find()) {
        blocks.add(new Block(file, matcher.group(1), matcher.group(2)));
      }
    }
    if (blocks.isEmpty()) {
      throw new AssertionError("No block of code in any Markdown below " + ROOT);
    }
    return blocks;
  }

  /** Returns the blocks in one language. */
  public static List<Block> blocks(String language) throws IOException {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  /** Returns the root's files, each module's, and the guides. */
  public static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 3)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file ->
              !ROOT.relativize(file).toString().matches(".*(target|node_modules|\\.git)/.*"))
          .sorted()
          .toList();
    }
  }

  /** Returns what is not in a block. */
  static String withoutCode(String markdown) {
    return BLOCK.matcher(markdown).replaceAll("");
  }

  private Markdown() {}
}
