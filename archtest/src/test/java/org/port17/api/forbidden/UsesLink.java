package org.port17.api.forbidden;

import org.port17.link.Links;

/** An arrow that must be found: the contract knows nothing of the core. */
public record UsesLink(Links links) {}
