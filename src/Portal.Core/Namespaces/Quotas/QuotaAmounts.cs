namespace Portal.Core.Namespaces.Quotas;

/// <summary>Amounts by resource, as quotas and limits have them: validated texts.</summary>
internal static class QuotaAmounts
{
    /// <summary>Where one is greater than a limit: the resource, what is asked, and the limit. What a limit names and nothing is asked of is unlimited, and greater.</summary>
    public static IEnumerable<QuotaExcess> Above(IReadOnlyDictionary<string, string> asked, IReadOnlyDictionary<string, string> most) =>
        from resource in QuotaResource.All
        where most.ContainsKey(resource.Name)
        let limit = KubernetesQuantity.Read(most[resource.Name])
        let amount = asked.TryGetValue(resource.Name, out var text) ? KubernetesQuantity.Read(text) : (decimal?)null
        where amount is null || amount > limit
        select new QuotaExcess(resource, amount, limit);

    /// <summary>The sums of some quotas, resource by resource; null where one of them does not limit it.</summary>
    public static decimal? Sum(string resource, IEnumerable<IReadOnlyDictionary<string, string>> quotas)
    {
        var sum = 0m;
        foreach (var quota in quotas)
        {
            if (!quota.TryGetValue(resource, out var text))
            {
                return null;
            }

            sum += KubernetesQuantity.Read(text);
        }

        return sum;
    }
}

/// <param name="Amount">What is asked for; null for no limit at all.</param>
internal sealed record QuotaExcess(QuotaResource Resource, decimal? Amount, decimal Limit)
{
    /// <summary>"pods 20 > 10"; "∞" for no limit.</summary>
    public override string ToString() => Amount is { } amount
        ? $"{Resource.Name} {Resource.Write(amount)} > {Resource.Write(Limit)}"
        : $"{Resource.Name} ∞ > {Resource.Write(Limit)}";
}
