package org.port17.itests.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.port17.cell.Frame;
import org.port17.link.Lane;
import org.port17.link.LaneAcceptor;
import org.port17.link.Link;
import org.port17.link.Links;

/**
 * A node's links in the hands of a bad owner: honest until told to alter a cell between its own layer and the wire, or to
 * keep them all.
 */
final class Saboteur {
    private int flip = -1;

    /** Whether no cell leaves this node any more. */
    boolean drops;

    /** Cells that this node sent on, in both directions. */
    int sent;

    /** Alters one bit of the next cell that this node sends. */
    void alterNext(int position) {
        flip = position;
    }

    boolean isDone() {
        return flip < 0;
    }

    /** The links that the relay gets: every lane that it opens or accepts is held. */
    Links hold(Links honest) {
        return over(Links.class, honest, (name, arguments) -> {
            if (name.equals("listen")) {
                LaneAcceptor acceptor = (LaneAcceptor) arguments[1];
                arguments[1] = (LaneAcceptor) (lane, blob) -> acceptor.accept(hold(lane), blob);
            }
            return true;
        });
    }

    private Lane hold(Lane lane) {
        return over(Lane.class, lane, (name, arguments) -> {
            if (name.equals("send")) {
                Frame frame = (Frame) arguments[0];
                if (flip >= 0) {
                    frame.array()[frame.offset() + flip % frame.cellClass().size()] ^= 0x10;
                    flip = -1;
                }
                sent++;
                if (drops) {
                    return false;
                }
            }
            return true;
        });
    }

    private interface Before {
        /** @return whether it goes on as the honest one would */
        boolean call(String name, Object[] arguments);
    }

    private <T> T over(Class<T> type, T honest, Before before) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (!before.call(method.getName(), args)) {
                return null;
            }
            try {
                Object answer = method.invoke(honest, args);
                if (answer instanceof Lane lane) {
                    return hold(lane);
                }
                // A relay's own lanes come from the link to its next node; identity counts elsewhere.
                return answer instanceof Link link && type == Links.class
                        ? over(Link.class, link, (n, a) -> true)
                        : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
