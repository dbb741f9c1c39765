using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>What can be wrong with series that meet, in words.</summary>
internal static class EvaluationFaults
{
    public static EvaluationException Same(LabelSet labels) =>
        new($"Two series of the result have the same labels {labels}.", "Keep a label that tells them apart, for example cluster.");

    public static EvaluationException ManyOnOneSide(string side, LabelSet labels) =>
        new($"Several series on the {side} match the group {labels}.", "Match on more labels, for example cluster, or aggregate that side first.");

    public static EvaluationException ManyToOne(LabelSet labels) =>
        new($"Several series match one in the group {labels}.", "Say which side has the many with group_left or group_right, or match on more labels.");

    public static EvaluationException Pattern(string pattern) =>
        new($"The pattern {pattern} is none that the portal understands.", "Write it without flags and look-arounds.");

    public static EvaluationException Label(string label) => new($"{label} cannot be the name of a label.", "Give the label another name.");

    public static EvaluationException Parameter(string op) => new($"The number that {op} is given is none.", "Give it a number.");
}
