package org.port17.edge.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Encodes answers, knowing which request they belong to: an answer to HEAD has no body whatever its headers say. */
final class AnswerEncoder extends HttpResponseEncoder {
    private HttpMethod answered = HttpMethod.GET;

    /** The answers that follow belong to a request of this method. */
    void answering(HttpMethod method) {
        answered = method;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        boolean last = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
        return (last && HttpMethod.HEAD.equals(answered)) || super.isContentAlwaysEmpty(response);
    }
}
