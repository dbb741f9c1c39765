using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Kubernetes;

/// <summary>The head of a CONNECT request (RFC 9110, 9.3.6).</summary>
internal sealed class TunnelRequest
{
    private const int MostBytes = 8 * 1024;

    private readonly string _authority;
    private readonly string _credential;

    private TunnelRequest(string authority, string credential)
    {
        _authority = authority;
        _credential = credential;
    }

    /// <summary>Null when the peer sent something else, or too much.</summary>
    public static async Task<TunnelRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return null;
            }

            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                // A client speaks again only after the answer: what follows the head already is no tunnel of ours.
                return end + 4 == length ? Parse(Encoding.Latin1.GetString(buffer, 0, end)) : null;
            }
        }

        return null;
    }

    /// <summary>The head of an answer.</summary>
    public static byte[] Answer(string status)
    {
        var close = status.StartsWith('2') ? "" : "Proxy-Authenticate: Basic realm=\"portal\"\r\nContent-Length: 0\r\nConnection: close\r\n";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{close}\r\n");
    }

    public bool Knows(string password) => CryptographicOperations.FixedTimeEquals(
        Encoding.Latin1.GetBytes(_credential),
        Encoding.ASCII.GetBytes($"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"portal:{password}"))}"));

    public bool IsFor(string host, int port) => string.Equals(
        _authority, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host.Trim('[', ']')}]" : host)}:{port}", StringComparison.OrdinalIgnoreCase);

    private static TunnelRequest? Parse(string head)
    {
        var lines = head.Split("\r\n");
        var words = lines[0].Split(' ');
        const string credential = "Proxy-Authorization:";
        return words is ["CONNECT", var authority, "HTTP/1.1" or "HTTP/1.0"]
            ? new TunnelRequest(authority, lines.FirstOrDefault(line => line.StartsWith(credential, StringComparison.OrdinalIgnoreCase))?[credential.Length..].Trim() ?? "")
            : null;
    }
}
