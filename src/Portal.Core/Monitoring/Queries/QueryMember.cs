using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Queries;

/// <summary>A cluster that a query may ask, and what the portal knows of it.</summary>
/// <param name="Labels">The labels of <see cref="PortalLabels"/> by name; what is not known is absent.</param>
public sealed record QueryMember(Guid Id, string Name, ImmutableSortedDictionary<string, string> Labels)
{
    public static QueryMember Of(Guid id, string cluster, string? fleet, string? provider, string? region)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in new[] { (PortalLabels.Cluster, cluster), (PortalLabels.Fleet, fleet), (PortalLabels.Provider, provider), (PortalLabels.Region, region) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                labels[name] = value;
            }
        }

        return new QueryMember(id, cluster, labels.ToImmutable());
    }

    public string LabelOrEmpty(string label) => Labels.GetValueOrDefault(label, "");
}
