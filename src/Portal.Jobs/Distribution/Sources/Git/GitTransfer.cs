using System.Net.Http.Headers;
using LibGit2Sharp;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>
/// What one call of libgit2 may do on the network. libgit2 makes its transports itself, on the thread of the call: they find
/// this by that thread, and without it they open nothing.
/// </summary>
internal sealed class GitTransfer(SourceHttp http, Uri repository, SourceCredential credential, long mostBytes, CancellationToken cancellationToken) : IDisposable
{
    [ThreadStatic]
    private static GitTransfer? _current;

    private Uri? _redirected;
    private long _taken;

    public static GitTransfer Current => _current ?? throw new InvalidOperationException("libgit2 may reach the network within a transfer alone.");

    /// <summary>What went wrong: libgit2 itself forgets it.</summary>
    public Exception? Fault { get; private set; }

    public CancellationToken CancellationToken => cancellationToken;

    public string Name => SourceHttp.Name(repository);

    public GitTransfer Enter()
    {
        _current = this;
        return this;
    }

    public void Dispose() => _current = null;

    /// <summary>Opens a request; its answer's body is read as it comes.</summary>
    /// <param name="action">The list of references, or a pack.</param>
    /// <param name="body">What is sent; null for the list.</param>
    public HttpResponseMessage Open(GitSmartSubtransportAction action, byte[]? body)
    {
        const string service = "git-upload-pack";
        var list = action == GitSmartSubtransportAction.UploadPackList;
        var path = list ? $"/info/refs?service={service}" : $"/{service}";
        var (answer, from) = http.Send(
            new Uri((_redirected ?? repository).AbsoluteUri.TrimEnd('/') + path),
            request =>
            {
                if (!list)
                {
                    request.Method = HttpMethod.Post;
                    request.Content = new ByteArrayContent(body ?? []);
                    request.Content.Headers.ContentType = new MediaTypeHeaderValue($"application/x-{service}-request");
                }
            },
            credential, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != $"application/x-{service}-{(list ? "advertisement" : "result")}")
        {
            answer.Dispose();
            throw SourceFaults.Refuse(Name, "What answers there is no Git server that speaks the smart protocol.", "Give the address that git clone takes.");
        }

        if (list && from.AbsoluteUri.EndsWith(path, StringComparison.Ordinal))
        {
            // Where it was redirected to the rest is asked as well, as git itself does.
            _redirected = new Uri(from.AbsoluteUri[..^path.Length]);
        }

        return answer;
    }

    public void Count(int bytes)
    {
        if ((_taken += bytes) > mostBytes)
        {
            throw SourceFaults.TooLarge(Name, $"More than {mostBytes} bytes would have to be downloaded.");
        }
    }

    /// <summary>Keeps the first fault; a transport ends with it.</summary>
    public T Keep<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error)
        {
            Fault ??= error;
            throw;
        }
    }
}
