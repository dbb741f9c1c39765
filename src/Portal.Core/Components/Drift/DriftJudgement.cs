namespace Portal.Core.Components.Drift;

/// <summary>What a stored comparison says now. Pure: what is old, failed or of another revision is unknown, and never in sync.</summary>
public static class DriftJudgement
{
    public static DriftState State(ReleaseDrift? drift, int revision, IReadOnlyCollection<AcceptedDrift> accepted, DateTimeOffset now, TimeSpan lasts) => drift switch
    {
        null or { CheckedAt: null } => DriftState.Unknown,
        { Problem.Length: > 0 } => DriftState.Unknown,
        _ when drift.Revision != revision || now - drift.CheckedAt > lasts => DriftState.Unknown,
        _ => Remaining(drift.Found, accepted).Count == 0 ? DriftState.InSync : DriftState.Drifted,
    };

    /// <summary>What differs, without what is accepted.</summary>
    public static IReadOnlyList<DriftedObject> Remaining(IEnumerable<DriftedObject> found, IReadOnlyCollection<AcceptedDrift> accepted)
    {
        var known = accepted.Select(one => (one.ObjectKey, one.Path, one.Hash)).ToHashSet();
        var left = new List<DriftedObject>();
        foreach (var item in found)
        {
            if (item.Missing)
            {
                if (!known.Contains((item.Key, DriftedObject.MissingPath, "")))
                {
                    left.Add(item);
                }

                continue;
            }

            var fields = item.Fields.Where(field => !known.Contains((item.Key, field.Path, field.Hash))).ToList();
            if (fields.Count > 0)
            {
                left.Add(item with { Fields = fields });
            }
        }

        return left;
    }
}
