using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Core.Monitoring.Topology;

/// <summary>
/// Finds the known server behind an address that another server names. Only the same host and port count, in the same place of
/// view: a name is not resolved, and who is not found stays unknown.
/// </summary>
internal sealed partial class ServerAddresses(IEnumerable<ServerPlace> places)
{
    private readonly ILookup<(string Host, int Port), ServerPlace> _byAuthority = places.Where(place => place.Source is not null && ServiceOf(place.Source.Base) is null)
        .ToLookup(place => Authority(place.Source!.Base));

    /// <summary>Null where nobody is known there, or more than one.</summary>
    /// <param name="address">Where the API begins.</param>
    /// <param name="seenFrom">Who names it.</param>
    /// <param name="isWithinApi">True for a path below where the API begins, as that of remote write may be any.</param>
    public ServerPlace? Find(Uri address, ServerPlace seenFrom, bool isWithinApi = false)
    {
        if (IsLoopback(address) && !(seenFrom.Source is { } own && IsLoopback(own.Base)))
        {
            // The machine of the one that names it, which is another one than the portal's.
            return null;
        }

        if (ServiceOf(seenFrom.Source?.Base) is { } home && IsSame(home, address))
        {
            return seenFrom;
        }

        var there = _byAuthority[Authority(address)].ToList();
        var within = there.Where(place => address.AbsolutePath.StartsWith(place.Source!.Base.AbsolutePath, StringComparison.Ordinal)).ToList();
        var nearest = within.Count == 0 ? [] : within.Where(place => place.Source!.Base.AbsolutePath.Length == within.Max(one => one.Source!.Base.AbsolutePath.Length)).ToList();
        return nearest is [var found] ? found : isWithinApi && nearest.Count == 0 && there is [var only] ? only : null;
    }

    /// <summary>What stands for a server that nobody knows. A name that means something in one place only is told apart by the place.</summary>
    public static string UnknownKey(Uri address, ServerPlace seenFrom) =>
        IsLoopback(address) || IsInner(address.Host) ? $"unknown:{address.Authority} {seenFrom.Key}" : $"unknown:{address.Authority}";

    /// <summary>The service that an API server's proxy leads to, as "namespace/name:port"; null for another address.</summary>
    public static string? ServiceOf(Uri? address) =>
        address is not null && ProxyPath().Match(address.AbsolutePath) is { Success: true } match
            ? $"{match.Groups["namespace"].Value}/{match.Groups["name"].Value}:{match.Groups["port"].Value}"
            : null;

    /// <summary>Host and port, and where it has one the path.</summary>
    public static string Words(Uri address) => ServiceOf(address) ?? (address.Authority + address.AbsolutePath).TrimEnd('/');

    private static (string Host, int Port) Authority(Uri address) => (address.IdnHost.TrimEnd('.').ToLowerInvariant(), address.Port);

    /// <summary>Whether a name of the cluster's own DNS is that of a service.</summary>
    private static bool IsSame(string service, Uri address)
    {
        var labels = address.IdnHost.TrimEnd('.').ToLowerInvariant().Split('.');
        return labels.Length >= 2 && (labels.Length == 2 || labels[2] == "svc") && service == $"{labels[1]}/{labels[0]}:{address.Port}";
    }

    private static bool IsLoopback(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsInner(string host) => !host.Contains('.', StringComparison.Ordinal) || host.EndsWith(".svc", StringComparison.Ordinal) || host.EndsWith(".local", StringComparison.Ordinal);

    [GeneratedRegex("/api/v1/namespaces/(?<namespace>[^/]+)/services/(?<name>[^/:]+):(?<port>[0-9]+)/proxy/", RegexOptions.CultureInvariant)]
    private static partial Regex ProxyPath();
}
