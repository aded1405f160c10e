package org.emoglot.ffmpeg;

/** A process that decodes a file, and says how long it is. */
final class DecodingChild {

  static final String DONE = " samples";

  private DecodingChild() {}

  public static void main(String[] args) {
    System.out.println(Samples.decode("flac.flac").length + DONE);
  }
}
