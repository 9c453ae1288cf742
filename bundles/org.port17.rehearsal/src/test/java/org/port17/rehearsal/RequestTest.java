package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200, 8 << 20, Integer.MAX_VALUE})
    void bothEndsAgreeOnLengthAndAnswer(int answer) {
        byte[] request = Request.http(answer);
        assertEquals(answer, Request.answer(request));
        assertEquals(request.length, Request.HEADER + Request.rest(Arrays.copyOf(request, Request.HEADER)));
    }

    /** RFC 8446, sections 4 and 5.1. */
    @Test
    void tlsIsOneWholeClientHello() {
        byte[] request = Request.tls();
        assertEquals(22, request[0]);
        assertEquals(1, request[5]);
        assertEquals(1, Request.answer(request));
        assertEquals(request.length, Request.HEADER + Request.rest(Arrays.copyOf(request, Request.HEADER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /", "GET /x", "POST", "GET", "\u0016"})
    void whatIsNoSuchRequestAsksForNothingMuch(String text) {
        byte[] request = text.getBytes(StandardCharsets.US_ASCII);
        assertEquals(text.startsWith("\u0016") ? 1 : 0, Request.answer(request));
    }
}
