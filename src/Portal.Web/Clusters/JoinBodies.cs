using Portal.Core.Clusters;

namespace Portal.Web.Clusters;

/// <summary>A kubeconfig to look into. Never logged, never stored.</summary>
/// <param name="Kubeconfig">YAML or JSON, at most 1 MiB.</param>
internal sealed record KubeconfigBody(string Kubeconfig)
{
    public override string ToString() => nameof(KubeconfigBody);
}

/// <summary>What a client says of a new cluster.</summary>
/// <param name="Name">A DNS label of at most 48 characters.</param>
internal sealed record ClusterDescriptionBody(
    string Name,
    Guid FleetId,
    ClusterKind Kind = ClusterKind.Cloud,
    string? Provider = null,
    string? Region = null,
    string? Zone = null,
    Dictionary<string, string>? Labels = null)
{
    public ClusterDescription ToDescription() =>
        new(Name, FleetId, Kind, Provider ?? "", Region ?? "", Zone ?? "", Labels ?? []);
}

/// <summary>A join by kubeconfig. Never logged, never stored.</summary>
internal sealed record JoinBody(ClusterDescriptionBody Description, string Kubeconfig, string Context)
{
    public JoinRequest ToRequest() => new() { Description = Description.ToDescription(), Kubeconfig = Kubeconfig, Context = Context };

    public override string ToString() => nameof(JoinBody);
}

/// <summary>The kubeconfig again, for a join whose process was restarted. Never logged, never stored.</summary>
internal sealed record ResumeBody(string Kubeconfig, string Context)
{
    public override string ToString() => nameof(ResumeBody);
}
