using System.Net.Http.Headers;
using System.Text;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>
/// The way to repositories: each connection through the guard that checks the address it goes to, after a redirect as well. A
/// credential is sent to the server that it was given for, and to no other.
/// </summary>
internal sealed class SourceHttp(EgressGuard egress) : IDisposable
{
    private const int MostRedirects = 4;
    private readonly HttpClient _client = new(egress.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends, follows redirects of a GET, and gives a good answer whose body is not read yet, with the address that gave it.</summary>
    public (HttpResponseMessage Answer, Uri From) Send(Uri address, Action<HttpRequestMessage> prepare, SourceCredential credential, CancellationToken cancellationToken)
    {
        var at = address;
        for (var hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.UserAgent.ParseAdd("git/2.0 (kurator-portal)");
            request.Headers.Authorization = credential.For(at);
            prepare(request);
            var answer = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return (answer, at);
            }

            using (answer)
            {
                if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || request.Method != HttpMethod.Get || answer.Headers.Location is not { } location)
                {
                    throw SourceFaults.Status(Name(address), answer.StatusCode, credential.IsGiven);
                }

                var next = new Uri(at, location);
                if (hop == MostRedirects || next.Scheme is not ("http" or "https") || next.UserInfo.Length > 0 || (at.Scheme == "https" && next.Scheme == "http"))
                {
                    throw SourceFaults.Refuse(Name(address), "The server redirects too often, or to what is no safe address.", "Use the address at which the repository really is.");
                }

                at = next;
            }
        }
    }

    /// <summary>As it is shown.</summary>
    public static string Name(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    public void Dispose() => _client.Dispose();
}

/// <summary>A user and a token, for one server.</summary>
internal sealed record SourceCredential(Uri Server, string User, string Token)
{
    public bool IsGiven => Token.Length > 0;

    /// <summary>Null for another server than its own.</summary>
    public AuthenticationHeaderValue? For(Uri address) => IsGiven && address.Scheme == Server.Scheme && address.Port == Server.Port && address.IdnHost == Server.IdnHost
        ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{(User.Length > 0 ? User : "git")}:{Token}")))
        : null;

    public override string ToString() => nameof(SourceCredential);
}
