using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components.Planning;

namespace Portal.Jobs.Components.Systems.Submariner;

/// <summary>
/// The addresses that a whole cluster gives to pods and to services, where each node shows its own part alone. What the
/// person says counts first, then what the cluster's controllers are told, then what its nodes have.
/// </summary>
internal sealed partial record ClusterRanges(IPNetwork Pods, IPNetwork Services)
{
    public IEnumerable<IPNetwork> All => [Pods, Services];

    public static async Task<ClusterRanges> ReadAsync(SystemStepContext context, SystemCluster cluster, CancellationToken cancellationToken)
    {
        var arguments = await ControllerArgumentsAsync(cluster, cancellationToken);
        var networks = new Lazy<Task<ClusterNetworks>>(() => cluster.CallAsync(client => ClusterNetworks.ReadAsync(client, cancellationToken)));
        return new ClusterRanges(
            Given(context, "clusterCidrs") ?? Told(arguments, "cluster-cidr") ?? Cover((await networks.Value).Pods) ?? throw Refusal(context, "It does not tell which addresses it gives to pods.", "clusterCidrs"),
            Given(context, "serviceCidrs") ?? Told(arguments, "service-cluster-ip-range") ?? Cover((await networks.Value).Services) ?? throw Refusal(context, "It does not tell which addresses it gives to services.", "serviceCidrs"));
    }

    /// <summary>Of two families the first counts.</summary>
    internal static IPNetwork? Told(string arguments, string flag) => Flags().Matches(arguments)
        .Where(match => match.Groups["flag"].Value == flag)
        .Select(match => Parse(match.Groups["value"].Value.Split(',')[0])).FirstOrDefault(range => range is not null);

    private static async Task<string> ControllerArgumentsAsync(SystemCluster cluster, CancellationToken cancellationToken)
    {
        var pods = await cluster.ListAsync("v1", "Pod", "kube-system", cancellationToken, "tier=control-plane");
        return string.Join('\n', pods.SelectMany(pod => pod["spec"]?["containers"] as JsonArray ?? [])
            .SelectMany(container => (container?["command"] as JsonArray ?? []).Concat(container?["args"] as JsonArray ?? []))
            .Select(argument => (string?)argument));
    }

    private static IPNetwork? Given(SystemStepContext context, string setting) => context.TextFor(setting, context.Here.ClusterName) switch
    {
        "" => null,
        var text => Parse(text) ?? throw ProblemException.Refused($"{context.Here.ClusterName} cannot be connected",
            $"\"{text}\" is no range of addresses.", "Correct the ranges in the system's settings, and retry."),
    };

    private static IPNetwork? Cover(IReadOnlyList<string> ranges) => AddressRange.Covering(ranges.Select(Parse).OfType<IPNetwork>());

    private static IPNetwork? Parse(string text) => IPNetwork.TryParse(text.Trim(), out var range) ? range : null;

    private static ProblemException Refusal(SystemStepContext context, string why, string setting) => ProblemException.Refused(
        $"{context.Here.ClusterName} cannot be connected", why, $"Give them under {setting} in the system's settings, and retry.");

    [GeneratedRegex(@"^--(?<flag>[a-z-]+)=(?<value>\S+)", RegexOptions.Multiline)]
    private static partial Regex Flags();
}
