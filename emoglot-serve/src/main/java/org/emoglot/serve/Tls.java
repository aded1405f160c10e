package org.emoglot.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;

/**
 * Certificate and key of a service, as certificate authorities give them.
 *
 * @param certificate PEM with the certificate, and those up to the authority's; an empty path for
 *     plain HTTP
 * @param key PEM with the private key, PKCS #8 and without a password
 */
public record Tls(Path certificate, Path key) {

  /** Plain HTTP. */
  public static final Tls NONE = new Tls(Path.of(""), Path.of(""));

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  public Tls {
    if (certificate.toString().isEmpty() != key.toString().isEmpty()) {
      throw new InvalidInputException(
          "Expected both a certificate and its key (--tls-certificate, --tls-key), found only one.");
    }
  }

  boolean isOn() {
    return !certificate.toString().isEmpty();
  }

  /**
   * Both as a key store without a password.
   *
   * @throws InvalidInputException if one is missing or damaged, or they do not belong together
   */
  KeyStore keyStore() {
    Certificate[] chain = chain();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      store.setKeyEntry(
          "emoglot", privateKey(chain[0].getPublicKey().getAlgorithm()), new char[0], chain);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidInputException(
          "Expected the key of the certificate %s in %s, found another or a damaged one (%s)."
              .formatted(certificate, key, e.getMessage()),
          e);
    }
  }

  private Certificate[] chain() {
    try (InputStream pem = Files.newInputStream(certificate)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (chain.isEmpty()) {
        throw new InvalidInputException(
            "Expected a certificate (PEM) in %s, found none.".formatted(certificate));
      }
      return chain.toArray(new Certificate[0]);
    } catch (IOException e) {
      throw unreadable(certificate, e);
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException(
          "Expected a certificate (PEM) in %s, found a damaged one: %s."
              .formatted(certificate, e.getMessage()),
          e);
    }
  }

  private PrivateKey privateKey(String algorithm) throws GeneralSecurityException {
    String pem;
    try {
      pem = Files.readString(key, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unreadable(key, e);
    }
    Matcher matcher = KEY.matcher(pem);
    if (!matcher.find()) {
      throw new InvalidInputException(
          "Expected 'BEGIN PRIVATE KEY' (PKCS #8, no password) in %s, found none: convert it with 'openssl pkcs8 -topk8 -nocrypt'."
              .formatted(key));
    }
    byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }

  private static InvalidInputException unreadable(Path file, IOException e) {
    return new InvalidInputException(
        "Expected a readable PEM file at %s, found none (%s)."
            .formatted(file, e.getClass().getSimpleName()),
        e);
  }
}
