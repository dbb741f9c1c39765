using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

/// <summary>The signature of a function.</summary>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments; null for any number.</param>
/// <param name="Experimental">A server has it behind a flag.</param>
public sealed record PromqlFunction(
    string Name, PromqlType Returns, ImmutableArray<PromqlType> Arguments, int Least, int? Most, bool Experimental = false)
{
    /// <summary>The type of an argument; the last one's goes for all that follow.</summary>
    public PromqlType TypeOf(int argument) => Arguments[Math.Min(argument, Arguments.Length - 1)];
}
