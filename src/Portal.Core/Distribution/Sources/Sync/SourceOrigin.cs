namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>From where a revision's manifests came.</summary>
/// <param name="Url">Of the repository.</param>
/// <param name="Reference">The branch or tag that led to the commit; empty for a chart.</param>
/// <param name="Path">Of the folder in the repository.</param>
/// <param name="Commit">40 hex digits; empty for a chart.</param>
/// <param name="Author">Of the commit.</param>
/// <param name="Subject">The first line of the commit's message.</param>
/// <param name="Chart">"name version"; empty where no chart was rendered.</param>
public sealed record SourceOrigin(
    SourceKind Kind,
    string Url,
    string Reference = "",
    string Path = "",
    string Commit = "",
    string Author = "",
    DateTimeOffset? CommittedAt = null,
    string Subject = "",
    string Chart = "")
{
    /// <summary>As people name it: the first ten digits of the commit, or the chart.</summary>
    public string Label => Commit.Length > 10 ? Commit[..10] : Chart;
}
