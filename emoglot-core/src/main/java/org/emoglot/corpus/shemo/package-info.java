/**
 * ShEMO, Sharif Emotional Speech Database (Persian, radio plays).
 *
 * <p>O. Mohamad Nezami, P. Jamshid Lou, M. Karami: <i>ShEMO: a large-scale validated database for
 * Persian speech emotion detection</i>, Language Resources and Evaluation 53, 2019, <a
 * href="https://github.com/mansourehk/ShEMO">github.com/mansourehk/ShEMO</a>. For research; see its
 * page.
 *
 * <p>Files: {@code female/F01A01.wav}: gender and number of the speaker, emotion letter, number.
 * 3000 clips, 87 speakers, 44.1 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>A angry</td><td>H happy</td><td>N neutral</td><td>S sad</td></tr>
 * <tr><td>F fear</td><td>W surprise</td><td></td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.shemo;

import org.jspecify.annotations.NullMarked;
