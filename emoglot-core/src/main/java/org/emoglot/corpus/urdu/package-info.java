/**
 * URDU (Urdu, clips of television talk shows).
 *
 * <p>S. Latif, A. Qayyum, M. Usman, J. Qadir: <i>Cross Lingual Speech Emotion Recognition: Urdu vs.
 * Western Languages</i>, FIT 2018, <a href="https://arxiv.org/abs/1812.10411">arXiv 1812.10411</a>,
 * <a
 * href="https://github.com/siddiquelatif/URDU-Dataset">github.com/siddiquelatif/URDU-Dataset</a>.
 * For research only, by its README.
 *
 * <p>Files: {@code {Angry,Happy,Neutral,Sad}/SM1_F8_A08.wav}: speaker with gender letter (SM1 and
 * SF1 differ), number of the speaker's file, emotion letter with a running number. 400 clips, 29
 * speakers by name, almost all with a single emotion, 44.1 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>A angry</td><td>H happy</td><td>N neutral</td><td>S sad</td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.urdu;

import org.jspecify.annotations.NullMarked;
