namespace Portal.Core.Components.Helm;

/// <summary>Where a program may be: where the configuration says, else on PATH, else in the folder of fetched tools.</summary>
public static class ToolPaths
{
    /// <param name="name">Of the program ("helm").</param>
    /// <param name="configured">What is configured is meant: nothing else is tried in its place.</param>
    public static IEnumerable<string> Find(string name, string? configured)
    {
        if (configured is { Length: > 0 })
        {
            return [configured];
        }

        var tools = Environment.GetEnvironmentVariable("PORTAL_TOOLS_DIR") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "kurator-portal", "tools");
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(tools)
            .Select(directory => Path.Combine(directory, name))
            .Where(File.Exists)
            .Distinct();
    }
}
