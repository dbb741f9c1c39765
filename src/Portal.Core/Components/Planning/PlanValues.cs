using System.Text.Json;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Planning;

/// <summary>What a plan's request gives that may be secret, by component and cluster. Decrypted: never into a log, message or result.</summary>
public sealed class PlanValues
{
    private readonly Dictionary<PlanTarget, string> _given = [];

    private PlanValues(PlanRequest request)
    {
        Request = request;
        foreach (var item in request.Items.Where(item => item.Values is not null))
        {
            foreach (var cluster in item.ClusterIds)
            {
                _given[new PlanTarget(cluster, item.Component)] = item.Values!;
            }
        }
    }

    /// <summary>The request as it was made, values and settings too.</summary>
    internal PlanRequest Request { get; }

    /// <summary>What the change is given; null to keep what is installed (nothing for a new install).</summary>
    public string? For(PlannedChange change) => For(change.ClusterId, change.Component)
        ?? Parts(change.Part?.SystemId).Where(part => part.Component == change.Component).Select(part => part.Values).FirstOrDefault(values => values is not null);

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when the key is gone.</summary>
    public static PlanValues Read(StoredPlan plan, SecretProtector protector) => new(plan.ProtectedValues is { } cipher
        ? With(plan.Request, JsonSerializer.Deserialize<List<string?>>(protector.Unprotect(SecretProtector.PlanValues, cipher))!)
        : plan.Request);

    /// <summary>Values of items, then of each system the settings and the values of its parts, in their order; null when there are none.</summary>
    internal static byte[]? Protect(PlanRequest request, SecretProtector protector)
    {
        List<string?> texts =
        [
            .. request.Items.Select(item => item.Values),
            .. (request.Systems ?? []).SelectMany(system => (system.Parts ?? []).Select(part => part.Values).Prepend(system.Settings)),
        ];
        return texts.TrueForAll(text => text is null) ? null : protector.Protect(SecretProtector.PlanValues, JsonSerializer.Serialize(texts));
    }

    internal string? For(Guid clusterId, string component) => _given.GetValueOrDefault(new PlanTarget(clusterId, component));

    /// <summary>Never the values.</summary>
    public override string ToString() => $"PlanValues {{ Count = {_given.Count} }}";

    private static PlanRequest With(PlanRequest request, List<string?> texts)
    {
        var next = 0;
        return request with
        {
            Items = [.. request.Items.Select(item => item with { Values = Next() })],
            Systems = request.Systems?.Select(system => system with
            {
                Settings = Next(),
                Parts = system.Parts?.Select(part => part with { Values = Next() }).ToList(),
            }).ToList(),
        };

        string? Next() => next < texts.Count ? texts[next++] : null;
    }

    private IEnumerable<PlanPart> Parts(Guid? system) =>
        (Request.Systems ?? []).Where(one => system is not null && one.Id == system).SelectMany(one => one.Parts ?? []);
}
