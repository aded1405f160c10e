package org.emoglot.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark for one job. One that was started before stays. */
final class Session implements AutoCloseable {

  private final SparkSession spark;
  private final boolean ours;

  private Session(SparkSession spark, boolean ours) {
    this.spark = spark;
    this.ours = ours;
  }

  /** Starts Spark as it was submitted; without that, on all cores of this machine. */
  static Session open(String job) {
    boolean ours = SparkSession.getDefaultSession().isEmpty();
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "emoglot " + job);
    conf.setIfMissing("spark.master", "local[*]");
    return new Session(SparkSession.builder().config(conf).getOrCreate(), ours);
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    if (ours) {
      spark.stop();
    }
  }
}
