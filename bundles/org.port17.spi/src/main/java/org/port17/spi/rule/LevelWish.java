package org.port17.spi.rule;

/**
 * The level a rule asks for.
 *
 * @param level 1 to {@link #HIGHEST}; 0 asks for none
 * @param exact whether it holds even where the user's general level is higher. Otherwise a rule can only raise it.
 */
public record LevelWish(int level, boolean exact) {
    public static final int HIGHEST = 4;
    public static final LevelWish NONE = new LevelWish(0, false);

    public LevelWish {
        if (level < 0 || level > HIGHEST || (exact && level == 0)) {
            throw new IllegalArgumentException("a level lies between 1 and " + HIGHEST);
        }
    }

    /** The level to use where the user's general level is {@code floor}. */
    public int over(int floor) {
        return exact ? level : Math.max(level, floor);
    }
}
