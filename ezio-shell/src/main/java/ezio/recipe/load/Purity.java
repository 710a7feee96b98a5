package ezio.recipe.load;

import ezio.recipe.words.WordBook;
import java.util.function.Function;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.DynamicVariable;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.PropertyNode;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.ArrayExpression;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.stc.ExtensionMethodNode;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/**
 * Refuses what could have an effect while a recipe is loaded: calls and values outside of a list of harmless ones. It keeps
 * a recipe from doing by mistake what its plan does not show; it is no sandbox.
 */
final class Purity extends ClassCodeVisitorSupport {

    private static final String WHY = "loading a recipe must have no side effects";

    private final ClassNode script;
    private final NamedValueChecks.Findings findings;
    private final Function<Expression, ClassNode> types;

    Purity(ClassNode script, NamedValueChecks.Findings findings, Function<Expression, ClassNode> types) {
        this.script = script;
        this.findings = findings;
        this.types = types;
    }

    void check() {
        visitClass(script);
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return script.getModule().getContext();
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        MethodNode target = call.getNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET);
        if (isWritten(call.getMethod()) && target != null && !isHarmless(target, call.getObjectExpression())) {
            refuse(call.getMethod(), "may not call `" + name(target, call) + "`");
            call.getArguments().visit(this);
            return;
        }
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitStaticMethodCallExpression(StaticMethodCallExpression call) {
        MethodNode target = call.getNodeMetaData(StaticTypesMarker.DIRECT_METHOD_CALL_TARGET);
        if (isWritten(call) && target != null && !isHarmless(target, null)) {
            refuse(call, "may not call `" + call.getMethod() + "`");
        }
        super.visitStaticMethodCallExpression(call);
    }

    @Override
    public void visitConstructorCallExpression(ConstructorCallExpression call) {
        if (isWritten(call)) {
            refuse(call, "may not make a `" + call.getType().getNameWithoutPackage() + "`");
        }
        call.getArguments().visit(this);
    }

    @Override
    public void visitArrayExpression(ArrayExpression array) {
        if (isWritten(array) && array.getElementType().getNameWithoutPackage().isEmpty()) {
            refuse(array, "may not make arrays");
        }
        super.visitArrayExpression(array);
    }

    @Override
    public void visitMethodPointerExpression(MethodPointerExpression pointer) {
        refuse(pointer, "may not point to a method");
    }

    @Override
    public void visitClassExpression(ClassExpression expression) {
        if (isWritten(expression) && !Harmless.isClass(expression.getType().getName())) {
            refuse(expression, "may not use `" + expression.getType().getNameWithoutPackage() + "`");
        }
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        checkProperty(property);
        super.visitPropertyExpression(property);
    }

    @Override
    public void visitAttributeExpression(AttributeExpression attribute) {
        refuse(attribute, "may not read fields");
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        if (Types.ofType(expression.getOperation().getType(), Types.ASSIGNMENT_OPERATOR)
                && expression.getLeftExpression() instanceof PropertyExpression property
                && !isMap(types.apply(property.getObjectExpression()))) {
            refuse(property.getProperty(), "may not set `" + property.getPropertyAsString() + "`");
            expression.getRightExpression().visit(this);
            return;
        }
        super.visitBinaryExpression(expression);
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        Variable accessed = variable.getAccessedVariable();
        boolean isForeign = accessed instanceof DynamicVariable
                || accessed instanceof FieldNode
                || accessed instanceof PropertyNode;
        if (isWritten(variable)
                && isForeign
                && !isConstant(variable.getName())
                && variable.getNodeMetaData(StaticTypesMarker.DYNAMIC_RESOLUTION) == null) {
            refuse(variable, "may not use `" + variable.getName() + "`");
        }
    }

    private void checkProperty(PropertyExpression property) {
        String name = property.getPropertyAsString();
        if (!isWritten(property.getProperty())
                || property.getNodeMetaData(StaticTypesMarker.DYNAMIC_RESOLUTION) != null) {
            return;
        }
        ClassNode receiver = types.apply(property.getObjectExpression());
        if (!isMap(receiver) && !Harmless.isProperty(receiver.getName(), name)) {
            refuse(property.getProperty(), "may not read `" + receiver.getNameWithoutPackage() + "." + name + "`");
        }
    }

    private boolean isHarmless(MethodNode target, Expression receiver) {
        ClassNode declaring = target.getDeclaringClass();
        if (target instanceof ExtensionMethodNode extension) {
            return Harmless.isExtension(
                    extension.getExtensionMethodNode().getDeclaringClass().getName(), target.getName());
        }
        if (declaring.equals(script)) {
            return !target.isScriptBody();
        }
        if (WordBook.ofClass(declaring.getName()).isPresent()) {
            return WordBook.ofClass(declaring.getName())
                    .flatMap(block ->
                            block.find(target.getName().equals(RecipeShape.RUN_METHOD) ? "run" : target.getName()))
                    .isPresent();
        }
        if (receiver != null && Harmless.isUnfit(target.getName())) {
            return false;
        }
        return Harmless.isClass(declaring.getName()) || Harmless.isOfClosure(declaring.getName(), target.getName());
    }

    private String name(MethodNode target, MethodCallExpression call) {
        if (call.isImplicitThis() || target.getDeclaringClass().equals(script)) {
            return target.getName();
        }
        ClassNode type = call.getObjectExpression() instanceof ClassExpression named
                ? named.getType()
                : target.getDeclaringClass();
        return (type.isArray() ? "array" : type.getNameWithoutPackage()) + "." + target.getName();
    }

    private static boolean isConstant(String name) {
        return WordBook.blocks().stream()
                .flatMap(block -> block.find(name).stream())
                .anyMatch(WordBook.Entry::isConstant);
    }

    private static boolean isMap(ClassNode type) {
        return type.getName().equals("java.util.Map")
                || type.getAllInterfaces().stream()
                        .anyMatch(each -> each.getName().equals("java.util.Map"));
    }

    // The compiler adds calls of its own, which stand nowhere.
    private static boolean isWritten(ASTNode node) {
        return node.getLineNumber() > 0;
    }

    private void refuse(ASTNode where, String what) {
        findings.add(where, "a recipe " + what, WHY);
    }
}
