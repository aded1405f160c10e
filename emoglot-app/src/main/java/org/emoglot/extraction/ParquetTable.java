package org.emoglot.extraction;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings as a Parquet table: {@code id}, {@code path}, {@code corpus}, {@code language}, {@code
 * speaker}, {@code label}, {@code split} (text, null where there is none), {@code seconds} (double)
 * and {@code frames} (int32) of the clip, and {@code embedding}, a list of D floats. One row an
 * utterance; or one row a frame, with its number from 0 in {@code frame} (int32) as well, so that
 * every row is flat, can be filtered while it is read, and no list holds lists.
 *
 * <p>Values are stored as they are, not compressed: the digits of embeddings are noise to a
 * compressor.
 */
final class ParquetTable {

  static final String FILE = "embeddings.parquet";

  private static final String EMBEDDING = "embedding";
  private static final String VALUES = EMBEDDING + ".list.element";
  private static final long ROW_GROUP_BYTES = 32L << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Writes the rows of a table, one after the other. */
  @FunctionalInterface
  interface Rows {
    void writeTo(RowSink sink) throws IOException;
  }

  /** Takes one row. */
  @FunctionalInterface
  interface RowSink {
    /**
     * Takes a row.
     *
     * @param frame its number in the clip; 0 for an utterance
     * @param values D of them, which the sink does not keep
     */
    void row(Clip clip, Part.Done done, int frame, float[] values) throws IOException;
  }

  private record Row(Clip clip, Part.Done done, int frame, float[] values) {}

  private ParquetTable() {}

  /**
   * Writes a table.
   *
   * @param frames whether a row is a frame
   * @param metadata key and value pairs for the foot of the file
   */
  static void write(OutputStream out, boolean frames, Map<String, String> metadata, Rows rows)
      throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    try (ParquetWriter<Row> writer =
        new Builder(buffered, frames)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withDictionaryEncoding(VALUES, false)
            .withStatisticsEnabled(VALUES, false)
            .withExtraMetaData(metadata)
            .build()) {
      rows.writeTo((clip, done, frame, values) -> writer.write(new Row(clip, done, frame, values)));
    }
    buffered.flush();
  }

  private static MessageType schema(boolean frames) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    schema.addField(text(Type.Repetition.REQUIRED, "id"));
    schema.addField(text(Type.Repetition.REQUIRED, "path"));
    for (String tag : List.of("corpus", "language", "speaker", "label", "split")) {
      schema.addField(text(Type.Repetition.OPTIONAL, tag));
    }
    schema.addField(Types.required(DOUBLE).named("seconds"));
    schema.addField(Types.required(INT32).named("frames"));
    if (frames) {
      schema.addField(Types.required(INT32).named("frame"));
    }
    return schema
        .addField(Types.requiredList().requiredElement(FLOAT).named(EMBEDDING))
        .named("embeddings");
  }

  private static Type text(Type.Repetition repetition, String name) {
    return Types.primitive(BINARY, repetition).as(LogicalTypeAnnotation.stringType()).named(name);
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final boolean frames;

    Builder(OutputStream out, boolean frames) {
      super(new StreamFile(out));
      this.frames = frames;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return new RowSupport(frames);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
      return new RowSupport(frames);
    }
  }

  /** Describes a row and writes it. */
  private static final class RowSupport extends WriteSupport<Row> {
    private final boolean frames;
    private @Nullable RowWriter writer;

    RowSupport(boolean frames) {
      this.frames = frames;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema(frames), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema(frames), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      writer = new RowWriter(consumer, schema(frames), frames);
    }

    @Override
    public void write(Row row) {
      Objects.requireNonNull(writer, "the library prepares before it writes").write(row);
    }
  }

  /** From a row to the events of a record, field by field in the order of the schema. */
  private record RowWriter(RecordConsumer record, MessageType schema, boolean frames) {

    void write(Row row) {
      Clip.Tags tags = row.clip().tags();
      record.startMessage();
      text("id", row.clip().id());
      text("path", row.clip().file().toString());
      text("corpus", tags.corpus());
      text("language", tags.language());
      text("speaker", tags.speaker());
      text("label", tags.label());
      text("split", tags.split());
      field("seconds", () -> record.addDouble(row.done().seconds()));
      field("frames", () -> record.addInteger(row.done().frames()));
      if (frames) {
        field("frame", () -> record.addInteger(row.frame()));
      }
      field(EMBEDDING, () -> list(row.values()));
      record.endMessage();
    }

    private void list(float[] values) {
      record.startGroup();
      record.startField("list", 0);
      for (float value : values) {
        record.startGroup();
        record.startField("element", 0);
        record.addFloat(value);
        record.endField("element", 0);
        record.endGroup();
      }
      record.endField("list", 0);
      record.endGroup();
    }

    /** A text that is empty is missing. */
    private void text(String name, String value) {
      if (!value.isEmpty()) {
        field(name, () -> record.addBinary(Binary.fromString(value)));
      }
    }

    private void field(String name, Runnable value) {
      int index = schema.getFieldIndex(name);
      record.startField(name, index);
      value.run();
      record.endField(name, index);
    }
  }

  /** A stream as the file that the library wants. */
  private record StreamFile(OutputStream out) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSize) {
      return new PositionOutputStream() {
        private long position;

        @Override
        public long getPos() {
          return position;
        }

        @Override
        public void write(int value) throws IOException {
          out.write(value);
          position++;
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
          out.write(bytes, start, length);
          position += length;
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
