package ezio.recipe.load;

import ezio.core.problem.Similar;
import ezio.recipe.words.RecipeScript;
import ezio.recipe.words.UnitNames;
import ezio.recipe.words.ValueWords;
import ezio.recipe.words.WordBook;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;
import org.codehaus.groovy.transform.stc.TypeCheckingContext;

/**
 * Checks the words of a recipe while it is compiled: that a word is one, stands in its block, and gets what it takes. What
 * was probably meant is used from there on, so that one mistake does not hide, or make, others.
 */
public final class RecipeChecks extends AbstractTypeCheckingExtension {

    private final NamedValueChecks namedValues = new NamedValueChecks(this::mistake, this::getType);

    // What calls of words that are none were taken for.
    private final Map<MethodCallExpression, String> meant = new HashMap<>();

    /** Made by the compiler, for each recipe. */
    public RecipeChecks(StaticTypeCheckingVisitor visitor) {
        super(visitor);
    }

    @Override
    public List<MethodNode> handleMissingMethod(
            ClassNode receiver,
            String name,
            ArgumentListExpression arguments,
            ClassNode[] argumentTypes,
            MethodCall call) {
        if (!(call instanceof MethodCallExpression expression) || !expression.isImplicitThis()) {
            mistake(
                    call instanceof MethodCallExpression expression ? expression.getMethod() : (ASTNode) call,
                    Kinds.of(receiver) + " has no `" + name + "`" + taking(argumentTypes),
                    null);
            return List.of(makeDynamic(call));
        }
        String word = word(name);
        WordBook.BlockWords here = currentBlock();
        Optional<WordBook.Entry> entry = here.find(word);
        if (!context.getEnclosingClassNode().getDeclaredMethods(name).isEmpty()) {
            mistake(
                    expression.getMethod(),
                    "blocks do not see the methods of a recipe",
                    "make it a value: def " + name + " = { … }");
            return List.of(makeDynamic(call));
        }
        if (entry.isPresent()) {
            misused(entry.get(), expression, arguments, argumentTypes);
            return recover(here, word, call);
        }
        List<WordBook.BlockWords> homes = WordBook.blocks().stream()
                .filter(block -> block.find(word).isPresent())
                .toList();
        if (!homes.isEmpty()) {
            mistake(
                    expression.getMethod(),
                    "`" + word + "` belongs in "
                            + homes.stream().map(WordBook.BlockWords::title).collect(Collectors.joining(" or "))
                            + ", not in " + here.title(),
                    null);
            return recover(homes.get(0), word, call);
        }
        List<String> similar = similar(word, here);
        mistake(
                expression.getMethod(),
                "no such word: `" + word + "`",
                similar.isEmpty()
                        ? "\"ezio words " + here.name() + "\" lists what there is"
                        : "did you mean `" + similar.get(0) + "`?");
        return similar.isEmpty() || here.find(similar.get(0)).isEmpty()
                ? List.of(makeDynamic(call))
                : recover(here, similar.get(0), call);
    }

