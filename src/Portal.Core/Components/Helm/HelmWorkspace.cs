namespace Portal.Core.Components.Helm;

/// <summary>
/// A folder (0700) of one call of helm: its HOME, cache, configuration, and the files (0600) that carry values and
/// certificates. In memory where the machine has a shared-memory file system. Always removed.
/// </summary>
public sealed class HelmWorkspace : IDisposable
{
    private const string Memory = "/dev/shm";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private HelmWorkspace(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>For calls that carry values. Falls back to the temporary folder.</summary>
    public static HelmWorkspace InMemory() => Create(Directory.Exists(Memory) ? Memory : Path.GetTempPath());

    /// <summary>For calls that download charts and indexes.</summary>
    public static HelmWorkspace OnDisk() => Create(Path.GetTempPath());

    /// <summary>Writes a file that only this user can read; returns its path.</summary>
    public async Task<string> WriteAsync(string name, string content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder, name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        await using var stream = new FileStream(path, options);
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(content.AsMemory(), cancellationToken);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone is what was wanted.
        }
    }

    private static HelmWorkspace Create(string root)
    {
        var path = Path.Combine(root, $"kurator-portal-{Guid.NewGuid():n}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }

        return new HelmWorkspace(path);
    }
}
