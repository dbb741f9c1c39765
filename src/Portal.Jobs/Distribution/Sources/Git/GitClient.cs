using LibGit2Sharp;
using Microsoft.Extensions.Options;
using Portal.Core.Components.Helm;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>Reads Git repositories over HTTP: the references first, and the commit only where they name another than before.</summary>
internal sealed class GitClient(SourceHttp http, IOptions<SourcesOptions> options)
{
    private const string Here = "refs/portal/wanted";
    private const string Remote = "origin";

    /// <summary>Null when the server names what it named before. The caller disposes of what was fetched.</summary>
    /// <param name="mark">What the server named before; empty to fetch in any case.</param>
    public Task<GitCheckout?> FetchAsync(SourceDefinition source, string token, string mark, CancellationToken cancellationToken) =>
        // libgit2 blocks: on a thread of its own.
        Task.Factory.StartNew(() => Fetch(source, token, mark, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private GitCheckout? Fetch(SourceDefinition source, string token, string mark, CancellationToken cancellationToken)
    {
        GuardedTransport.Register();
        var address = new Uri(source.Url);
        using var transfer = new GitTransfer(http, address, new SourceCredential(address, source.User, token), options.Value.MaxDownloadBytes, cancellationToken).Enter();
        HelmWorkspace? workspace = null;
        Repository? repository = null;
        try
        {
            var named = Find(source, transfer);
            if (named == mark)
            {
                return null;
            }

            workspace = HelmWorkspace.OnDisk();
            repository = new Repository(Repository.Init(Path.Combine(workspace.Folder, "repository"), isBare: true));
            var wanted = source.ReferenceKind == GitReferenceKind.Commit ? new[] { "+refs/heads/*:refs/portal/heads/*", "+refs/tags/*:refs/portal/tags/*" } : [$"+{NameOf(source)}:{Here}"];
            repository.Network.Remotes.Add(Remote, source.Url, wanted[0]);
            Commands.Fetch(repository, Remote, wanted, new FetchOptions { TagFetchMode = TagFetchMode.None, OnTransferProgress = _ => !cancellationToken.IsCancellationRequested }, null);
            var found = source.ReferenceKind == GitReferenceKind.Commit ? repository.Lookup(source.Reference) : repository.Refs[Here]?.ResolveToDirectReference()?.Target;
            var commit = found?.Peel<Commit>() ?? throw Missing(source);
            return new GitCheckout(workspace, repository, commit, named, options.Value, source.Url);
        }
        catch (Exception error)
        {
            repository?.Dispose();
            workspace?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (SourceFaults.Describe(transfer.Name, transfer.Fault ?? error) is { } problem)
            {
                throw problem;
            }

            throw error is LibGit2SharpException
                ? SourceFaults.Refuse(transfer.Name, $"What the server sent is no sound Git repository: {error.Message.TrimEnd('.')}.", "Check the repository with git fsck.", error)
                : new InvalidOperationException("A repository could not be read.", error);
        }
    }

    /// <summary>What the server names: the commit, or the tag's object.</summary>
    private static string Find(SourceDefinition source, GitTransfer transfer)
    {
        if (source.ReferenceKind == GitReferenceKind.Commit)
        {
            return source.Reference;
        }

        var name = NameOf(source);
        return Repository.ListRemoteReferences(source.Url).FirstOrDefault(reference => reference.CanonicalName == name)?.TargetIdentifier ?? throw Missing(source);
    }

    private static string NameOf(SourceDefinition source) => source.ReferenceKind == GitReferenceKind.Tag ? $"refs/tags/{source.Reference}" : $"refs/heads/{source.Reference}";

    private static ProblemException Missing(SourceDefinition source) => source.ReferenceKind switch
    {
        GitReferenceKind.Branch => SourceFaults.Refuse(source.Url, $"It has no branch {source.Reference}.", "Check the branch's name."),
        GitReferenceKind.Tag => SourceFaults.Refuse(source.Url, $"It has no tag {source.Reference}.", "Check the tag's name."),
        _ => SourceFaults.Refuse(source.Url, $"None of its branches and tags leads to the commit {source.Reference}.", "Check the commit, or push it to a branch."),
    };
}
