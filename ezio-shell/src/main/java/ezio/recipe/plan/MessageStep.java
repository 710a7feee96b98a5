package ezio.recipe.plan;

/** Tells the user something. */
public record MessageStep(Place place, String text) implements Step {

    @Override
    public String word() {
        return "message";
    }

    @Override
    public String words() {
        return "say: " + text;
    }
}
