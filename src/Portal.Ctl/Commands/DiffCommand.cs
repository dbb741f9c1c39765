using System.CommandLine;
using Portal.Ctl.Files;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`diff`: what `apply` of the same files would change.</summary>
internal static class DiffCommand
{
    public static Command Make(SharedOptions shared)
    {
        var files = FileOption.Make();
        var command = new Command("diff", "Shows what apply would change, as a unified diff. Exit code 3 when there is something.") { files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var documents = await FileOption.ReadAsync(shared.Terminal, portal, parsed.GetValue(files)!, cancellationToken);
            var code = ExitCode.Ok;
            foreach (var change in await DeclaredChange.ReadAsync(new Estate(portal, cancellationToken), documents, cancellationToken))
            {
                if (!change.IsNothing)
                {
                    shared.Terminal.Out.WriteLine(TerminalText.Lines(change.Unified().ReplaceLineEndings("\n").TrimEnd('\n')));
                    code = ExitCode.Differences;
                }
            }

            return code;
        });
        return command;
    }
}
