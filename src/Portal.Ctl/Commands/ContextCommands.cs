using System.CommandLine;
using System.Text.Json.Nodes;
using Portal.Ctl.Contexts;
using Portal.Ctl.Kinds;
using Portal.Ctl.Output;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`contexts`, `use` and `logout`: the portals that are known here.</summary>
internal static class ContextCommands
{
    public static Command List(SharedOptions shared)
    {
        var output = SharedOptions.Output(OutputFormat.Json, OutputFormat.Yaml);
        var command = new Command("contexts", "Lists the portals that are known here; never their tokens.") { output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var stored = await new ContextFile(shared.Terminal.Environment).ReadAsync(cancellationToken);
            var rows = stored.Contexts.Select(context => new JsonObject
            {
                ["name"] = context.Key,
                ["url"] = context.Value.Url.ToString(),
                ["user"] = context.Value.User,
                ["current"] = context.Key == stored.Current,
            }).ToList();
            if (parsed.GetValue(output) is { } format && format != OutputFormat.Table)
            {
                DocumentWriter.Write(shared.Terminal.Out, new JsonArray([.. rows]), format);
            }
            else
            {
                new TableWriter(shared.Terminal).Write([new Column("NAME", "name"), new Column("PORTAL", "url"), new Column("USER", "user"), new Column("CURRENT", "current")], rows);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Use(SharedOptions shared)
    {
        var name = new Argument<string>("NAME");
        var command = new Command("use", "Makes a context the current one.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = new ContextFile(shared.Terminal.Environment);
            var stored = await file.ReadAsync(cancellationToken);
            Demand(stored, parsed.GetValue(name)!);
            await file.WriteAsync(stored with { Current = parsed.GetValue(name) }, cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command Logout(SharedOptions shared)
    {
        var command = new Command("logout", "Forgets a context and its token. The token stays valid until it is revoked in the portal.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = new ContextFile(shared.Terminal.Environment);
            var stored = await file.ReadAsync(cancellationToken);
            var name = parsed.GetValue(shared.Context) ?? stored.Current ?? "";
            Demand(stored, name);
            stored.Contexts.Remove(name);
            await file.WriteAsync(stored with { Current = stored.Current == name ? null : stored.Current }, cancellationToken);
            shared.Terminal.Out.WriteLine(TerminalText.Line($"The context \"{name}\" is forgotten. Revoke its token under Settings, API tokens."));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Demand(StoredContexts stored, string name)
    {
        if (!stored.Contexts.ContainsKey(name))
        {
            throw new CtlException(ExitCode.NotFound, $"There is no context \"{name}\"", "It was not stored here, or was removed.", "portalctl contexts lists those that there are.");
        }
    }
}
