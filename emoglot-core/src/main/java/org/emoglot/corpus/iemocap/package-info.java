/**
 * IEMOCAP, the Interactive Emotional Dyadic Motion Capture Database (English, acted and improvised
 * dialogues).
 *
 * <p>C. Busso, M. Bulut, C.-C. Lee, A. Kazemzadeh, E. Mower, S. Kim, J. N. Chang, S. Lee, S. S.
 * Narayanan: <i>IEMOCAP: Interactive emotional dyadic motion capture database</i>, Language
 * Resources and Evaluation 42(4), 2008, <a
 * href="https://sail.usc.edu/iemocap">sail.usc.edu/iemocap</a>. Under a licence, on request.
 *
 * <p>Files: {@code Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000.wav}, of which the
 * last letter tells who speaks; emotions in {@code
 * Session1/dialog/EmoEvaluation/Ses01F_impro01.txt}. 10 speakers, 16 kHz. The recordings of whole
 * dialogues are no clips.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>ang angry</td><td>hap happy</td><td>neu neutral</td><td>sad</td></tr>
 * <tr><td>exc excited (no happiness unless a label map says so)</td><td>fru
 * frustrated</td><td>fea fear</td><td>sur surprise</td></tr>
 * <tr><td>dis disgust</td><td>oth other</td><td>xxx undecided</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.iemocap;

import org.jspecify.annotations.NullMarked;
