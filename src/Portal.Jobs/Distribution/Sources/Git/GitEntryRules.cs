using LibGit2Sharp;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>What is taken of a tree: plain files and folders, whose names stay within their folder.</summary>
internal static class GitEntryRules
{
    /// <param name="address">Of the repository, to name it.</param>
    public static void Demand(TreeEntry entry, string address, string path)
    {
        if (entry.Name is "" or "." or ".." || entry.Name.IndexOfAny(['/', '\\', '\0']) >= 0 || entry.Name.Equals(".git", StringComparison.OrdinalIgnoreCase))
        {
            throw LeadsOut(address, path);
        }

        if (entry.Mode == Mode.SymbolicLink)
        {
            throw SourceFaults.Refuse(address, $"{path} is a symbolic link, and those are not followed.", "Put a file or a folder in its place.");
        }

        if (entry.Mode == Mode.GitLink)
        {
            throw SourceFaults.Refuse(address, $"{path} is a submodule, and those are not fetched.", "Put the files into the repository itself, or point the source at the other repository.");
        }
    }

    public static ProblemException LeadsOut(string address, string path) =>
        SourceFaults.Refuse(address, $"The file {path} has a name that would lead out of its folder.", "Remove it from the repository.");
}
