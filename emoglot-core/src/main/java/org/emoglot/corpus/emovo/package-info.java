/**
 * EMOVO (Italian, acted).
 *
 * <p>G. Costantini, I. Iaderola, A. Paoloni, M. Todisco: <i>EMOVO Corpus: an Italian Emotional
 * Speech Database</i>, LREC 2014. Free for research, by its authors; no formal licence.
 *
 * <p>Files: {@code f1/rab-f1-b1.wav}: emotion, speaker (f1 to f3, m1 to m3), sentence. 588 clips, 6
 * speakers, 48 kHz stereo with negatively correlated channels: the mean of both cancels, so decode
 * with the louder channel.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>rab angry (rabbia)</td><td>gio happy (gioia)</td><td>tri sad (tristezza)</td><td>neu
 * neutral</td></tr>
 * <tr><td>dis disgust</td><td>pau fear (paura)</td><td>sor surprise (sorpresa)</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.emovo;

import org.jspecify.annotations.NullMarked;
