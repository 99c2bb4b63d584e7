// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds files in text: data URIs anywhere, and the blocks in which Anthropic, Gemini, Vertex,
 * OpenAI, Bedrock and the GenAI conventions carry base64. For one thread.
 */
final class MediaFinder {
  private static final String BASE64 = ";base64,";
  private static final Set<String> FILE_KINDS = Set.of("base64", "blob", "media", "file");
  private static final Set<String> FILE_HOLDERS = Set.of("inline_data", "inlineData");
  private static final Set<String> BEDROCK_HOLDERS = Set.of("image", "video", "audio", "document");
  private static final int LONGEST_TYPE = 100;
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,60}");

  private final Store store;
  private boolean replaced;

  MediaFinder(Store store) {
    this.store = store;
  }

  /** Returns {@code text} with references in place of its files; the same object if it has none. */
  String replace(String text) {
    boolean structured = Json.isStructured(text);
    boolean uris = text.contains(BASE64);
    // Slashes that are escaped cut the base64 into pieces until the text is parsed.
    boolean escaped = structured && uris && text.contains("\\/");
    String plain = uris && !escaped ? replaceUris(text) : text;
    return structured && (escaped || mayHaveBlocks(plain)) ? replaceBlocks(plain) : plain;
  }

  private static boolean mayHaveBlocks(String text) {
    return text.contains("\"base64\"")
        || text.contains("\"blob\"")
        || text.contains("\"inline_data\"")
        || text.contains("\"inlineData\"")
        || text.contains("\"input_audio\"")
        || text.contains("\"media\"")
        || text.contains("\"file\"")
        || text.contains("\"bytes\"");
  }

  private String replaceUris(String text) {
    StringBuilder out = null;
    int copied = 0;
    for (int at = text.indexOf(BASE64); at >= 0; at = text.indexOf(BASE64, at + 1)) {
      int start = text.lastIndexOf("data:", at);
      int end = endOfBase64(text, at + BASE64.length());
      if (start >= copied && at - start <= LONGEST_TYPE) {
        String type = text.substring(start + "data:".length(), at);
        String tag = store(type, text.substring(at + BASE64.length(), end));
        if (tag != null) {
          out = out == null ? new StringBuilder(text.length() / 2) : out;
          out.append(text, copied, start).append(tag);
          copied = end;
        }
      }
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private static int endOfBase64(String text, int from) {
    int end = from;
    while (end < text.length() && isBase64(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && text.charAt(end) == '=') {
      end++;
    }
    return end;
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  private String replaceBlocks(String text) {
    Object value = Json.parse(text);
    if (value == Json.BROKEN) {
      return text;
    }
    replaced = false;
    Object changed = walk(value, "");
    return replaced ? Json.write(changed) : text;
  }

  private @Nullable Object walk(@Nullable Object value, String holder) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> changed = new ArrayList<>(list.size());
      list.forEach(element -> changed.add(walk(element, holder)));
      return changed;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
      map.forEach((key, element) -> changed.put(key, walk(element, String.valueOf(key))));
      replaceData(changed, holder);
      return changed;
    }
    return value instanceof String text ? walkText(text) : value;
  }

  /** A URI whose slashes are escaped is only found here. */
  private String walkText(String text) {
    String left = text.contains(BASE64) ? replaceUris(text) : text;
    replaced |= !left.equals(text);
    return left;
  }

  /** Replaces the text of {@code block} that is a file, if it is such a block. */
  private void replaceData(Map<Object, @Nullable Object> block, String holder) {
    String type = first(block, "media_type", "mime_type", "mimeType", "mediaType");
    String kind = String.valueOf(block.get("type"));
    if (holder.equals("input_audio") && block.get("format") instanceof String format) {
      replaceField(block, "data", "audio/" + format);
    } else if (type != null && (FILE_KINDS.contains(kind) || FILE_HOLDERS.contains(holder))) {
      replaceField(block, kind.equals("blob") ? "content" : "data", type);
    } else if (block.get("source") instanceof Map<?, ?> source
        && BEDROCK_HOLDERS.contains(holder)
        && source.get("bytes") instanceof String
        && block.get("format") instanceof String format) {
      Map<Object, @Nullable Object> changed = new LinkedHashMap<>(source);
      replaceField(changed, "bytes", bedrockType(holder, format));
      block.put("source", changed);
    }
  }

  private static String bedrockType(String holder, String format) {
    return format.equals("pdf") ? "application/pdf" : holder + "/" + format;
  }

  private void replaceField(Map<Object, @Nullable Object> block, String field, String type) {
    if (block.get(field) instanceof String data && !data.startsWith("@@@")) {
      String tag = store(type, data);
      if (tag != null) {
        block.put(field, tag);
        replaced = true;
      }
    }
  }

  private static @Nullable String first(Map<Object, @Nullable Object> block, String... names) {
    for (String name : names) {
      if (block.get(name) instanceof String text) {
        return text;
      }
    }
    return null;
  }

  private @Nullable String store(String type, String base64) {
    String plain = type.toLowerCase(Locale.ROOT);
    int parameter = plain.indexOf(';');
    plain = parameter < 0 ? plain : plain.substring(0, parameter);
    if (!TYPE.matcher(plain).matches()) {
      return null;
    }
    Media media = Media.decode(plain, base64);
    return media != null && store.take(media) ? media.tag() : null;
  }

  /** Takes files to be uploaded. */
  interface Store {
    /** Returns whether the file will be uploaded; if not, it stays where it is. */
    boolean take(Media media);
  }
}
