using System.Text;
using LibGit2Sharp;
using Portal.Core.Components.Helm;
using Portal.Core.Distribution.Sources.Sync;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>What is at a path of a commit.</summary>
internal enum GitEntryKind
{
    None,
    File,
    Folder,
}

/// <summary>
/// One commit that was fetched, read from git's own objects: nothing of it is on disk until it is written out, and then
/// plain files alone. A link or a submodule that is met is refused.
/// </summary>
internal sealed class GitCheckout(HelmWorkspace workspace, Repository repository, Commit commit, string mark, SourcesOptions limits, string address) : IDisposable
{
    private const int MostDepth = 40;
    private const int MostEntries = 200_000;
    private int _entries;
    private int _files;
    private long _bytes;

    /// <summary>What the server named for it.</summary>
    public string Mark => mark;

    public string Address => address;

    /// <summary>A folder of its own, removed with this.</summary>
    public string Folder => workspace.Folder;

    public SourceOrigin Origin(SourceDefinition source) => new(
        SourceKind.Git, source.Url, source.ReferenceKind == GitReferenceKind.Commit ? "" : source.Reference, source.Path, commit.Sha, commit.Author.Name, commit.Committer.When.ToUniversalTime(), Cut(commit.MessageShort));

    public GitEntryKind Find(string path)
    {
        if (path.Length == 0)
        {
            return GitEntryKind.Folder;
        }

        var parts = path.Split('/');
        var tree = commit.Tree;
        for (var index = 0; ; index++)
        {
            var entry = tree[parts[index]];
            if (entry is null)
            {
                return GitEntryKind.None;
            }

            GitEntryRules.Demand(entry, address, string.Join('/', parts[..(index + 1)]));
            if (index == parts.Length - 1)
            {
                return entry.TargetType == TreeEntryTargetType.Tree ? GitEntryKind.Folder : GitEntryKind.File;
            }

            if (entry.TargetType != TreeEntryTargetType.Tree)
            {
                return GitEntryKind.None;
            }

            tree = (Tree)entry.Target;
        }
    }

    /// <summary>The files of a folder by path, in ordinal order. A link or submodule among those that are wanted is refused.</summary>
    public IReadOnlyList<string> List(string folder, bool recursive, Func<string, bool> wanted)
    {
        var found = new List<string>();
        // A tree may name itself again and again: bounded in depth and in entries.
        List(Tree(folder), folder, recursive ? MostDepth : 0, wanted, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    public string ReadText(string path)
    {
        using var content = Open(path);
        using var reader = new StreamReader(content, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Writes a folder and all below it as plain files; returns where.</summary>
    public string Write(string folder)
    {
        var root = Path.Combine(Folder, "files");
        foreach (var path in List(folder, recursive: true, _ => true))
        {
            var target = Path.GetFullPath(Path.Combine(root, path));
            if (!target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw GitEntryRules.LeadsOut(address, path);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var content = Open(path);
            using var file = new FileStream(target, FileMode.Create, FileAccess.Write);
            content.CopyTo(file);
        }

        return Path.Combine(root, folder);
    }

    public void Dispose()
    {
        repository.Dispose();
        workspace.Dispose();
    }

    private Tree Tree(string folder) => folder.Length == 0 ? commit.Tree : (Tree)commit.Tree[folder].Target;

    private void List(Tree tree, string folder, int deeper, Func<string, bool> wanted, List<string> found)
    {
        foreach (var entry in tree)
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (++_entries > MostEntries)
            {
                throw SourceFaults.TooLarge(address, $"The folder {Shown(folder)} holds more than {limits.MaxFiles} files.");
            }

            if (entry.Mode == Mode.Directory)
            {
                if (deeper > 0)
                {
                    GitEntryRules.Demand(entry, address, path);
                    List((Tree)entry.Target, path, deeper - 1, wanted, found);
                }
            }
            else if (wanted(path))
            {
                GitEntryRules.Demand(entry, address, path);
                found.Add(path);
                if (found.Count > limits.MaxFiles)
                {
                    throw SourceFaults.TooLarge(address, $"The folder {Shown(folder)} holds more than {limits.MaxFiles} files.");
                }
            }
        }
    }

    private Stream Open(string path)
    {
        var entry = commit.Tree[path];
        var size = repository.ObjectDatabase.RetrieveObjectMetadata(entry.Target.Id).Size;
        if (size > limits.MaxFileBytes)
        {
            throw SourceFaults.TooLarge(address, $"The file {path} has {size} bytes, and at most {limits.MaxFileBytes} are taken.");
        }

        if (++_files > limits.MaxFiles || (_bytes += size) > limits.MaxDownloadBytes)
        {
            throw SourceFaults.TooLarge(address, $"More than {limits.MaxFiles} files, or more than {limits.MaxDownloadBytes} bytes, would be read.");
        }

        return ((Blob)entry.Target).GetContentStream();
    }

    private static string Shown(string folder) => folder.Length == 0 ? "/" : folder;

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200];
}
