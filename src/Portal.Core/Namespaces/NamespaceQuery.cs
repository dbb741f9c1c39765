namespace Portal.Core.Namespaces;

/// <summary>Which namespaces.</summary>
public sealed record NamespaceQuery
{
    /// <summary>Matched anywhere in the name, without case.</summary>
    public string Search { get; init; } = "";

    /// <summary>Only those with something that waits for an approver.</summary>
    public bool Waiting { get; init; }

    public Guid? TeamId { get; init; }

    public Guid? FleetId { get; init; }

    /// <summary>Rows to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>1 to 200.</summary>
    public int Take { get; init; } = 50;
}
