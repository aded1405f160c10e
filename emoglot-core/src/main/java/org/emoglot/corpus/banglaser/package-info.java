/**
 * BanglaSER: Bangla, 34 actors, three sentences, each said three times.
 *
 * <p>R. K. Das and others: <i>BanglaSER: A speech emotion recognition dataset for the Bangla
 * language</i>, Data in Brief 42, 2022, <a
 * href="https://doi.org/10.17632/t9h6p943xy">doi.org/10.17632/t9h6p943xy</a>; CC BY 4.0.
 *
 * <p>Files: {@code 03-01-EE-II-SS-RR-AA.wav}, of which EE is the emotion, II its intensity, SS the
 * sentence, RR the repetition and AA the actor; men have odd numbers. The form is that of RAVDESS,
 * the numbers of the emotions are others.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>01</td><td>happy</td></tr>
 * <tr><td>02</td><td>sad</td></tr>
 * <tr><td>03</td><td>angry</td></tr>
 * <tr><td>04</td><td>surprise</td></tr>
 * <tr><td>05</td><td>neutral</td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.banglaser;

import org.jspecify.annotations.NullMarked;
