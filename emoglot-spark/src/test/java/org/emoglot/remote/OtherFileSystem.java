package org.emoglot.remote;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The files of this machine, as another machine's: {@code other:/path}. */
public final class OtherFileSystem extends RawLocalFileSystem {

  private static final URI ROOT = URI.create("other:///");

  /** Files that were opened. */
  static final AtomicLong OPENED = new AtomicLong();

  /** Makes it known. */
  public static Configuration in(Configuration conf) {
    conf.set("fs.other.impl", OtherFileSystem.class.getName());
    return conf;
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    setConf(conf);
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return "other";
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    OPENED.incrementAndGet();
    statistics.reset();
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    FileStatus status = super.getFileStatus(path);
    status.setPath(makeQualified(new Path(path.toUri().getPath())));
    return status;
  }
}
