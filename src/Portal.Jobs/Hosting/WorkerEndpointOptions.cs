using System.Diagnostics.CodeAnalysis;

namespace Portal.Jobs.Hosting;

/// <summary>Where the stand-alone worker tells how it is.</summary>
internal sealed class WorkerEndpointOptions
{
    public const string ListenKey = "Worker:Listen";

    /// <summary>"127.0.0.1:9464", or "*:9464" for every address of the machine; empty to listen on nothing.</summary>
    public string Listen { get; set; } = "";

    /// <summary>Host and port, or false where <see cref="Listen"/> is neither empty nor of that form.</summary>
    public static bool TryRead(string listen, [NotNullWhen(true)] out string? host, out int port)
    {
        var colon = listen.LastIndexOf(':');
        host = colon > 0 ? listen[..colon] : null;
        port = 0;
        return host is not null
            && (host == "*" || Uri.CheckHostName(host) is UriHostNameType.IPv4 or UriHostNameType.Dns)
            && int.TryParse(listen.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535;
    }
}
