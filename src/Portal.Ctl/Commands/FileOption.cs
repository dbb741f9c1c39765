using System.CommandLine;
using Portal.Ctl.Files;
using Portal.Ctl.Files.Kinds;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`-f`: the files that a command is about.</summary>
internal static class FileOption
{
    public static Option<string[]> Make(bool required = true) => new("--file", "-f")
    {
        Description = "A file of YAML documents, a folder of such files, or - for the standard input; may be given again.",
        Required = required,
        HelpName = "FILE",
    };

    /// <summary>Reads them by the shapes of this portal. Throws on any fault, before anything is changed.</summary>
    public static async Task<IReadOnlyList<DeclaredDocument>> ReadAsync(Terminal terminal, PortalClient portal, string[] paths, CancellationToken cancellationToken) =>
        await new FileReader(terminal, await DeclaredKinds.ReadAsync(portal, cancellationToken)).ReadAsync(paths, cancellationToken);
}
