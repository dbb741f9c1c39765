namespace Portal.Core.Data;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most what was asked for.</param>
/// <param name="Total">How many there are under the filter, or null where counting is not worth its cost.</param>
/// <param name="Next">Pass it back to get the page after this one; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int? Total, string? Next);
