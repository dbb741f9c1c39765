using System.CommandLine;
using Portal.Ctl.Files;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`apply`: brings the portal to what files say. What is so already is left alone.</summary>
internal static class ApplyCommand
{
    public static Command Make(SharedOptions shared)
    {
        var files = FileOption.Make();
        var command = new Command("apply", "Brings the portal to what files say. Nothing is removed that they do not name.") { files };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var documents = await FileOption.ReadAsync(shared.Terminal, portal, parsed.GetValue(files)!, cancellationToken);
            var estate = new Estate(portal, cancellationToken);
            return await RunAsync(shared.Terminal, estate, await DeclaredChange.ReadAsync(estate, documents, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Estate estate, IReadOnlyList<DeclaredChange> changes, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int> { ["created"] = 0, ["changed"] = 0, ["unchanged"] = 0, ["failed"] = 0 };
        var code = ExitCode.Ok;
        foreach (var change in changes)
        {
            var outcome = change.IsNothing ? "unchanged" : change.Stored is null ? "created" : "changed";
            try
            {
                await DoAsync(estate, change, cancellationToken);
            }
            catch (CtlException error) when (error.Code is not ExitCode.Unreachable)
            {
                // The others do not hang on it, but for those that refer to it: they fail with their own words.
                terminal.Error.WriteLine(TerminalText.Line($"{change.Document.File}:{change.Document.Line}: {change.Document.Label}"));
                error.Tell(terminal.Error);
                (outcome, code) = ("failed", ExitCode.Failed);
            }

            counts[outcome]++;
            terminal.Out.WriteLine($"{change.Document.Label} {outcome}");
        }

        terminal.Out.WriteLine(string.Join(", ", counts.Where(count => count.Value > 0).Select(count => $"{count.Value} {count.Key}")));
        return code;
    }

    private static Task DoAsync(Estate estate, DeclaredChange change, CancellationToken cancellationToken) => change switch
    {
        { IsNothing: true } => Task.CompletedTask,
        { Stored: { } stored } => change.Document.Kind.UpdateAsync(estate, stored, change.Wanted, cancellationToken),
        _ => change.Document.Kind.CreateAsync(estate, change.Document.Name, change.Wanted, cancellationToken),
    };
}
