namespace Portal.Core.Monitoring.Queries.Planning;

/// <summary>How questions about many clusters are answered, and why some cannot be, in words.</summary>
internal static class MergeWords
{
    public const string RangeOfMerged = "A range over something that spans clusters cannot be merged: each cluster would need the values of the others at every step of the range.";
    public const string Sampled = "limitk and limit_ratio pick series by where they are stored, so that no two servers pick the same ones.";
    public const string Info = "info() joins by labels that are not chosen by the asker, and would join the series of one cluster with those of another.";
    public const string Fill = "fill between vectors that span clusters is not evaluated by the portal.";
    public const string Moved = "A label whose name begins with exported_ is made by the portal when a cluster's own label has the name of one of the portal's; clusters cannot be asked for it.";
    public const string Pattern = "A pattern on a label that the portal adds is none that the portal understands.";
    public const string RangeAlone = "A range vector is not a series of values at steps.";

    public static string Unknown(string function) => $"{function} over something that spans clusters is not evaluated by the portal.";

    public static string How(PlanKind kind) => kind switch
    {
        PlanKind.Constant => "No cluster needs to be asked.",
        PlanKind.BySeries => "Each cluster answers for its own series; they stand side by side.",
        PlanKind.Merged => "Each cluster aggregates its own series; the aggregates are merged exactly.",
        PlanKind.Computed => "Each cluster answers the parts that it can; the portal computes the rest from the merged parts.",
        PlanKind.ByEngine => "The global engine answers the whole question.",
        _ => "Each cluster answers the whole question for itself; the answers are not merged.",
    };
}

/// <summary>An expression that cannot be merged exactly, and why.</summary>
internal sealed class NotMergeableException(string why) : Exception(why)
{
    public string Why { get; } = why;
}
