using System.Text.Json;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Planning;

/// <summary>The values that a plan's request gives, by component and cluster. Decrypted: never into a log, message or result.</summary>
public sealed class PlanValues
{
    private readonly Dictionary<PlanTarget, string> _given = [];

    private PlanValues(IEnumerable<(PlanTarget Target, string Values)> given)
    {
        foreach (var (target, values) in given)
        {
            _given[target] = values;
        }
    }

    /// <summary>What the change is given; null to keep what is installed (nothing for a new install).</summary>
    public string? For(PlannedChange change) => _given.GetValueOrDefault(new PlanTarget(change.ClusterId, change.Component));

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when the key is gone.</summary>
    public static PlanValues Read(StoredPlan plan, SecretProtector protector)
    {
        var values = plan.ProtectedValues is { } cipher
            ? JsonSerializer.Deserialize<List<string?>>(protector.Unprotect(SecretProtector.PlanValues, cipher))!
            : [];
        return new PlanValues(plan.Request.Items.Zip(values).Where(pair => pair.Second is not null)
            .SelectMany(pair => pair.First.ClusterIds.Select(cluster => (new PlanTarget(cluster, pair.First.Component), pair.Second!))));
    }

    internal static byte[]? Protect(PlanRequest request, SecretProtector protector) => request.Items.All(item => item.Values is null)
        ? null
        : protector.Protect(SecretProtector.PlanValues, JsonSerializer.Serialize(request.Items.Select(item => item.Values)));

    internal string? For(Guid clusterId, string component) => _given.GetValueOrDefault(new PlanTarget(clusterId, component));

    /// <summary>Never the values.</summary>
    public override string ToString() => $"PlanValues {{ Count = {_given.Count} }}";
}
