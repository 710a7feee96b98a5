package ezio.recipe.load;

import java.util.Optional;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.syntax.SyntaxException;

/** A mistake that the checks of this package have found, on its way through the compiler's list of errors. */
final class MistakeException extends SyntaxException {

    private static final long serialVersionUID = 1;

    private final String suggestion;

    MistakeException(ASTNode where, String message, String suggestion) {
        super(message, where.getLineNumber(), where.getColumnNumber());
        this.suggestion = suggestion;
    }

    Optional<String> suggestion() {
        return Optional.ofNullable(suggestion);
    }
}
