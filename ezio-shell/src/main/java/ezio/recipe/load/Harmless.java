package ezio.recipe.load;

import java.util.Set;

/** The classes and methods that a recipe may use beside its words: those that compute, and touch nothing. */
final class Harmless {

    static final Set<String> CLASSES = Set.of(
            "java.lang.Object",
            "java.lang.String",
            "java.lang.CharSequence",
            "java.lang.Comparable",
            "java.lang.Number",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Double",
            "java.lang.Boolean",
            "java.lang.Character",
            "java.lang.Math",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.time.Duration",
            "java.lang.Iterable",
            "java.util.Iterator",
            "java.util.Collection",
            "java.util.SequencedCollection",
            "java.util.List",
            "java.util.AbstractList",
            "java.util.AbstractCollection",
            "java.util.ArrayList",
            "java.util.Set",
            "java.util.LinkedHashSet",
            "java.util.Map",
            "java.util.Map$Entry",
            "java.util.LinkedHashMap",
            "groovy.lang.Range",
            "groovy.lang.IntRange",
            "groovy.lang.GString",
            "ezio.core.unit.ByteSize",
            "ezio.core.unit.Rate",
            "int",
            "long",
            "boolean",
            "double",
            "char");

    // Methods of Object and their like that lead away from the value itself.
    private static final Set<String> UNFIT = Set.of(
            "getClass",
            "wait",
            "notify",
            "notifyAll",
            "getMetaClass",
            "setMetaClass",
            "invokeMethod",
            "parallelStream");

    private static final Set<String> UNFIT_PROPERTIES = Set.of("class", "metaClass", "properties");

    private static final Set<String> TEXT_EXTENSIONS =
            Set.of("org.codehaus.groovy.runtime.StringGroovyMethods", "ezio.recipe.words.Units");

    private static final Set<String> EXTENSIONS = Set.of(
            "abs",
            "any",
            "asBoolean",
            "asType",
            "collate",
            "collect",
            "collectEntries",
            "collectMany",
            "combinations",
            "compareTo",
            "contains",
            "containsAll",
            "count",
            "countBy",
            "disjoint",
            "div",
            "downto",
            "drop",
            "dropRight",
            "dropWhile",
            "each",
            "eachWithIndex",
            "equals",
            "every",
            "find",
            "findAll",
            "findIndexOf",
            "findResult",
            "findResults",
            "first",
            "flatten",
            "getAt",
            "grep",
            "groupBy",
            "head",
            "indexed",
            "init",
            "inject",
            "intdiv",
            "intersect",
            "isCase",
            "isEmpty",
            "join",
            "last",
            "leftShift",
            "max",
            "min",
            "minus",
            "mod",
            "multiply",
            "negative",
            "next",
            "numberAware",
            "or",
            "plus",
            "positive",
            "power",
            "previous",
            "putAt",
            "remainder",
            "reverse",
            "reverseEach",
            "round",
            "shuffled",
            "size",
            "sort",
            "spaceship",
            "split",
            "step",
            "subMap",
            "sum",
            "swap",
            "tail",
            "take",
            "takeRight",
            "takeWhile",
            "times",
            "toBigDecimal",
            "toDouble",
            "toInteger",
            "toList",
            "toLong",
            "toSet",
            "toSorted",
            "toString",
            "toUnique",
            "transpose",
            "trunc",
            "unique",
            "upto",
            "withIndex",
            "and",
            "xor",
            "bitwiseNegate",
            "not",
            "implies",
            "call");

    private Harmless() {}

    static boolean isClass(String name) {
        return CLASSES.contains(name);
    }

    static boolean isUnfit(String method) {
        return UNFIT.contains(method);
    }

    /** Tells whether a property of a value can be read. */
    static boolean isProperty(String type, String name) {
        return isClass(type) && !UNFIT_PROPERTIES.contains(name);
    }

    /** Tells whether a method that Groovy adds to a class can be called. */
    static boolean isExtension(String declaringClass, String method) {
        return TEXT_EXTENSIONS.contains(declaringClass) || isGroovys(declaringClass) && EXTENSIONS.contains(method);
    }

    /** Tells whether it is a call of a closure of the recipe's own. */
    static boolean isOfClosure(String declaringClass, String method) {
        return declaringClass.equals("groovy.lang.Closure") && (method.equals("call") || method.equals("doCall"));
    }

    private static boolean isGroovys(String declaringClass) {
        return declaringClass.equals("org.codehaus.groovy.runtime.DefaultGroovyMethods")
                || declaringClass.equals("org.codehaus.groovy.runtime.ArrayGroovyMethods")
                || declaringClass.startsWith("org.codehaus.groovy.vmplugin.");
    }
}
