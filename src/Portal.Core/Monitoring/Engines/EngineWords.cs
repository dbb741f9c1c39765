using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Engines;

/// <summary>What is to be known of an answer that engines gave, or did not give, in words.</summary>
internal static class EngineWords
{
    private const int MostNamed = 5;

    public static IEnumerable<string> Warnings(EngineShare share, bool isExact)
    {
        if (share.Why is { } why)
        {
            yield return Failed(share.Engine.Fleet, why);
        }
        else if (isExact && share.NotHeld.ToList() is { Count: > 0 } others)
        {
            yield return NotHeld(share.Engine.Fleet, others);
        }
    }

    public static string Failed(string fleet, string why) => $"The global engine of fleet {fleet} gave no answer, so its clusters were asked directly: {why}";

    public static string NotHeld(string fleet, IReadOnlyList<QueryMember> others)
    {
        var named = string.Join(", ", others.Take(MostNamed).Select(member => member.Name));
        return others.Count > MostNamed
            ? $"The global engine of fleet {fleet} has no samples of {named} and {others.Count - MostNamed} more at this time, so they were asked directly."
            : $"The global engine of fleet {fleet} has no samples of {named} at this time, so they were asked directly.";
    }
}
