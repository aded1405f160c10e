/**
 * CaFE (Canadian French, acted).
 *
 * <p>P. Gournay, O. Lahaie, R. Lefebvre: <i>A Canadian French Emotional Speech Dataset</i>, ACM
 * MMSys 2018, <a href="https://zenodo.org/records/1478765">zenodo.org/records/1478765</a>. CC
 * BY-NC-SA 4.0.
 *
 * <p>Files: {@code Colère/Fort/01-C-2-2.wav}: actor (odd: man), emotion letter (of the French
 * word), intensity, sentence; neutral has no intensity, {@code Neutre/01-N-1.wav}. 936 clips, 12
 * actors, 48 kHz WAV or 192 kHz AIFF. The accents of the folders occur in both Unicode normal
 * forms.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>C angry (colère)</td><td>J happy (joie)</td><td>T sad (tristesse)</td><td>N
 * neutral</td></tr>
 * <tr><td>D disgust (dégoût)</td><td>P fear (peur)</td><td>S surprise</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.cafe;

import org.jspecify.annotations.NullMarked;
