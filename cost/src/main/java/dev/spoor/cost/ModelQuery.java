// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model's name tells beside the model: who sells it, in which region, at which speed. Made
 * for one resolution, and narrowed while the name is read from the left.
 */
final class ModelQuery {
  private static final String ARN = "arn:";
  private static final Pattern VERTEX_RESOURCE = Pattern.compile(
      "(?:projects/[^/]+/)?(?:locations/([^/]+)/)?publishers/([^/]+)/models/([^/]+)");
  private static final Pattern BEDROCK_NAME =
      Pattern.compile("(?:(us-gov|us|eu|apac|au|jp|ca|sa|in|me|af|il|global)\\.)?"
          + "((?:anthropic|amazon|ai21|cohere|deepseek|google|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai"
          + "|qwen|stability|twelvelabs|writer|xai|zai)\\..+)");
  private static final Pattern AWS_REGION =
      Pattern.compile("(us-gov|us|eu|ap|ca|sa|me|af|il|mx|cn)-[a-z]+-\\d");
  private static final Set<String> GLOBAL =
      Set.of("", "global", "default", "standard", "auto", "not_available", "global-standard");
  private static final Set<String> REGIONS =
      Set.of("us", "eu", "us-gov", "global", "global-standard");
  /** Words of a path that say nothing, and gateways that pass the seller's price on. */
  private static final Set<String> PASSED = Set.of(
      "models",
      "converse",
      "claude_platform",
      "invoke",
      "litellm",
      "litellm_proxy",
      "vercel_ai_gateway",
      "gmi",
      "replicate");

  private final Sellers sellers;
  PriceTable.@Nullable Seller seller;
  /** Null as long as the name tells none; "" when it tells the global one. */
  private @Nullable String regionOfName;

  @Nullable String speed;

  String name;

  ModelQuery(Sellers sellers, PriceTable.@Nullable Seller seller, String name) {
    this.sellers = sellers;
    this.seller = seller;
    this.name = name;
    cutLongContextMark();
    readResourceName();
  }

  /** Claude Code marks a long context window; it is the same model. */
  private void cutLongContextMark() {
    if (name.endsWith("[1m]")) {
      name = name.substring(0, name.length() - 4);
    }
  }

  private void readResourceName() {
    Matcher vertex = VERTEX_RESOURCE.matcher(name);
    if (name.startsWith(ARN)) {
      readArn();
    } else if (vertex.matches()) {
      sell("google");
      regionOfName = region(vertex.group(1));
      name = vertex.group(3);
    }
    readBedrockName();
  }

  /** {@code arn:aws:bedrock:REGION:ACCOUNT:TYPE/NAME}. */
  private void readArn() {
    String[] fields = name.split(":", 6);
    sell("aws");
    if (fields.length == 6) {
      regionOfName = region(fields[3]);
      name = fields[5].substring(fields[5].lastIndexOf('/') + 1);
    }
  }

  private void readBedrockName() {
    Matcher bedrock = BEDROCK_NAME.matcher(name);
    if (!bedrock.matches()
        || (seller != null && !seller.vendor() && !seller.id().equals("aws"))) {
      return;
    }
    sell("aws");
    if (bedrock.group(1) != null) {
      regionOfName = region(bedrock.group(1));
    }
    name = bedrock.group(2);
  }

  /**
   * Takes the first word of the path off the name.
   *
   * @return false if nobody knows what it means
   */
  boolean takeWord() {
    int slash = name.indexOf('/');
    String word = name.substring(0, slash);
    var named = sellers.named(word);
    if (named != null) {
      narrow(named);
    } else if (REGIONS.contains(word) || AWS_REGION.matcher(word).matches()) {
      regionOfName = region(word);
    } else if (word.equals("fast")) {
      speed = word;
    } else if (!PASSED.contains(word)) {
      return false;
    }
    name = name.substring(slash + 1);
    readResourceName();
    return true;
  }

  /** A maker's own name says who made the model; one who resells says who bills it. */
  private void narrow(PriceTable.Seller named) {
    if (seller == null || (seller.vendor() && !named.vendor())) {
      seller = named;
    }
  }

  private void sell(String id) {
    var named = sellers.named(id);
    if (named != null) {
      narrow(named);
    }
  }

  /** Returns the region that counts: that of the name, or else {@code told}; null for none. */
  @Nullable String regionOr(@Nullable String told) {
    String region = regionOfName == null ? region(told) : regionOfName;
    return region.isEmpty() ? null : region;
  }

  private static String region(@Nullable String told) {
    String region = told == null ? "" : told.trim().toLowerCase(Locale.ROOT);
    return GLOBAL.contains(region) ? "" : region;
  }

  boolean isBedrock() {
    return seller != null && seller.id().equals("aws");
  }
}
