package org.emoglot.serve;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Notices that a client has closed its connection while its request waits or is computed. Jetty
 * reads from a connection only between requests, so this asks the socket itself: whoever waits for
 * an answer sends nothing. To be asked after the body was read, by the thread of the request.
 */
final class ClientWatch implements BooleanSupplier {

  private final EndPoint endPoint;
  private boolean gone;
  private boolean disturbed;

  private ClientWatch(EndPoint endPoint) {
    this.endPoint = endPoint;
  }

  static ClientWatch of(HttpServletRequest request) {
    return new ClientWatch(
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint());
  }

  @Override
  public boolean getAsBoolean() {
    gone = gone || !endPoint.isOpen() || ended();
    return gone;
  }

  /** Whether the connection is of no use for another request: a byte of it was taken. */
  boolean isDisturbed() {
    return disturbed;
  }

  private boolean ended() {
    try {
      if (endPoint instanceof SslConnection.SslEndPoint secure) {
        return secure.fill(ByteBuffer.allocate(0)) < 0; // which keeps what it has to decrypt
      }
      if (endPoint instanceof SelectableChannelEndPoint selectable
          && selectable.getChannel() instanceof SocketChannel channel) {
        int read = channel.read(ByteBuffer.allocate(1)); // the channel never blocks
        disturbed |= read > 0; // a second request was sent behind the first
        return read < 0;
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
