using System.Globalization;
using System.Text.Json;
using Portal.Core.Problems;

namespace Portal.Core.Components.Edge;

/// <summary>The command of keadm join. Its parts were checked: none needs quotes.</summary>
internal static class KeadmJoin
{
    // cloudcore makes a new one each twelve hours, and takes the one before as long as it says.
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(12);

    public static string Write(CloudCore cloud, EdgeJoinRequest request, string cluster)
    {
        var (host, port) = Address(cloud, request.Address, cluster);
        List<string> parts =
        [
            "sudo keadm join",
            string.Create(CultureInfo.InvariantCulture, $"--cloudcore-ipport={host}:{port}"),
            $"--edgenode-name={request.NodeName}",
            $"--kubeedge-version={cloud.Version}",
            $"--remote-runtime-endpoint={Socket(request)}",
            $"--cgroupdriver={(request.CgroupDriver == EdgeCgroupDriver.Systemd ? "systemd" : "cgroupfs")}",
        ];
        if (cloud.CertificatePort != CloudCore.Certificates)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"--certport={cloud.CertificatePort}"));
        }

        if (request.Labels is { Count: > 0 } labels)
        {
            parts.Add($"--labels={string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"))}");
        }

        return string.Join(' ', [.. parts, $"--token={cloud.Token}"]);
    }

    /// <summary>When the token says that it ends; else as long as cloudcore's tokens usually last.</summary>
    public static DateTimeOffset Expiry(string token, DateTimeOffset now)
    {
        try
        {
            var claims = token.Split('.')[^2].Replace('-', '+').Replace('_', '/');
            using var json = JsonDocument.Parse(Convert.FromBase64String(claims.PadRight((claims.Length + 3) / 4 * 4, '=')));
            return json.RootElement.TryGetProperty("exp", out var end) ? DateTimeOffset.FromUnixTimeSeconds(end.GetInt64()) : now + UsualLife;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return now + UsualLife;
        }
    }

    private static string Socket(EdgeJoinRequest request) => string.IsNullOrEmpty(request.RuntimeEndpoint)
        ? request.Runtime switch
        {
            EdgeRuntime.CriO => "unix:///var/run/crio/crio.sock",
            EdgeRuntime.Docker => "unix:///var/run/cri-dockerd.sock",
            EdgeRuntime.Isulad => "unix:///var/run/isulad.sock",
            _ => "unix:///run/containerd/containerd.sock",
        }
        : request.RuntimeEndpoint;

    private static (string Host, int Port) Address(CloudCore cloud, string? given, string cluster)
    {
        if (string.IsNullOrEmpty(given))
        {
            var known = cloud.Addresses.Count > 0 ? cloud.Addresses[0] : throw ProblemException.Conflict(
                $"No edge node can join {cluster}", "cloudcore advertises no address.", "Give the address at which edge nodes reach it.", "address");
            return (known.Contains(':', StringComparison.Ordinal) ? $"[{known}]" : known, cloud.HubPort);
        }

        var colon = given.LastIndexOf(':');
        return colon > given.LastIndexOf(']') && int.TryParse(given[(colon + 1)..], out var port) ? (given[..colon], port) : (given, cloud.HubPort);
    }
}
