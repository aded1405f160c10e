package org.emoglot.segment;

/** How the speech of {@link SpeechSearch#open} stands at the end of what was heard. */
public enum Pause {

  /** There is speech to the end. */
  NONE,

  /** There is none at the end, and the segment still grows by what it holds behind its speech. */
  BEGUN,

  /** The segment grows no more: {@link SpeechSearch#next} will give it unless speech comes soon. */
  LONG
}