    @Override
    public void afterMethodCall(MethodCall call) {
        MethodNode target = ((ASTNode) call).getNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET);
        if (target == null
                || target.getParameters().length == 0
                || !target.getParameters()[0].getType().equals(ClassHelper.MAP_TYPE)
                || !(call instanceof MethodCallExpression expression)) {
            return;
        }
        List<Expression> arguments = getArguments(call).getExpressions();
        if (!arguments.isEmpty()
                && !(arguments.get(0) instanceof MapExpression)
                && WordBook.ofClass(target.getDeclaringClass().getName()).isPresent()) {
            mistake(arguments.get(0), "named values are written out", "like timeout: 10.minutes");
        }
        WordBook.ofClass(target.getDeclaringClass().getName())
                .flatMap(block -> block.find(word(target.getName())))
                .filter(entry -> !entry.values().isEmpty())
                .ifPresent(entry -> namedValues.check(
                        entry, expression.getMethod(), getArguments(call).getExpressions()));
    }

    @Override
    public boolean handleUnresolvedVariableExpression(VariableExpression variable) {
        String name = variable.getName();
        WordBook.BlockWords here = currentBlock();
        Optional<WordBook.Entry> word = here.find(word(name));
        Optional<WordBook.BlockWords> home = WordBook.blocks().stream()
                .filter(block -> block.find(name).isPresent())
                .findFirst();
        if (word.isPresent()) {
            mistake(
                    variable,
                    "`" + name + "` stands alone",
                    "write " + word.get().example());
        } else if (home.isPresent()) {
            mistake(variable, "`" + name + "` belongs in " + home.get().title() + ", not in " + here.title(), null);
        } else {
            Set<String> candidates = new java.util.TreeSet<>(
                    RecipeShape.of(context.getSource().getAST()).variables());
            here.words().stream()
                    .filter(WordBook.Entry::isConstant)
                    .map(WordBook.Entry::name)
                    .forEach(candidates::add);
            List<String> similar = Similar.to(name, candidates);
            mistake(
                    variable,
                    "nothing is called `" + name + "` here",
                    similar.isEmpty()
                            ? "a text needs quotes; a value of the recipe's own is made with def " + name + " = …"
                            : "did you mean `" + similar.get(0) + "`?");
        }
        makeDynamic(variable);
        return true;
    }

    @Override
    public boolean handleUnresolvedProperty(PropertyExpression property) {
        String name = property.getPropertyAsString();
        ClassNode receiver = getType(property.getObjectExpression());
        if (ClassHelper.isNumberType(receiver) || ClassHelper.isBigDecimalType(receiver)) {
            unknownUnit(property, name, receiver);
        } else if (!ClassHelper.isObjectType(receiver)) {
            mistake(property.getProperty(), Kinds.of(receiver) + " has no `" + name + "`", null);
        }
        makeDynamic(property);
        return true;
    }

    @Override
    public void afterVisitClass(ClassNode node) {
        if (node.isScript()) {
            new Purity(node, this::mistake, this::getType).check();
        }
    }

    private void unknownUnit(PropertyExpression property, String name, ClassNode receiver) {
        boolean isWhole = ClassHelper.getWrapper(receiver).equals(ClassHelper.Integer_TYPE);
        if (!isWhole && UnitNames.all().contains(name)) {
            mistake(
                    property.getObjectExpression(),
                    "`" + name + "` follows a whole number below 2,147,483,648",
                    "write 90.minutes, not 1.5.hours");
            return;
        }
        List<String> similar = Similar.to(name, UnitNames.all());
        mistake(
                property.getProperty(),
                "no such unit: `" + name + "`",
                similar.isEmpty()
                        ? "there are " + String.join(", ", UnitNames.all())
                        : "did you mean `" + similar.get(0) + "`?");
    }

    // The word is right; what stands behind it is not.
    private void misused(
            WordBook.Entry entry,
            MethodCallExpression call,
            ArgumentListExpression arguments,
            ClassNode[] argumentTypes) {
        if (Arrays.stream(argumentTypes).anyMatch(ClassHelper::isObjectType)) {
            // Something in it is wrong already.
            return;
        }
        List<Expression> given = arguments.getExpressions();
        boolean hasNamed = given.stream().anyMatch(MapExpression.class::isInstance);
        boolean hasBlock = given.stream().anyMatch(ClosureExpression.class::isInstance);
        List<String> wanted = positional(entry);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (!(given.get(i) instanceof MapExpression) && !(given.get(i) instanceof ClosureExpression)) {
                found.add(Kinds.of(argumentTypes[i]));
            }
        }
        if (entry.hasBlock() && !hasBlock) {
            mistake(call.getMethod(), "`" + entry.name() + "` needs a block", "write " + entry.example());
        } else if (!entry.hasBlock() && hasBlock) {
            mistake(call.getMethod(), "`" + entry.name() + "` takes no block", null);
        } else if (hasNamed && entry.values().isEmpty()) {
            mistake(call.getMethod(), "`" + entry.name() + "` takes no named values", null);
        } else if (!wanted.equals(found)) {
            mistake(
                    call.getMethod(),
                    "`" + entry.name() + "` takes "
                            + (RecipeScript.parameterWords().contains(entry.name()) && wanted.size() == 2
                                    ? "a name and a description"
                                    : list(wanted))
                            + ", not " + list(found),
                    found.size() > wanted.size() && wanted.size() == 1 ? "write a line for each" : null);
        } else if (!hasNamed) {
            namedValues.check(entry, call.getMethod(), given);
        } else {
            mistake(call.getMethod(), "`" + entry.name() + "` does not take that", "write " + entry.example());
        }
    }

    private static String list(List<String> kinds) {
        return kinds.isEmpty() ? "nothing" : String.join(" and ", kinds);
    }

    // What stands behind the word without a name, of the overload that has most.
    private static List<String> positional(WordBook.Entry entry) {
        return methods(entry.name())
                .max(Comparator.comparingInt(Method::getParameterCount))
                .map(method -> Arrays.stream(method.getParameterTypes())
                        .filter(type -> type != Map.class && type != groovy.lang.Closure.class)
                        .map(ValueWords::kindOf)
                        .toList())
                .orElse(List.of());
    }

    private static Stream<Method> methods(String word) {
        return WordBook.blocks().stream()
                .flatMap(block -> Arrays.stream(block.type().getDeclaredMethods()))
                .filter(method -> WordBook.wordOf(method).filter(word::equals).isPresent());
    }

    // The method of what was meant, so that a block behind it is read with the right words.
    private List<MethodNode> recover(WordBook.BlockWords block, String word, MethodCall call) {
        ClassNode type = ClassHelper.make(block.type());
        meant.put((MethodCallExpression) call, word);
        boolean hasBlock = getArguments(call).getExpressions().stream().anyMatch(ClosureExpression.class::isInstance);
        Optional<WordBook.Entry> entry = block.find(word).filter(found -> found.hasBlock() && hasBlock);
        int count = getArguments(call).getExpressions().size();
        return entry.flatMap(found -> type.getMethods(method(word)).stream()
                        .filter(method -> method.getParameters().length == count)
                        .findFirst())
                .map(List::of)
                .orElseGet(() -> List.of(makeDynamic(call)));
    }

    private List<String> similar(String word, WordBook.BlockWords here) {
        List<String> near = Similar.to(word, names(here));
        return near.isEmpty()
                ? Similar.to(
                        word,
                        WordBook.blocks().stream()
                                .flatMap(block -> names(block).stream())
                                .distinct()
                                .toList())
                : near;
    }

    private static List<String> names(WordBook.BlockWords block) {
        return block.words().stream().map(WordBook.Entry::name).toList();
    }

    // The compiler names the script as the receiver, also inside of blocks; so it is looked up whose block this is.
    private WordBook.BlockWords currentBlock() {
        Set<ClosureExpression> closures = context.getEnclosingClosureStack().stream()
                .map(TypeCheckingContext.EnclosingClosure::getClosureExpression)
                .collect(Collectors.toSet());
        for (Expression call : context.getEnclosingMethodCalls()) {
            if (call instanceof MethodCallExpression expression
                    && expression.isImplicitThis()
                    && getArguments(expression).getExpressions().stream().anyMatch(closures::contains)) {
                Optional<WordBook.BlockWords> block =
                        WordBook.blockOf(meant.getOrDefault(expression, expression.getMethodAsString()));
                if (block.isPresent()) {
                    return block.get();
                }
            }
        }
        return WordBook.ofClass(RecipeScript.class.getName()).orElseThrow();
    }

    private static String word(String method) {
        return method.equals(RecipeShape.RUN_METHOD) ? "run" : method;
    }

    private static String method(String word) {
        return word.equals("run") ? RecipeShape.RUN_METHOD : word;
    }

    private static String taking(ClassNode[] types) {
        return types.length == 0
                ? ""
                : " that takes " + Arrays.stream(types).map(Kinds::of).collect(Collectors.joining(" and "));
    }

    private void mistake(ASTNode where, String message, String suggestion) {
        if (where.getLineNumber() > 0) {
            context.getErrorCollector()
                    .addErrorAndContinue(new SyntaxErrorMessage(
                            new MistakeException(where, message, suggestion), context.getSource()));
        }
    }
}
