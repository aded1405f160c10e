package org.emoglot.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Reads a {@link ByteSource}, which stays open. */
final class SourceChannel extends FileChannel {

  private final ByteSource source;
  private long position;

  SourceChannel(ByteSource source) {
    this.source = source;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int read = read(into, position);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public int read(ByteBuffer into, long from) throws IOException {
    return into.hasRemaining() ? source.read(from, into) : 0;
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      while (into[i].hasRemaining()) {
        int read = read(into[i]);
        if (read < 0) {
          return total == 0 ? -1 : total;
        }
        total += read;
      }
    }
    return total;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() throws IOException {
    return source.size();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    long sent = 0;
    ByteBuffer block = ByteBuffer.allocate((int) Math.max(1, Math.min(count, 1 << 16)));
    while (sent < count) {
      block.clear().limit((int) Math.min(block.capacity(), count - sent));
      if (read(block, from + sent) < 0) {
        break;
      }
      block.flip();
      while (block.hasRemaining()) {
        sent += target.write(block);
      }
    }
    return sent;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public int write(ByteBuffer from, long to) {
    throw new NonWritableChannelException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new NonWritableChannelException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long to, long count) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public void force(boolean metaData) {
    // nothing was written
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException("not a file of this machine");
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException("not a file of this machine");
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException("not a file of this machine");
  }

  @Override
  protected void implCloseChannel() {
    // who opened the source closes it
  }
}
