using System.CommandLine;
using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`delete`: one thing by its name. A cluster leaves; an application is removed from all its clusters; a release is uninstalled.</summary>
internal static class DeleteCommand
{
    private static readonly IReadOnlyList<string> Kinds = ["applications", "boards", "clusters", "fleets", "profiles", "releases", "teams", "tokens"];

    public static Command Make(SharedOptions shared)
    {
        var kind = KindArgument.Make(Kinds);
        kind.Arity = ArgumentArity.ZeroOrOne;
        var name = new Argument<string?>("NAME") { Description = "Its name or id; CLUSTER/COMPONENT for a release.", Arity = ArgumentArity.ZeroOrOne };
        var files = FileOption.Make(required: false);
        var yes = SharedOptions.Yes();
        var wait = new Option<bool>("--wait") { Description = "Where that is an operation: print its log until it ends." };
        var command = new Command("delete", "Deletes one thing, or all that files name.") { kind, name, files, yes, wait };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paths = parsed.GetValue(files) ?? [];
            if (paths.Length > 0 == parsed.GetValue(name) is not null)
            {
                throw new CtlException(ExitCode.Usage, "Nothing was deleted", "It takes a kind and a name, or files.", "portalctl delete KIND NAME, or portalctl delete -f FILE.");
            }

            if (paths.Length > 0)
            {
                using var whole = await shared.OpenAsync(parsed, cancellationToken);
                return await FileDeletion.RunAsync(shared.Terminal, whole, paths, parsed.GetValue(yes), cancellationToken);
            }

            var chosen = ResourceKinds.Get(parsed.GetValue(kind)!);
            if (!Kinds.Contains(chosen.Name))
            {
                throw new CtlException(ExitCode.Usage, $"{chosen.Name} cannot be deleted here", $"It works for {string.Join(", ", Kinds)}.", "Use the portal's pages, or its API.");
            }

            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var row = await new ResourceReader(portal).GetRowAsync(chosen, parsed.GetValue(name)!, cancellationToken);
            if (!await Confirmation.AskAsync(shared.Terminal, parsed.GetValue(yes), $"Delete {chosen.Aliases[0]} {parsed.GetValue(name)} of {portal.Address}?", cancellationToken))
            {
                shared.Terminal.Out.WriteLine("Nothing was changed.");
                return ExitCode.Ok;
            }

            if (await SendAsync(portal, chosen, row, cancellationToken) is not { } operation)
            {
                shared.Terminal.Out.WriteLine(TerminalText.Line($"{chosen.Aliases[0]}/{parsed.GetValue(name)} deleted"));
                return ExitCode.Ok;
            }

            shared.Terminal.Out.WriteLine($"operation {TerminalText.Line(operation)}");
            return parsed.GetValue(wait) ? await LogsCommand.FollowAsync(shared.Terminal, portal, operation, false, cancellationToken) : ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Returns the operation that does it, or null when it is done.</summary>
    private static async Task<string?> SendAsync(PortalClient portal, ResourceKind kind, JsonObject row, CancellationToken cancellationToken)
    {
        var id = row["id"]?.ToString();
        var answer = kind.Name switch
        {
            "clusters" => await portal.PostAsync($"clusters/{id}/leave", new JsonObject(), cancellationToken),
            "releases" => await portal.PostAsync($"clusters/{row["clusterId"]}/components/{Escaped(row, "component")}/uninstall", new JsonObject(), cancellationToken),
            "applications" => await portal.DeleteAsync($"applications/{id}?confirm={Escaped(row, "name")}", cancellationToken),
            "profiles" => await portal.DeleteAsync($"profiles/{Escaped(row, "name")}", cancellationToken),
            _ => await portal.DeleteAsync($"{kind.List}/{id}", cancellationToken),
        };
        return answer?["operationId"]?.ToString();
    }

    private static string Escaped(JsonObject row, string member) => Uri.EscapeDataString(row[member]?.ToString() ?? "");
}
