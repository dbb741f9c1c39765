namespace Portal.Core.Namespaces.Quotas;

/// <summary>A resource that a namespace's quota can limit, by the name that a ResourceQuota gives it.</summary>
/// <param name="Kind">How much of it is counted.</param>
public sealed record QuotaResource(string Name, QuotaKind Kind)
{
    /// <summary>All that can be limited, in the order in which they are shown.</summary>
    public static IReadOnlyList<QuotaResource> All { get; } =
    [
        new("requests.cpu", QuotaKind.Cores),
        new("limits.cpu", QuotaKind.Cores),
        new("requests.memory", QuotaKind.Bytes),
        new("limits.memory", QuotaKind.Bytes),
        new("requests.storage", QuotaKind.Bytes),
        new("pods", QuotaKind.Count),
        new("persistentvolumeclaims", QuotaKind.Count),
        new("services", QuotaKind.Count),
        new("services.loadbalancers", QuotaKind.Count),
        new("services.nodeports", QuotaKind.Count),
        new("configmaps", QuotaKind.Count),
        new("secrets", QuotaKind.Count),
    ];

    /// <summary>Null for what cannot be limited.</summary>
    public static QuotaResource? Find(string name) => All.FirstOrDefault(resource => resource.Name == name);

    /// <summary>False for an amount that Kubernetes would refuse: objects and bytes are whole, cores have thousandths.</summary>
    public bool Takes(string? text) => KubernetesQuantity.TryRead(text, out var amount) && Kind switch
    {
        QuotaKind.Cores => decimal.Truncate(amount * 1000) == amount * 1000,
        _ => decimal.Truncate(amount) == amount,
    };

    /// <summary>An amount of it as text.</summary>
    public string Write(decimal amount) => KubernetesQuantity.Write(amount, Kind == QuotaKind.Bytes);
}

/// <summary>How much of a resource is counted.</summary>
public enum QuotaKind
{
    Cores,
    Bytes,
    Count,
}
