using Portal.Core.Access;
using Portal.Core.Namespaces;
using Portal.Web.Clusters;

namespace Portal.Web.Namespaces;

/// <summary>What is typed into the form of a namespace.</summary>
public sealed class NamespaceFields
{
    public Guid TeamId { get; set; }

    public Guid FleetId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>Chosen by name; none of them for labels.</summary>
    public HashSet<string> Clusters { get; } = [];

    public bool ByLabels { get; set; }

    /// <summary>One a line, "key=value".</summary>
    public string ClusterLabels { get; set; } = "";

    /// <summary>One a line, "requests.cpu=4".</summary>
    public string Quota { get; set; } = "requests.cpu=2\nrequests.memory=4Gi\npods=20";

    public string DefaultRequests { get; set; } = "cpu=100m\nmemory=128Mi";

    public string DefaultLimits { get; set; } = "memory=256Mi";

    public NetworkIsolation Network { get; set; } = NetworkIsolation.Isolated;

    public PodSecurityLevel PodSecurity { get; set; } = PodSecurityLevel.Baseline;

    public Dictionary<TeamRole, NamespaceRole> Roles { get; } = new(new NamespaceMembers().Roles);

    /// <summary>One a line, "ada=Admin".</summary>
    public string Accounts { get; set; } = "";

    /// <summary>Slugs, with commas between.</summary>
    public string ReadOnlyTeams { get; set; } = "";

    public string Labels { get; set; } = "";

    public string Purpose { get; set; } = "";

    /// <summary>The first line of any field that cannot be read, or null.</summary>
    public string? BadLine => new[] { ByLabels ? ClusterLabels : "", Quota, DefaultRequests, DefaultLimits, Labels }
        .Select(text => LabelText.ReadLabels(text).BadLine).FirstOrDefault(line => line is not null) ?? ReadAccounts().BadLine;

    public bool IsWhole => TeamId != Guid.Empty && FleetId != Guid.Empty && NamespaceNames.IsValid(Name.Trim()) && (ByLabels || Clusters.Count > 0) && BadLine is null;

    public static NamespaceFields Of(NamespaceDetail space)
    {
        var spec = space.Spec;
        var fields = new NamespaceFields
        {
            TeamId = space.Summary.TeamId,
            FleetId = space.Summary.FleetId,
            Name = space.Summary.Name,
            ByLabels = spec.Placement.IsOpen(),
            ClusterLabels = LabelText.Write(spec.Placement.Labels),
            Quota = QuotaText.Write(spec.Quota),
            DefaultRequests = QuotaText.Write(spec.DefaultRequests),
            DefaultLimits = QuotaText.Write(spec.DefaultLimits),
            Network = spec.Network,
            PodSecurity = spec.PodSecurity,
            Accounts = string.Join('\n', spec.Members.Accounts.Select(account => $"{account.Name}={account.Role}")),
            ReadOnlyTeams = string.Join(", ", spec.Members.ReadOnlyTeams),
            Labels = LabelText.Write(spec.Labels),
            Purpose = spec.Purpose,
        };
        fields.Clusters.UnionWith(spec.Placement.ClusterNames);
        foreach (var role in Enum.GetValues<TeamRole>())
        {
            fields.Roles[role] = spec.Members.Roles.GetValueOrDefault(role);
        }

        return fields;
    }

    /// <param name="confirmRemoval">The name, as typed, where clusters lose the namespace.</param>
    public NamespaceDraft ToDraft(string? confirmRemoval) => new(TeamId, FleetId, Name.Trim(), new NamespaceSpec
    {
        Placement = ByLabels
            ? new NamespacePlacement { Labels = LabelText.ReadLabels(ClusterLabels).Labels }
            : new NamespacePlacement { ClusterNames = [.. Clusters.Order(StringComparer.Ordinal)] },
        Quota = QuotaText.Read(Quota).Amounts,
        DefaultRequests = QuotaText.Read(DefaultRequests).Amounts,
        DefaultLimits = QuotaText.Read(DefaultLimits).Amounts,
        Network = Network,
        PodSecurity = PodSecurity,
        Members = new NamespaceMembers
        {
            Roles = new Dictionary<TeamRole, NamespaceRole>(Roles),
            Accounts = ReadAccounts().Accounts,
            ReadOnlyTeams = ReadOnlyTeams.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        },
        Labels = LabelText.ReadLabels(Labels).Labels,
        Purpose = Purpose.Trim(),
    }, confirmRemoval);

    private (IReadOnlyList<NamespaceAccount> Accounts, string? BadLine) ReadAccounts()
    {
        var (pairs, bad) = LabelText.ReadLabels(Accounts);
        var wrong = pairs.FirstOrDefault(pair => !Enum.TryParse<NamespaceRole>(pair.Value, ignoreCase: true, out _));
        return bad is null && wrong.Key is null
            ? ([.. pairs.Select(pair => new NamespaceAccount(pair.Key, Enum.Parse<NamespaceRole>(pair.Value, ignoreCase: true)))], null)
            : ([], bad ?? $"{wrong.Key}={wrong.Value}");
    }
}
