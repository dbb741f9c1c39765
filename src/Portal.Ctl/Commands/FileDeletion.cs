using Portal.Ctl.Files;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`delete -f`: what files name, those that refer to others first. Each operation is waited for, since the next may need it.</summary>
internal static class FileDeletion
{
    public static async Task<int> RunAsync(Terminal terminal, PortalClient portal, string[] paths, bool yes, CancellationToken cancellationToken)
    {
        var documents = await FileOption.ReadAsync(terminal, portal, paths, cancellationToken);
        var estate = new Estate(portal, cancellationToken);
        var there = (await DeclaredChange.ReadAsync(estate, documents, cancellationToken)).Where(change => change.Stored is not null).Reverse().ToList();
        foreach (var gone in documents.Where(document => there.TrueForAll(change => change.Document != document)))
        {
            terminal.Out.WriteLine($"{gone.Label} is not there");
        }

        if (there.Count == 0)
        {
            return ExitCode.Ok;
        }

        if (!await Confirmation.AskAsync(terminal, yes, $"Delete {string.Join(", ", there.Select(change => change.Document.Label))} of {portal.Address}?", cancellationToken))
        {
            terminal.Out.WriteLine("Nothing was changed.");
            return ExitCode.Ok;
        }

        var code = ExitCode.Ok;
        foreach (var change in there)
        {
            try
            {
                var operation = await change.Document.Kind.DeleteAsync(estate, change.Stored!, cancellationToken);
                if (operation is not null && await LogsCommand.FollowAsync(terminal, portal, operation, false, cancellationToken) != ExitCode.Ok)
                {
                    code = ExitCode.Failed;
                    continue;
                }

                terminal.Out.WriteLine($"{change.Document.Label} deleted");
            }
            catch (CtlException error) when (error.Code is not ExitCode.Unreachable)
            {
                terminal.Error.WriteLine(change.Document.Label);
                error.Tell(terminal.Error);
                code = ExitCode.Failed;
            }
        }

        return code;
    }
}
