package ezio.shell.command;

import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan in fields, for programs. */
final class PlanFields {

    private PlanFields() {}

    static List<Map<String, Object>> images(Plan plan) {
        return plan.images().stream().map(PlanFields::image).toList();
    }

    private static Map<String, Object> image(PlannedImage image) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("image", image.name());
        image.node().ifPresent(node -> fields.put("on", node));
        fields.put("path", image.path().toString());
        fields.put("torrent", image.torrent().text());
        image.usedBlocks().ifPresent(file -> fields.put("usedBlocks", file.toString()));
        fields.put("line", image.place().line());
        return fields;
    }

    static List<Map<String, Object>> steps(List<Step> steps) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            all.add(step(steps.get(i), i + 1));
        }
        return all;
    }

    private static Map<String, Object> step(Step step, int number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", number);
        fields.put("word", step.word());
        fields.put("text", step.words());
        step.on().ifPresent(node -> fields.put("on", node));
        step.image().ifPresent(image -> fields.put("image", image));
        fields.put("overwrites", step.isDestructive());
        step.limit().ifPresent(limit -> {
            fields.put("timeoutSeconds", limit.most().toMillis() / 1000.0);
            fields.put(
                    "onTimeout",
                    limit.onTimeout().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        });
        fields.put("line", step.place().line());
        if (!step.inner().isEmpty()) {
            fields.put("steps", steps(step.inner()));
        }
        return fields;
    }
}
