package org.port17.transport.websocket;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Accepts a server whose own key is one of a list, whoever signed its certificate and whatever name it bears. */
final class PinnedKeys extends X509ExtendedTrustManager {
    private final List<byte[]> pins;

    PinnedKeys(List<byte[]> pins) {
        this.pins = pins;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256")
                    .digest(chain[0].getPublicKey().getEncoded());
            for (byte[] pin : pins) {
                if (MessageDigest.isEqual(pin, key)) {
                    return;
                }
            }
        } catch (NoSuchAlgorithmException e) {
            throw new CertificateException("every JDK has SHA-256", e);
        }
        throw new CertificateException("the server's key is not pinned");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("clients have no certificates here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
