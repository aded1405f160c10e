/**
 * CREMA-D, the Crowd-sourced Emotional Multimodal Actors Dataset (English, acted).
 *
 * <p>H. Cao, D. G. Cooper, M. K. Keutmann, R. C. Gur, A. Nenkova, R. Verma: <i>CREMA-D:
 * Crowd-sourced Emotional Multimodal Actors Dataset</i>, IEEE Transactions on Affective Computing
 * 5(4), 2014, <a
 * href="https://github.com/CheyneyComputerScience/CREMA-D">github.com/CheyneyComputerScience/CREMA-D</a>.
 * Open Database License.
 *
 * <p>Files: {@code AudioWAV/1001_DFA_ANG_XX.wav}: actor, sentence, emotion, level; the actor's sex
 * in {@code VideoDemographics.csv}. 7442 clips, 91 actors, 16 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>ANG angry</td><td>HAP happy</td><td>NEU neutral</td><td>SAD sad</td></tr>
 * <tr><td>DIS disgust</td><td>FEA fear</td><td></td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.crema;

import org.jspecify.annotations.NullMarked;
