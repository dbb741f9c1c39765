using System.Collections.Concurrent;
using System.Text;
using LibGit2Sharp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.IntegrationTests.Distribution.Sources;

/// <summary>A Git server on loopback that speaks the smart protocol over HTTP: real repositories, real packs, and no git on this machine.</summary>
internal sealed class GitServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kurator-portal-git-");
    private readonly ConcurrentDictionary<string, Repository> _repositories = new();
    private readonly WebApplication _app;
    private int _packs;

    private GitServer(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    /// <summary>How many packs were sent.</summary>
    public int Packs => _packs;

    /// <summary>Repositories that are shown with this token alone.</summary>
    public ConcurrentDictionary<string, string> Tokens { get; } = new();

    /// <summary>Repositories that have moved, and where to.</summary>
    public ConcurrentDictionary<string, string> Redirects { get; } = new();

    /// <summary>Plain files, by path: what a chart repository is.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public static async Task<GitServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new GitServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Address = server._app.Urls.Single();
        return server;
    }

    public string Url(string repository) => $"{Address}/{repository}.git";

    /// <summary>Makes a commit of these files, and of nothing else; returns it. A content that begins with "link:" is a symbolic link.</summary>
    public string Commit(string repository, string subject, params (string Path, string Content)[] files)
    {
        var repo = _repositories.GetOrAdd(repository, name => new Repository(Repository.Init(Path.Combine(_folder.FullName, name), isBare: true)));
        lock (repo)
        {
            var tree = new TreeDefinition();
            foreach (var (path, content) in files)
            {
                var link = content.StartsWith("link:", StringComparison.Ordinal);
                using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(link ? content[5..] : content));
                tree.Add(path, repo.ObjectDatabase.CreateBlob(bytes), link ? Mode.SymbolicLink : Mode.NonExecutableFile);
            }

            var author = new Signature("Ada", "ada@example.com", new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
            var parents = repo.Refs["refs/heads/main"] is { } head ? [(Commit)head.ResolveToDirectReference().Target] : Array.Empty<Commit>();
            var commit = repo.ObjectDatabase.CreateCommit(author, author, subject, repo.ObjectDatabase.CreateTree(tree), parents, prettifyMessage: true);
            repo.Refs.Add("refs/heads/main", commit.Id, allowOverwrite: true);
            return commit.Sha;
        }
    }

    public void Tag(string repository, string name) => _repositories[repository].Refs.Add($"refs/tags/{name}", _repositories[repository].Refs["refs/heads/main"].ResolveToDirectReference().Target.Id);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var repository in _repositories.Values)
        {
            repository.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (Files.TryGetValue(context.Request.Path.Value!, out var file))
        {
            await context.Response.Body.WriteAsync(file);
            return;
        }

        var parts = context.Request.Path.Value!.Split(".git/");
        var name = parts[0].Trim('/');
        if (Redirects.TryGetValue(name, out var target))
        {
            context.Response.Redirect($"{target}/{parts[1]}{context.Request.QueryString}");
        }
        else if (!_repositories.TryGetValue(name, out var repository))
        {
            context.Response.StatusCode = 404;
        }
        else if (Tokens.TryGetValue(name, out var token) && context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"robot:{token}"))}")
        {
            context.Response.StatusCode = 401;
        }
        else if (parts[1] == "info/refs")
        {
            context.Response.ContentType = "application/x-git-upload-pack-advertisement";
            await context.Response.WriteAsync(List(repository));
        }
        else
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/x-git-upload-pack-result";
            await context.Response.WriteAsync("0008NAK\n");
            await context.Response.Body.WriteAsync(Pack(repository));
        }
    }

    private static string List(Repository repository)
    {
        lock (repository)
        {
            var lines = repository.Refs.Where(reference => reference is DirectReference).Select(reference => $"{reference.TargetIdentifier} {reference.CanonicalName}").ToList();
            lines[0] += "\0agent=test";
            return $"{Line("# service=git-upload-pack")}0000{string.Concat(lines.Select(Line))}0000";
        }
    }

    private static string Line(string text) => $"{text.Length + 5:x4}{text}\n";

    private byte[] Pack(Repository repository)
    {
        Interlocked.Increment(ref _packs);
        var folder = _folder.CreateSubdirectory(Guid.NewGuid().ToString("n"));
        lock (repository)
        {
            repository.ObjectDatabase.Pack(new PackBuilderOptions(folder.FullName));
        }

        return File.ReadAllBytes(folder.GetFiles("*.pack").Single().FullName);
    }
}
