package org.port17.authority;

/** Why a node is in the map or not. The words are the operator's, and name no address. */
enum Standing {
    LISTED("in the map"),
    WITHDRAWN("it announces no address"),
    SILENT("it has not announced itself for too long"),
    NAME_TAKEN("another node holds its name"),
    NO_PREKEY("no link prekey of it is in use now: its clock may be wrong"),
    NOT_TRIED("its addresses are not all proven yet"),
    NO_ANSWER("nobody proved to be this node at one of its addresses"),
    UNCHECKABLE("this authority has no transport or no suite to check one of its addresses with"),
    RIVAL("another node is listed at its address");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
