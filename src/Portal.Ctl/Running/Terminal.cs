using System.Net;

namespace Portal.Ctl.Running;

/// <summary>All that the tool reads from and writes to, beside the portal's answers.</summary>
internal sealed class Terminal
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required Func<Stream> OpenInput { get; init; }

    /// <summary>True when a person sits before it, and may be asked.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>False where the output is a file, and where NO_COLOR is set (no-color.org).</summary>
    public bool Colors { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>What carries requests. The tool disposes of it.</summary>
    public required Func<HttpMessageHandler> Network { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static Terminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        OpenInput = Console.OpenStandardInput,
        IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        Colors = !Console.IsOutputRedirected
            && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"))
            && System.Environment.GetEnvironmentVariable("TERM") != "dumb",
        Environment = System.Environment.GetEnvironmentVariable,
        Network = () => new SocketsHttpHandler
        {
            // A redirect would carry the token to where it was not meant to go.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.All,
        },
    };

    /// <summary>Reads all of the standard input. Throws on more than <paramref name="most"/> characters.</summary>
    public async Task<string> ReadInputAsync(int most, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(OpenInput());
        return await BoundedText.ReadAsync(reader, "The standard input", most, cancellationToken);
    }
}
