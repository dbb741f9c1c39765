using System.Collections.Frozen;

namespace Portal.Core.Monitoring.Promql;

/// <summary>The operators between two operands.</summary>
public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Atan2,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,

    /// <summary>Experimental: the part of native histograms below a bound.</summary>
    TrimUpper,

    /// <summary>Experimental: the part of native histograms above a bound.</summary>
    TrimLower,
    And,
    Or,
    Unless,
}

/// <summary>How operators are spelled, and how tightly they bind.</summary>
public static class BinaryOperators
{
    /// <summary>A sign before an operand binds like a multiplication.</summary>
    public const int UnaryPrecedence = 5;

    private static readonly (BinaryOperator Operator, string Symbol, int Precedence)[] All =
    [
        (BinaryOperator.Or, "or", 1), (BinaryOperator.And, "and", 2), (BinaryOperator.Unless, "unless", 2),
        (BinaryOperator.Equal, "==", 3), (BinaryOperator.NotEqual, "!=", 3), (BinaryOperator.Greater, ">", 3), (BinaryOperator.GreaterOrEqual, ">=", 3),
        (BinaryOperator.Less, "<", 3), (BinaryOperator.LessOrEqual, "<=", 3), (BinaryOperator.TrimUpper, "</", 3), (BinaryOperator.TrimLower, ">/", 3),
        (BinaryOperator.Add, "+", 4), (BinaryOperator.Subtract, "-", 4),
        (BinaryOperator.Multiply, "*", 5), (BinaryOperator.Divide, "/", 5), (BinaryOperator.Modulo, "%", 5), (BinaryOperator.Atan2, "atan2", 5),
        (BinaryOperator.Power, "^", 6),
    ];

    private static readonly FrozenDictionary<string, BinaryOperator> BySymbol =
        All.ToFrozenDictionary(each => each.Symbol, each => each.Operator, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<BinaryOperator, (string Symbol, int Precedence)> ByOperator =
        All.ToFrozenDictionary(each => each.Operator, each => (each.Symbol, each.Precedence));

    public static bool TryFind(string symbol, out BinaryOperator found) => BySymbol.TryGetValue(symbol, out found);

    public static string Symbol(this BinaryOperator op) => ByOperator[op].Symbol;

    public static int Precedence(this BinaryOperator op) => ByOperator[op].Precedence;

    public static bool IsComparison(this BinaryOperator op) => op is >= BinaryOperator.Equal and <= BinaryOperator.LessOrEqual;

    public static bool IsSet(this BinaryOperator op) => op is BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Unless;
}
