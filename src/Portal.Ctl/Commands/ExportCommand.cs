using System.CommandLine;
using System.Text;
using Portal.Ctl.Files;
using Portal.Ctl.Files.Kinds;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`export`: writes the portal as the files that `apply` reads.</summary>
internal static class ExportCommand
{
    public static Command Make(SharedOptions shared)
    {
        var folder = new Option<string?>("--to") { Description = "A folder, with a file for each thing; the standard output when left out.", HelpName = "FOLDER" };
        var secrets = new Option<bool>("--with-secrets") { Description = "Also what may hold secrets: manifests with Secrets, values of passwords." };
        var withoutMembers = new Option<bool>("--without-members") { Description = "Without who belongs to teams." };
        var command = new Command("export", "Writes teams, profiles, fleets, clusters and applications as the files that apply reads.") { folder, secrets, withoutMembers };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = shared.Terminal;
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var export = new PortalExport(new Estate(portal, cancellationToken), await DeclaredKinds.ReadAsync(portal, cancellationToken));
            var withSecrets = parsed.GetValue(secrets);
            var (documents, withheld) = await export.ReadAsync(withSecrets, !parsed.GetValue(withoutMembers), cancellationToken);
            if (parsed.GetValue(folder) is { } path)
            {
                await WriteAsync(terminal, path, documents, withSecrets, cancellationToken);
            }
            else
            {
                terminal.Out.Write(string.Join("---\n", documents.Select(document => document.Yaml)));
            }

            foreach (var one in withheld)
            {
                terminal.Error.WriteLine(TerminalText.Line($"left out: {one}"));
            }

            return withheld.Count == 0 ? ExitCode.Ok : throw new CtlException(
                ExitCode.Failed, "The export is not whole", $"{withheld.Count} left out.", "--with-secrets writes what may hold secrets too: then keep the files as you keep secrets.");
        });
        return command;
    }

    private static async Task WriteAsync(Terminal terminal, string folder, IReadOnlyList<ExportedDocument> documents, bool isSecret, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<string> written = [];
            foreach (var document in documents)
            {
                var path = Path.Combine(folder, document.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
                if (isSecret && !OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                await using var file = new FileStream(path, options);
                await file.WriteAsync(Encoding.UTF8.GetBytes(document.Yaml), cancellationToken);
                written.Add(Path.GetFullPath(path));
            }

            // Told and not deleted: a file may be there for another reason.
            foreach (var stale in written.Select(path => Path.GetDirectoryName(path)!).Distinct().SelectMany(part => Directory.EnumerateFiles(part, "*.yaml")).Where(file => !written.Contains(file)).Order(StringComparer.Ordinal))
            {
                terminal.Error.WriteLine(TerminalText.Line($"not in the portal: {stale}"));
            }

            terminal.Out.WriteLine(TerminalText.Line($"{documents.Count} files in {folder}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CtlException(ExitCode.Failed, $"{folder} cannot be written", error.Message, "Check the path and its rights.");
        }
    }
}
