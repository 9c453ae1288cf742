package org.port17.exit.any;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;

/** Every exit serves every destination equally gladly; a node that is no exit serves none. */
@Component(
        name = "org.port17.exit.any",
        service = ExitPolicy.class,
        property = ExitPolicy.NAME + "=" + AnyExit.NAME_VALUE)
public final class AnyExit implements ExitPolicy {
    static final String NAME_VALUE = "any";

    @Activate
    public AnyExit() {}

    @Override
    public String name() {
        return NAME_VALUE;
    }

    @Override
    public Verdict judge(Destination destination, Node node) {
        return node.exit() ? Verdict.allow(1) : Verdict.deny("the node is no exit");
    }

    @Override
    public boolean looksAtDestination() {
        return false;
    }
}
