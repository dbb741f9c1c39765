using System.Net;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Submariner;

/// <summary>
/// Gives each cluster a range of its own of the addresses that clusters with the same addresses see each other at (globalnet).
/// A cluster keeps its range as long as the system is there; what a person names is left out of what is given.
/// </summary>
internal static class GlobalRanges
{
    /// <summary>Upstream's own: room for 256 clusters.</summary>
    private const string DefaultWhole = "242.0.0.0/8";

    private const int PrefixLength = 16;

    private const string Setting = "globalCidrs";

    public static async Task<string> ForAsync(SystemStepContext context, ClusterRanges own, CancellationToken cancellationToken)
    {
        var named = context.Map(Setting).ToDictionary(pair => pair.Key, pair => Parse(context, pair.Value));
        var range = named.TryGetValue(context.Here.ClusterName, out var given)
            ? CheckGiven(context, given, named)
            : await AllotAsync(context, [.. named.Values], cancellationToken);
        if (own.All.FirstOrDefault(used => AddressRange.Overlap(used, range)) is { PrefixLength: > 0 } used)
        {
            throw Refusal(context, $"{range} is among its own addresses: {used}.");
        }

        return range.ToString();
    }

    private static async Task<IPNetwork> AllotAsync(SystemStepContext context, List<IPNetwork> named, CancellationToken cancellationToken)
    {
        var whole = Parse(context, context.Text("globalCidr") is { Length: > 0 } text ? text : DefaultWhole);
        for (var index = 0; AddressRange.Part(whole, Math.Max(PrefixLength, whole.PrefixLength), index) is { } part; index++)
        {
            if (!named.Exists(other => AddressRange.Overlap(other, part)) && await IsOursAsync(context, part, cancellationToken))
            {
                return part;
            }
        }

        throw Refusal(context, $"All ranges of {whole} are given to other clusters.");
    }

    /// <summary>The first cluster to ask for a part keeps it.</summary>
    private static async Task<bool> IsOursAsync(SystemStepContext context, IPNetwork part, CancellationToken cancellationToken)
    {
        var own = context.Here.ClusterId.ToString();
        return own == await context.Outputs.KeepFirstAsync(
            context.SystemId, Guid.Empty, SystemSteps.SubmarinerGatewayNodes, $"range/{part}", own, cancellationToken);
    }

    private static IPNetwork CheckGiven(SystemStepContext context, IPNetwork given, Dictionary<string, IPNetwork> named) =>
        named.FirstOrDefault(pair => pair.Key != context.Here.ClusterName && AddressRange.Overlap(pair.Value, given)) is { Key: { } other }
            ? throw Refusal(context, $"{given} is given to {other} as well.")
            : given;

    private static IPNetwork Parse(SystemStepContext context, string text) => IPNetwork.TryParse(text, out var range)
        ? range
        : throw Refusal(context, $"\"{text}\" is no range of addresses.");

    private static ProblemException Refusal(SystemStepContext context, string why) => ProblemException.Refused(
        $"{context.Here.ClusterName} cannot be given addresses for the other clusters", why, "Correct the ranges in the system's settings, and retry.");
}
