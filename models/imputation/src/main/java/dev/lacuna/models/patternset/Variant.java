package dev.lacuna.models.patternset;

/** What explains the pattern of holes. */
enum Variant {
    /** PSMVAE(a): each category has its own self-masking, P(missing) rising with the value: p(m | x, r). */
    SELF_MASKING("a"),
    /** PSMVAE(b): the pattern is read off the latent variable, p(m | z, r). */
    SHARED_LATENT("b"),
    /** No model of the holes, and the encoder does not see them. */
    WITHOUT_PATTERN("none");

    private final String code;

    Variant(String code) {
        this.code = code;
    }

    /** {@code a}, {@code b} or {@code none}. */
    String code() {
        return code;
    }

    static Variant ofCode(String code) {
        for (Variant variant : values()) {
            if (variant.code.equals(code)) return variant;
        }
        throw new IllegalArgumentException("variant '" + code + "'; allowed: a, b, none");
    }
}
