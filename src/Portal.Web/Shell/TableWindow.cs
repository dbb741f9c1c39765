namespace Portal.Web.Shell;

/// <summary>The rows that a table asked for, and how many there are.</summary>
public sealed record TableWindow<TItem>(IReadOnlyList<TItem> Items, int Total);
