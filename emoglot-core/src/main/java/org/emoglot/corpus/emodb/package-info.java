/**
 * EMO-DB, the Berlin Database of Emotional Speech (German, acted).
 *
 * <p>F. Burkhardt, A. Paeschke, M. Rolfes, W. Sendlmeier, B. Weiss: <i>A Database of German
 * Emotional Speech</i>, Interspeech 2005. <a
 * href="http://emodb.bilderbar.info">emodb.bilderbar.info</a>. Free for use, with citation; no
 * formal licence.
 *
 * <p>Files: {@code wav/SSTTTEV.wav}, such as {@code wav/03a01Fa.wav}: speaker SS (03, 08 to 16),
 * text TTT, emotion letter E (of the German word), version V. 535 clips, 10 speakers, 16 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>W angry (Wut)</td><td>F happy (Freude)</td><td>T sad (Trauer)</td><td>N neutral</td></tr>
 * <tr><td>A fear (Angst)</td><td>E disgust (Ekel)</td><td>L boredom (Langeweile)</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.emodb;

import org.jspecify.annotations.NullMarked;
