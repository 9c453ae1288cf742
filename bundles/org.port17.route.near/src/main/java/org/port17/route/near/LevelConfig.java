package org.port17.route.near;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** One level: factory configuration {@code org.port17.route.near.level}. */
@ObjectClassDefinition(name = "Port17 security level", description = "A security level by numbers; see docs/routes.md")
public @interface LevelConfig {
    @AttributeDefinition(description = "1 to 99; higher is stronger")
    int number() default 0;

    @AttributeDefinition(description = "One word for people")
    String name() default "";

    @AttributeDefinition(description = "Nodes of a route, 3 to 5")
    int nodes() default 3;

    @AttributeDefinition(
            description =
                    "The entry is the nearest of so many drawn by capacity, 1 to 64: what a place beside the client"
                            + " gains; 1 is blind to places")
    int entry_samples() default 8;

    @AttributeDefinition(description = "Days an entry is kept, 1 to 3650")
    int entry_days() default 120;

    @AttributeDefinition(description = "Size of the set that stands second, 0 to 16")
    int second() default 0;

    @AttributeDefinition(description = "Least days a node stays in that set")
    int second_days_least() default 1;

    @AttributeDefinition(description = "Most days a node stays in that set")
    int second_days_most() default 12;

    @AttributeDefinition(
            description =
                    "Exits are drawn among the nearest nodes that hold one part in so many of the capacity, 1 to 64:"
                            + " what a place beside the destination gains")
    int gamma() default 12;

    @AttributeDefinition(description = "Most of a choice of exits that one owner holds; unit: percent")
    int owner_percent() default 10;

    @AttributeDefinition(description = "Nodes drawn for each middle place, 1 to 1024")
    int middle_sample() default 64;

    @AttributeDefinition(description = "Of these the quickest so many; one of them is taken by chance")
    int middle_best() default 4;

    @AttributeDefinition(description = "Least age of a node; unit: days")
    int age_days() default 7;

    @AttributeDefinition(
            description =
                    "How much a node counts by age, as days:percent, straight lines between, ending at 100 percent")
    String age_ramp() default "0:0 7:10 30:50 68:100";

    @AttributeDefinition(description = "Whether exits must be trusted or have an owner who has shown who it is")
    boolean exits_verified() default false;

    @AttributeDefinition(
            description = "What nodes of a route obey together: owner, as, hoster and network, which hold"
                    + " whether named or not, countries:N,"
                    + " entry-exit-country (with ? where it may be broken), client-country")
    String rules() default "owner as hoster network";

    @AttributeDefinition(description = "Whether data may leave with the first cell, before keys have been stepped")
    boolean zero_rtt() default true;

    @AttributeDefinition(description = "Whether unencrypted traffic is refused unless a rule allows it")
    boolean plaintext_only_by_rule() default false;

    @AttributeDefinition(description = "Minutes after which an unused route is closed")
    int idle_minutes() default 10;

    @AttributeDefinition(description = "Minutes after which no new stream joins a route")
    int most_minutes() default 1440;

    @AttributeDefinition(
            required = false,
            description = "What the level is meant to do and does not do yet; sentences separated by a bar, for people")
    String lacks() default "";
}
