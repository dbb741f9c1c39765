using System.Text.Json;
using Portal.Ctl.Running;

namespace Portal.Ctl.Contexts;

/// <summary>
/// Contexts in $XDG_CONFIG_HOME/portalctl/contexts.json (~/.config where that is not set): readable by their owner alone,
/// and not used when others could read them.
/// </summary>
internal sealed class ContextFile(Func<string, string?> environment)
{
    private const int Most = 1024 * 1024;
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Path { get; } = System.IO.Path.Combine(
        environment("XDG_CONFIG_HOME") is { Length: > 0 } folder && System.IO.Path.IsPathRooted(folder)
            ? folder
            : System.IO.Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "portalctl", "contexts.json");

    public async Task<StoredContexts> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
        {
            return StoredContexts.Empty;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & OfOthers) != 0)
        {
            throw new CtlException(ExitCode.Usage, $"{Path} is not used", "Others may read or write it, and it holds tokens.", $"chmod 600 {Path}");
        }

        try
        {
            return JsonSerializer.Deserialize<StoredContexts>(await BoundedText.ReadFileAsync(Path, Most, cancellationToken), Json)
                is { Contexts: not null } stored ? stored : StoredContexts.Empty;
        }
        catch (JsonException)
        {
            throw new CtlException(ExitCode.Usage, $"{Path} cannot be read", "It is not what `portalctl login` wrote.", "Remove it, and sign in again.");
        }
    }

    /// <summary>In one step: a reader sees the old contexts or the new ones.</summary>
    public async Task WriteAsync(StoredContexts contexts, CancellationToken cancellationToken)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(Path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var next = $"{Path}.{Guid.NewGuid():N}";
            await using (var file = new FileStream(next, Options()))
            {
                await JsonSerializer.SerializeAsync(file, contexts, Json, cancellationToken);
            }

            File.Move(next, Path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CtlException(ExitCode.Failed, $"{Path} cannot be written", error.Message, "Check the rights of its folder, or set XDG_CONFIG_HOME.");
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
