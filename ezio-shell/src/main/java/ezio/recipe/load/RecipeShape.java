package ezio.recipe.load;

import ezio.recipe.plan.Place;
import ezio.recipe.plan.RecipeMistake;
import ezio.recipe.words.RecipeScript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Looks at what was parsed, before names mean anything: notes where each word stands, and refuses what has no place in a
 * recipe: imports, annotations (some of which run code while they are compiled), classes.
 */
final class RecipeShape extends CompilationCustomizer {

    /** The method behind the word {@code run}: closures have a method of that name, which would win. */
    static final String RUN_METHOD = "runProgram";

    private static final String RUN = "run";

    private final CallIndex index;
    private final List<RecipeMistake> mistakes = new ArrayList<>();
    private final Set<String> variables = new HashSet<>();
    private final Set<Expression> allowed = new HashSet<>();
    private final LooseCalls looseCalls = new LooseCalls(this::mistake);
    private boolean isModuleSeen;

    RecipeShape(CallIndex index) {
        super(CompilePhase.CONVERSION);
        this.index = index;
    }

    /** Returns the one that looked at {@code module}. */
    static RecipeShape of(ModuleNode module) {
        return module.getNodeMetaData(RecipeShape.class);
    }

    /** Returns the names of all variables that the recipe declares. */
    Set<String> variables() {
        return variables;
    }

    List<RecipeMistake> mistakes() {
        return mistakes;
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
        ModuleNode module = source.getAST();
        module.putNodeMetaData(RecipeShape.class, this);
        if (!isModuleSeen) {
            isModuleSeen = true;
            checkModule(module);
        }
        if (!node.isScript() && node.getLineNumber() > 0) {
            mistake(node, "a recipe has no classes of its own", "`" + node.getNameWithoutPackage() + "`");
        }
        new Visitor(source).visitClass(node);
    }

    private void checkModule(ModuleNode module) {
        List<ImportNode> imports = new ArrayList<>(module.getImports());
        imports.addAll(module.getStarImports());
        imports.addAll(module.getStaticImports().values());
        imports.addAll(module.getStaticStarImports().values());
        for (ImportNode each : imports) {
            dropAnnotations(each);
            mistake(each, "a recipe imports nothing", "everything it can use is a word; \"ezio words\" lists them");
        }
        if (module.getPackage() != null) {
            dropAnnotations(module.getPackage());
            mistake(module.getPackage(), "a recipe is in no package", null);
        }
        for (Statement statement : module.getStatementBlock().getStatements()) {
            // The parameters may be declared here, and nowhere deeper.
            if (statement instanceof ExpressionStatement expression) {
                allowed.add(
                        expression.getExpression() instanceof DeclarationExpression declaration
                                ? declaration.getRightExpression()
                                : expression.getExpression());
            }
        }
    }

    private void dropAnnotations(AnnotatedNode node) {
        List<AnnotationNode> annotations = node.getAnnotations();
        if (annotations == null || annotations.isEmpty()) {
            return;
        }
        for (AnnotationNode annotation : List.copyOf(annotations)) {
            if (annotation.getLineNumber() > 0) {
                mistake(
                        annotation,
                        "a recipe has no annotations",
                        "leave out @" + annotation.getClassNode().getNameWithoutPackage());
            }
        }
        annotations.clear();
    }

    private void mistake(ASTNode where, String message, String suggestion) {
        Place place = new Place(index.file(), Math.max(1, where.getLineNumber()), Math.max(1, where.getColumnNumber()));
        mistakes.add(
                suggestion == null ? new RecipeMistake(place, message) : new RecipeMistake(place, message, suggestion));
    }

    private Place place(ASTNode node) {
        return new Place(index.file(), node.getLineNumber(), node.getColumnNumber());
    }

    private final class Visitor extends ClassCodeVisitorSupport {

        private final SourceUnit source;
        // In a block, the checks of the words find that it is the wrong one.
        private int closures;

        Visitor(SourceUnit source) {
            this.source = source;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return source;
        }

        @Override
        public void visitAnnotations(AnnotatedNode node) {
            dropAnnotations(node);
        }

        @Override
        public void visitClosureExpression(ClosureExpression closure) {
            if (closure.getParameters() != null) {
                for (Parameter parameter : closure.getParameters()) {
                    dropAnnotations(parameter);
                }
            }
            closures++;
            super.visitClosureExpression(closure);
            closures--;
        }

        @Override
        public void visitDeclarationExpression(DeclarationExpression declaration) {
            dropAnnotations(declaration);
            if (declaration.getLeftExpression() instanceof VariableExpression variable) {
                variables.add(variable.getName());
            }
            super.visitDeclarationExpression(declaration);
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            looseCalls.putRight(call);
            String word = call.getMethodAsString();
            if (word != null && call.isImplicitThis()) {
                note(word, call);
                if (word.equals(RUN)) {
                    ConstantExpression method = new ConstantExpression(RUN_METHOD);
                    method.setSourcePosition(call.getMethod());
                    call.setMethod(method);
                }
                if (RecipeScript.parameterWords().contains(word) && !allowed.contains(call) && closures == 0) {
                    mistake(
                            call.getMethod(),
                            "parameters are declared first, in lines of their own, not in a block, a loop or a condition",
                            "write def x = " + word + "('x', …) above the `deploy`");
                }
            }
            super.visitMethodCallExpression(call);
        }

        private void note(String word, MethodCallExpression call) {
            Map<String, Place> values = CallIndex.values();
            List<Place> arguments = new ArrayList<>();
            if (call.getArguments() instanceof TupleExpression tuple) {
                for (Expression argument : tuple.getExpressions()) {
                    if (argument instanceof MapExpression named) {
                        for (MapEntryExpression entry : named.getMapEntryExpressions()) {
                            values.put(entry.getKeyExpression().getText(), place(entry.getValueExpression()));
                        }
                    } else {
                        arguments.add(place(argument));
                    }
                }
            }
            index.add(new CallIndex.Call(
                    word,
                    call.getLineNumber(),
                    call.getLastLineNumber(),
                    place(call.getMethod()),
                    Map.copyOf(values),
                    List.copyOf(arguments)));
        }
    }
}
