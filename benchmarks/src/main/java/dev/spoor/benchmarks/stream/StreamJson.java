// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.stream;

import java.nio.charset.StandardCharsets;

/** Makes streams in the form of stream-json: long ones of many turns, of any text. */
final class StreamJson {
  private static final String SENTENCE =
      "The build fails because the module \\\"core\\\" is compiled before its dependency. ";

  private final StringBuilder out = new StringBuilder();
  private int next;

  /**
   * Returns a run with whole messages: a thought, a tool call, a result of a few kilobytes, an
   * answer.
   */
  static byte[] whole(int turns) {
    var stream = new StreamJson();
    stream.init();
    for (int i = 0; i < turns; i++) {
      stream.turn(i);
    }
    stream.result(turns);
    return stream.bytes();
  }

  /** Returns a run with partial messages: each answer in pieces of a few words, then whole. */
  static byte[] partial(int turns) {
    var stream = new StreamJson();
    stream.init();
    for (int i = 0; i < turns; i++) {
      stream.streamedAnswer(i);
    }
    stream.result(turns);
    return stream.bytes();
  }

  private void init() {
    line(
        "{'type':'system','subtype':'init','cwd':'/home/dev/app','session_id':'s-1','tools':['Bash','Read','Edit'],"
            + "'mcp_servers':[],'model':'claude-sonnet-4-5','permissionMode':'default','uuid':'u-0'}");
  }

  private void turn(int i) {
    assistant(
        i,
        "{'type':'thinking','thinking':'" + SENTENCE.repeat(4) + "','signature':'"
            + "Ab3+".repeat(120) + "'}");
    assistant(
        i,
        "{'type':'tool_use','id':'toolu_" + i
            + "','name':'Bash','input':{'command':'mvn -q verify','description':'" + SENTENCE
            + "'}}");
    String output = SENTENCE.repeat(25);
    line("{'type':'user','message':{'role':'user','content':[{'tool_use_id':'toolu_" + i
        + "','type':'tool_result','content':'" + output
        + "','is_error':false}]},'parent_tool_use_id':null,"
        + "'session_id':'s-1','uuid':'u-" + next++ + "','tool_use_result':{'stdout':'" + output
        + "','stderr':'','interrupted':false}}");
    assistant(i + 1_000_000, "{'type':'text','text':'" + SENTENCE.repeat(6) + "'}");
  }

  private void streamedAnswer(int i) {
    event("{'type':'message_start','message':{'model':'claude-sonnet-4-5','id':'msg_" + i
        + "','type':'message','role':'assistant','content':[],'stop_reason':null,'usage':"
        + usage(1) + "}}");
    event("{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}");
    for (int k = 0; k < 40; k++) {
      event(
          "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':' compiled before its'}}");
    }
    assistant(i, "{'type':'text','text':'" + " compiled before its".repeat(40) + "'}");
    event("{'type':'content_block_stop','index':0}");
    event("{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':null},'usage':"
        + usage(120) + "}");
    event("{'type':'message_stop'}");
  }

  private void assistant(int message, String block) {
    line("{'type':'assistant','message':{'model':'claude-sonnet-4-5','id':'msg_" + message
        + "','type':'message','role':'assistant','content':[" + block
        + "],'stop_reason':null,'stop_sequence':null,"
        + "'usage':" + usage(1) + "},'parent_tool_use_id':null,'session_id':'s-1','uuid':'u-"
        + next++ + "'}");
  }

  private void event(String event) {
    line("{'type':'stream_event','event':" + event
        + ",'session_id':'s-1','parent_tool_use_id':null,'uuid':'u-" + next++ + "'}");
  }

  private void result(int turns) {
    line("{'type':'result','subtype':'success','is_error':false,'duration_ms':9352,'num_turns':"
        + turns
        + ",'result':'done','session_id':'s-1','total_cost_usd':1.5,'usage':" + usage(4000)
        + ",'modelUsage':{'claude-sonnet-4-5':{'inputTokens':400,'outputTokens':40000,'cacheReadInputTokens':900000,"
        + "'cacheCreationInputTokens':1200,'costUSD':1.5}},'uuid':'u-" + next++ + "'}");
  }

  private static String usage(int output) {
    return "{'input_tokens':3,'cache_creation_input_tokens':12,'cache_read_input_tokens':9000,'cache_creation':"
        + "{'ephemeral_5m_input_tokens':12,'ephemeral_1h_input_tokens':0},'output_tokens':" + output
        + ",'service_tier':'standard'}";
  }

  private void line(String json) {
    out.append(json.replace('\'', '"')).append('\n');
  }

  private byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
