package org.port17.plugins;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Port17Exception;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Transport;

/**
 * The plugins present now, after configuration: forbidden ones are left out, preferred ones come first. Every answer is
 * a snapshot and safe from any thread. Ask again for each new link, circuit or stream; never keep an answer.
 */
@ProviderType
public interface Plugins {
    /** Transports in order of preference. */
    List<Transport> transports();

    Optional<Transport> transport(String scheme);

    /** Permitted suites in order of preference. */
    List<CipherSuite> suites();

    Optional<CipherSuite> suite(int id);

    /** The configured strategy; NO_ROUTE with its name if it is not installed. */
    RouteStrategy routeStrategy() throws Port17Exception;

    ExitPolicy exitPolicy() throws Port17Exception;

    Payment payment() throws Port17Exception;

    /** Everything known, for the console: active, forbidden and draining ones. */
    List<PluginView> inventory();

    /** Traits of every suite present, forbidden and draining ones included, in the order of {@link #inventory}. */
    default List<SuiteTraits> knownSuites() {
        return suites().stream().map(CipherSuite::traits).toList();
    }

    /**
     * Makes {@code to} preferred in place of {@code from} and writes that to the configuration. {@code from} stays
     * installed and permitted. For a transport, running links are asked to move ({@link PluginListener#draining}) and
     * this call waits for them, at most the grace time, unless it is made on the loop.
     *
     * @throws Port17Exception UNSUPPORTED if {@code to} is not installed or forbidden, BAD_INPUT if {@code from} is not
     *     the active one, CONFIG if the configuration could not be written; nothing has changed then
     */
    void swap(PluginKind kind, String from, String to) throws Port17Exception;

    /** Told of every change; returns the way to stop listening. Called on any thread. */
    AutoCloseable onChange(PluginListener listener);
}
