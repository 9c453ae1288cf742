package org.port17.accp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import org.junit.jupiter.api.Test;

class KnownAnswerTest {
    private static final byte[] WRONG = new byte[60];

    @Test
    void theJavaPlatformPasses() {
        assertDoesNotThrow(() -> KnownAnswer.check(Security.getProvider("SunJCE")));
    }

    @Test
    void aProviderWithoutTheCipherFails() {
        assertThrows(GeneralSecurityException.class, () -> KnownAnswer.check(Security.getProvider("SUN")));
    }

    @Test
    void wrongAnswersAreFound() {
        assertEquals("a known text was sealed otherwise", failure(WRONG, WRONG));
        assertEquals("a known text was opened otherwise", failure(KnownAnswer.SEALED, WRONG));
        assertEquals("a forged tag was accepted", failure(KnownAnswer.SEALED, KnownAnswer.PLAIN));
    }

    private static String failure(byte[] sealed, byte[] opened) {
        Provider liar = new Provider("Liar", "1", "answers what it is told to") {
            private static final long serialVersionUID = 1L;

            @Override
            public Service getService(String type, String algorithm) {
                return new Service(this, type, algorithm, Answers.class.getName(), null, null) {
                    @Override
                    public Object newInstance(Object parameter) {
                        return new Answers(sealed, opened);
                    }
                };
            }
        };
        return assertThrows(GeneralSecurityException.class, () -> KnownAnswer.check(liar))
                .getMessage();
    }

    private static final class Answers extends CipherSpi {
        private final byte[] sealed;
        private final byte[] opened;
        private int mode;

        Answers(byte[] sealed, byte[] opened) {
            this.sealed = sealed;
            this.opened = opened;
        }

        @Override
        protected void engineInit(int opmode, Key key, AlgorithmParameterSpec spec, SecureRandom random) {
            mode = opmode;
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length) {
            return mode == Cipher.ENCRYPT_MODE ? sealed : opened;
        }

        @Override
        protected void engineUpdateAAD(byte[] aad, int offset, int length) {}

        @Override
        protected void engineSetMode(String name) {}

        @Override
        protected void engineSetPadding(String name) {}

        @Override
        protected int engineGetBlockSize() {
            return 16;
        }

        @Override
        protected int engineGetOutputSize(int length) {
            return length + 16;
        }

        @Override
        protected byte[] engineGetIV() {
            return new byte[12];
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return null;
        }

        @Override
        protected void engineInit(int opmode, Key key, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(int opmode, Key key, AlgorithmParameters parameters, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at) {
            throw new UnsupportedOperationException();
        }
    }
}
